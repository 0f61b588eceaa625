#include "layouts/orphans.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "layouts/dialect.h"
#include "layouts/layout.h"

namespace framelatch {
namespace {

constexpr std::string_view kNumbered[] = {"TextureMutex1", "TextureMutex2", "Restart",    "Stop",
                                          "HookReady",     "Exit",          "Initialize", "KeepAlive"};

bool IsNumber(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// `<window>_<map_id>`.
bool IsTextureSuffix(std::string_view text) {
  const size_t separator = text.find('_');
  return separator != std::string_view::npos && IsNumber(text.substr(0, separator)) &&
         IsNumber(text.substr(separator + 1));
}

// `FramelatchAttach_<pid>_<hook>_<count>` with the ending of the mutex that the attachment holds for as long as it
// lives, or of its guard's word (engine/attach/): killed together they leave both.
bool IsOfAttachment(const NamedObject& object) {
  constexpr std::string_view kPrefix = "FramelatchAttach_";
  if (!object.name.starts_with(kPrefix)) return false;
  const std::string_view ending = object.kind == ObjectKind::kMutex ? ".life" : ".word";
  std::string_view token = std::string_view(object.name).substr(kPrefix.size());
  if (object.kind == ObjectKind::kRegion || !token.ends_with(ending)) return false;
  token.remove_suffix(ending.size());
  return std::ranges::all_of(token, [](char c) { return c == '_' || (c >= '0' && c <= '9'); });
}

// The number behind one of the hook's names; empty when it is none.
std::string_view NumberOf(std::string_view object) {
  for (const std::string_view stem : kNumbered) {
    if (object.starts_with(stem) && IsNumber(object.substr(stem.size()))) return object.substr(stem.size());
  }
  return {};
}

}  // namespace

bool IsOrphan(Platform& platform, const NamedObject& object) {
  if (IsOfAttachment(object)) return true;
  const std::string_view bare = WithoutNamespace(object.name);
  for (const Dialect dialect : {Dialect::kCaptureHook, Dialect::kGameCapture}) {
    const std::string_view prefix = TraitsOf(dialect).prefix;
    if (!bare.starts_with(prefix)) continue;
    const std::string_view rest = bare.substr(prefix.size());
    constexpr std::string_view kTexture = "Texture_";
    // Nothing in a texture's name tells whose it is: that nobody writes it has to do.
    if (rest.starts_with(kTexture))
      return object.kind == ObjectKind::kRegion && IsTextureSuffix(rest.substr(kTexture.size()));
    const std::string_view number = NumberOf(rest);
    if (number.empty() || object.kind == ObjectKind::kRegion) return false;
    const std::string space = object.name.substr(0, object.name.size() - bare.size());
    return !platform.ObjectExists(space + std::string(prefix) + "HookInfo" + std::string(number));
  }
  return false;
}

bool IsInUse(const ProducerLook& look) { return look.liveness != Liveness::kGone && !look.changed_lately; }

}  // namespace framelatch
