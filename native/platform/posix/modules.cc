#include "platform/posix/modules.h"

#include <elf.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

namespace framelatch::posix {
namespace {

std::string OfProcess(int64_t pid, const char* file) { return "/proc/" + std::to_string(pid) + "/" + file; }

// The file name at the end of a line of /proc/PID/maps, lower case (Windows' libraries are, whatever their files are
// called); empty where the line names none.
std::string FileNameOf(const std::string& line) {
  const size_t path = line.find('/');
  if (path == std::string::npos) return {};
  std::string name = line.substr(line.rfind('/') + 1);
  // A file that was replaced since, as by an update.
  constexpr std::string_view kDeleted = " (deleted)";
  if (name.ends_with(kDeleted)) name.resize(name.size() - kDeleted.size());
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

int BitsOf(int64_t pid) {
  std::ifstream executable(OfProcess(pid, "exe"), std::ios::binary);
  char identity[EI_NIDENT] = {};
  executable.read(identity, sizeof identity);
  return identity[EI_CLASS] == ELFCLASS32 ? 32 : 64;
}

}  // namespace

std::optional<ProcessModules> LoadedModules(int64_t pid) {
  std::ifstream maps(OfProcess(pid, "maps"));
  std::set<std::string> names;
  std::string line;
  bool has_lines = false;
  // A file that opens and cannot be read is a process of somebody else's, or one that has ended.
  while (std::getline(maps, line)) {
    has_lines = true;
    if (std::string name = FileNameOf(line); !name.empty()) names.insert(std::move(name));
  }
  if (!has_lines) return std::nullopt;
  return ProcessModules{.files = {names.begin(), names.end()}, .bits = BitsOf(pid)};
}

}  // namespace framelatch::posix
