#include "setup/file_list.h"

#include <algorithm>
#include <set>

namespace framelatch::setup {
namespace {

bool StaysInside(std::string_view path) {
  if (path.find_first_of(":\\") != std::string_view::npos) return false;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace

std::optional<std::vector<std::string>> ParseFileList(std::string_view text) {
  std::vector<std::string> paths;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (!StaysInside(line)) return std::nullopt;
    paths.emplace_back(line);
  }
  return paths;
}

std::string FormatFileList(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) text += path + "\r\n";
  return text;
}

std::vector<std::string> Union(const std::vector<std::string>& first, const std::vector<std::string>& second) {
  std::vector<std::string> both = first;
  const std::set<std::string_view> known(first.begin(), first.end());
  std::ranges::copy_if(second, std::back_inserter(both),
                       [&](const std::string& path) { return !known.contains(path); });
  return both;
}

std::vector<std::string> FoldersOf(const std::vector<std::string>& paths) {
  std::set<std::string> folders;
  for (const std::string& path : paths) {
    for (size_t end = path.rfind('/'); end != std::string::npos && end > 0; end = path.rfind('/', end - 1)) {
      folders.insert(path.substr(0, end));
    }
  }
  // A folder sorts before what is in it.
  return {folders.rbegin(), folders.rend()};
}

}  // namespace framelatch::setup
