#include "platform/posix/framebuffers.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>

namespace framelatch::posix {
namespace {

constexpr std::string_view kServer = "Xvfb";
constexpr std::string_view kFolderOption = "-fbdir";

bool IsServer(const std::string& process) {
  std::ifstream file(process + "/comm");
  std::string name;
  std::getline(file, name);
  return name == kServer;
}

// The folder as the server was given it; a relative one is relative to where the server runs.
std::optional<std::string> FolderOf(const std::string& process) {
  std::ifstream file(process + "/cmdline", std::ios::binary);
  const std::string line((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::string before;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find('\0', at), line.size());
    std::string word = line.substr(at, end - at);
    if (before == kFolderOption) {
      if (!word.starts_with('/')) word.insert(0, process + "/cwd/");
      return word;
    }
    before = std::move(word);
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<std::string> RealPath(const std::string& path) {
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) == nullptr) return std::nullopt;
  return resolved;
}

void AppendScreens(const std::string& folder, std::vector<std::string>& paths) {
  const auto real = RealPath(folder);
  if (!real) return;
  // A server's screens are numbered without a gap.
  for (int screen = 0;; ++screen) {
    std::string path = *real + "/Xvfb_screen" + std::to_string(screen);
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    paths.push_back(std::move(path));
  }
}

}  // namespace

std::vector<std::string> ListFramebuffers() {
  std::vector<std::string> paths;
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(opendir("/proc"), closedir);
  if (!processes) return paths;
  while (const dirent* entry = readdir(processes.get())) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    const std::string process = std::string("/proc/") + entry->d_name;
    if (!IsServer(process)) continue;
    const auto folder = FolderOf(process);
    if (folder) AppendScreens(*folder, paths);
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace framelatch::posix
