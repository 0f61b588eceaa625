#include "platform/windows/names.h"

#include "core/error.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

constexpr std::string_view kLocal = "Local\\";
constexpr std::string_view kGlobal = "Global\\";
// As elsewhere; Windows itself would take more.
constexpr size_t kLongestName = 255;

// What is wrong with a name, or nothing.
std::string Fault(std::string_view name) {
  std::string_view rest = name;
  if (rest.starts_with(kLocal)) {
    rest.remove_prefix(kLocal.size());
  } else if (rest.starts_with(kGlobal)) {
    rest.remove_prefix(kGlobal.size());
  }
  if (rest.empty()) return "the name is empty";
  if (rest == "." || rest == "..") return "the name is a folder's";
  if (rest.find('/') != std::string_view::npos) return "the name holds a '/'";
  if (rest.find('\\') != std::string_view::npos) {
    return "the name holds a '\\' beyond a 'Local\\' or 'Global\\' in front";
  }
  if (rest.find('\0') != std::string_view::npos) return "the name holds a NUL character";
  if (name.size() > kLongestName) return "the name is longer than " + std::to_string(kLongestName) + " bytes";
  if (!ToWide(name)) return "the name is not UTF-8";
  return {};
}

}  // namespace

std::optional<std::wstring> WideNameIfValid(std::string_view name) {
  if (!Fault(name).empty()) return std::nullopt;
  return ToWide(name);
}

std::wstring WideName(std::string_view name) {
  const std::string fault = Fault(name);
  if (fault.empty()) return *ToWide(name);
  throw Error("name-invalid", "look up name", std::string(name), fault,
              "Give a mapping's name such as CaptureHook_HookInfo1234, or its number alone.");
}

bool IsPath(std::string_view name) noexcept {
  if (name.starts_with("\\\\")) return true;
  return name.size() >= 3 && name[1] == ':' && (name[2] == '\\' || name[2] == '/');
}

}  // namespace framelatch::windows
