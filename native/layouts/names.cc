#include <charconv>

#include "core/error.h"
#include "layouts/capture.h"
#include "layouts/dialect.h"

namespace framelatch {
namespace {

constexpr std::string_view kNamespaces[] = {"Local\\", "Global\\"};

std::string Sister(const HookInfoName& name, std::string_view object) {
  return name.prefix + std::string(TraitsOf(name.dialect).prefix) + std::string(object);
}

// A suffix is a decimal number without sign or separator.
std::optional<uint64_t> ParseId(std::string_view digits) {
  uint64_t id = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, id);
  if (digits.empty() || error != std::errc() || rest != end) return std::nullopt;
  return id;
}

}  // namespace

const DialectTraits& TraitsOf(Dialect dialect) {
  return dialect == Dialect::kCaptureHook ? kCaptureHookTraits : kGameCaptureTraits;
}

std::optional<HookInfoName> ParseHookInfoName(std::string_view name) {
  std::string prefix;
  for (const std::string_view space : kNamespaces) {
    if (!name.starts_with(space)) continue;
    prefix = space;
    name.remove_prefix(space.size());
    break;
  }
  for (const Dialect dialect : {Dialect::kCaptureHook, Dialect::kGameCapture}) {
    const std::string stem = std::string(TraitsOf(dialect).prefix) + "HookInfo";
    if (!name.starts_with(stem)) continue;
    const auto id = ParseId(name.substr(stem.size()));
    if (id) return HookInfoName{dialect, *id, prefix};
  }
  return std::nullopt;
}

HookInfoName RequireHookInfoName(const std::string& name) {
  const auto parsed = ParseHookInfoName(name);
  if (parsed) return *parsed;
  throw Error("layout-mismatch", "open mapping", name,
              "the name is no hook info's: expected CaptureHook_HookInfo<number> or GameCapture_HookInfo<number>",
              "Pick a name from the list of mappings (`framelatch list`), or another layout.");
}

std::string HookInfoNameFor(Dialect dialect, uint64_t id) {
  return Sister({dialect, id, ""}, "HookInfo" + std::to_string(id));
}

std::string TextureMutexName(const HookInfoName& name, int buffer) {
  return Sister(name, "TextureMutex" + std::to_string(buffer + 1) + std::to_string(name.id));
}

std::string EventName(const HookInfoName& name, std::string_view event) {
  return Sister(name, std::string(event) + std::to_string(name.id));
}

std::string KeepAliveName(const HookInfoName& name) { return Sister(name, "KeepAlive" + std::to_string(name.id)); }

std::string TextureName(const HookInfoName& name, uint64_t window, uint32_t map_id) {
  return Sister(name, "Texture_" + std::to_string(window) + "_" + std::to_string(map_id));
}

}  // namespace framelatch
