#include "setup/path_text.h"

#include <algorithm>
#include <cwctype>

namespace framelatch::setup {
namespace {

struct Entry {
  size_t begin;
  size_t end;  // where its semicolon is, or the text's end
};

// One spelling for each folder: no quotes, no backslash at the end, lower case.
std::wstring Plain(std::wstring_view entry) {
  std::wstring plain(entry);
  std::erase(plain, L'"');
  while (!plain.empty() && (plain.back() == L'\\' || plain.back() == L' ')) plain.pop_back();
  std::ranges::transform(plain, plain.begin(), [](wchar_t unit) { return static_cast<wchar_t>(std::towlower(unit)); });
  return plain;
}

std::optional<Entry> LastEntryOf(std::wstring_view path, std::wstring_view folder, const Expand& expand) {
  const std::wstring wanted = Plain(folder);
  std::optional<Entry> found;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find(L';', begin), path.size());
    if (Plain(expand(path.substr(begin, end - begin))) == wanted) found = Entry{begin, end};
    begin = end + 1;
  }
  return found;
}

}  // namespace

std::optional<std::wstring> WithFolder(std::wstring_view path, std::wstring_view folder, const Expand& expand) {
  if (LastEntryOf(path, folder, expand)) return std::nullopt;
  std::wstring longer(path);
  // Also after a semicolon at the end: then nothing but these characters has to go again.
  longer += L';';
  longer += folder;
  return longer;
}

std::optional<std::wstring> WithoutFolder(std::wstring_view path, std::wstring_view folder, const Expand& expand) {
  const std::optional<Entry> entry = LastEntryOf(path, folder, expand);
  if (!entry) return std::nullopt;
  std::wstring shorter(path);
  // With the semicolon in front of it, as it was added; the first one has only one behind it.
  const size_t begin = entry->begin == 0 ? 0 : entry->begin - 1;
  const size_t end = entry->begin == 0 ? std::min(entry->end + 1, path.size()) : entry->end;
  shorter.erase(begin, end - begin);
  return shorter;
}

}  // namespace framelatch::setup
