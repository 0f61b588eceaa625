#include "platform/posix/names.h"

#include <climits>

#include "core/error.h"

namespace framelatch::posix {
namespace {

constexpr std::string_view kLocal = "Local\\";
constexpr std::string_view kGlobal = "Global\\";

// What is wrong with a name, or nothing.
std::string Fault(std::string_view name) {
  std::string_view rest = name;
  if (rest.starts_with(kLocal))
    rest.remove_prefix(kLocal.size());
  else if (rest.starts_with(kGlobal))
    rest.remove_prefix(kGlobal.size());
  if (rest.empty()) return "the name is empty";
  if (rest == "." || rest == "..") return "the name is a folder's";
  if (rest.find('/') != std::string_view::npos) return "the name holds a '/'";
  if (rest.find('\\') != std::string_view::npos)
    return "the name holds a '\\' beyond a 'Local\\' or 'Global\\' in front";
  if (rest.find('\0') != std::string_view::npos) return "the name holds a NUL character";
  if (name.size() > NAME_MAX) return "the name is longer than " + std::to_string(NAME_MAX) + " bytes";
  return {};
}

}  // namespace

bool IsValidName(std::string_view name) noexcept {
  try {
    return Fault(name).empty();
  } catch (...) {
    return false;
  }
}

std::string ObjectFileName(std::string_view name) {
  const std::string fault = Fault(name);
  if (!fault.empty()) {
    throw Error("name-invalid", "look up name", std::string(name), fault,
                "Give a mapping's name such as CaptureHook_HookInfo1234, or its number alone.");
  }
  if (name.starts_with(kLocal)) name.remove_prefix(kLocal.size());
  return std::string(name);
}

bool IsPath(std::string_view name) noexcept {
  return name.starts_with('/') && name.find('\0') == std::string_view::npos;
}

std::string RegionPath(std::string_view name) { return IsPath(name) ? std::string(name) : ObjectPath(name); }

std::string ObjectPath(std::string_view name) { return std::string(kSharedMemoryFolder) + "/" + ObjectFileName(name); }

}  // namespace framelatch::posix
