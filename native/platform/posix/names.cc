#include "platform/posix/names.h"

#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <optional>

#include "core/error.h"

namespace framelatch::posix {
namespace {

constexpr std::string_view kLocal = "Local\\";
constexpr std::string_view kGlobal = "Global\\";

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// Bytes of the UTF-8 character at the start, 0 where there is none (source: RFC 3629, section 4).
size_t CharacterLength(std::string_view text) {
  const auto at = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0U; };
  const auto follows = [&](size_t i, uint32_t least = 0x80, uint32_t most = 0xBF) {
    return at(i) >= least && at(i) <= most;
  };
  const uint32_t lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// The byte that `\\XX` at the start stands for, as ListedName writes it; only what is no ASCII.
std::optional<char> EscapedByte(std::string_view text) {
  if (text.size() < 3 || text[0] != '\\') return std::nullopt;
  const size_t high = kHexDigits.find(text[1]);
  const size_t low = kHexDigits.find(text[2]);
  if (high == std::string_view::npos || high < 8 || low == std::string_view::npos) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

std::string WithoutEscapes(std::string_view name) {
  std::string bytes;
  while (!name.empty()) {
    const auto byte = EscapedByte(name);
    bytes.push_back(byte.value_or(name.front()));
    name.remove_prefix(byte ? 3 : 1);
  }
  return bytes;
}

// What is wrong with a name, or nothing.
std::string Fault(std::string_view name) {
  std::string_view prefixless = name;
  if (prefixless.starts_with(kLocal))
    prefixless.remove_prefix(kLocal.size());
  else if (prefixless.starts_with(kGlobal))
    prefixless.remove_prefix(kGlobal.size());
  const std::string rest = WithoutEscapes(prefixless);
  if (rest.empty()) return "the name is empty";
  if (rest == "." || rest == "..") return "the name is a folder's";
  if (rest.find('/') != std::string_view::npos) return "the name holds a '/'";
  if (rest.find('\\') != std::string_view::npos)
    return "the name holds a '\\' beyond a 'Local\\' or 'Global\\' in front";
  if (rest.find('\0') != std::string_view::npos) return "the name holds a NUL character";
  if (rest.size() > NAME_MAX) return "the name is longer than " + std::to_string(NAME_MAX) + " bytes";
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
  const std::string_view space = name.starts_with(kGlobal) ? kGlobal : std::string_view();
  return std::string(space) + WithoutEscapes(name.substr(space.size()));
}

std::string ListedName(std::string_view file_name) {
  std::string name;
  bool is_escaped = false;
  while (!file_name.empty()) {
    const size_t length = CharacterLength(file_name);
    if (length != 0) {
      name += file_name.substr(0, length);
    } else {
      const auto byte = static_cast<uint8_t>(file_name.front());
      name += {'\\', kHexDigits[byte / 16], kHexDigits[byte % 16]};
      is_escaped = true;
    }
    file_name.remove_prefix(std::max<size_t>(length, 1));
  }
  // Or the first escape would be taken for the end of a namespace.
  const bool is_ambiguous = is_escaped && (name.starts_with(kLocal) || name.starts_with(kGlobal));
  return is_ambiguous ? std::string(kLocal) + name : name;
}

bool IsPath(std::string_view name) noexcept {
  return name.starts_with('/') && name.find('\0') == std::string_view::npos;
}

std::string RegionPath(std::string_view name) {
  if (!IsPath(name)) return ObjectPath(name);
  // As shm_open has it: `/NAME` is an object's name too, where the root folder holds nothing of that name.
  struct stat status {};
  const bool is_plain = name.find('/', 1) == std::string_view::npos && IsValidName(name.substr(1));
  if (is_plain && lstat(std::string(name).c_str(), &status) != 0) return ObjectPath(name.substr(1));
  return std::string(name);
}

std::string ObjectPath(std::string_view name) { return std::string(kSharedMemoryFolder) + "/" + ObjectFileName(name); }

}  // namespace framelatch::posix
