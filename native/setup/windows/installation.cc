#include "setup/windows/installation.h"

#include <windows.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "setup/failure.h"
#include "setup/file_list.h"

namespace framelatch::setup {
namespace {

namespace fs = std::filesystem;

// What is replaced, until the new files are all in place.
constexpr const wchar_t* kOldFolder = L".old";

fs::path PathOf(const std::string& text) { return std::u8string(text.begin(), text.end()); }

std::string TextOf(const fs::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

fs::path ListIn(const fs::path& folder) { return folder / PathOf(std::string(kFileListName)); }

// Empty where there is none.
std::vector<std::string> ReadList(const fs::path& folder) {
  std::ifstream file(ListIn(folder), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (auto paths = ParseFileList(text)) return *std::move(paths);
  throw Failure(Outcome::kFailed, TextOf(ListIn(folder)) + " was changed: it names files outside of its folder.");
}

void WriteList(const fs::path& folder, const std::vector<std::string>& paths) {
  const fs::path fresh = ListIn(folder) += ".new";
  std::ofstream(fresh, std::ios::binary) << FormatFileList(paths) << std::flush;
  std::error_code error;
  if (fs::file_size(fresh, error) == FormatFileList(paths).size() && !error) fs::rename(fresh, ListIn(folder), error);
  if (error) throw Failure(Outcome::kFailed, TextOf(ListIn(folder)) + " cannot be written: " + error.message() + ".");
}

// What has just ended, or is being scanned, is in use for a moment.
constexpr int kTries = 30;
constexpr DWORD kPauseMs = 100;

// False when it is not there; throws for any other reason.
bool Move(const fs::path& from, const fs::path& to) {
  std::error_code error;
  for (int tries = 0; tries < kTries; ++tries) {
    if (tries > 0) Sleep(kPauseMs);
    if (!fs::exists(from, error) && !error) return false;
    fs::create_directories(to.parent_path(), error);
    fs::rename(from, to, error);
    if (!error) return true;
  }
  throw Failure(Outcome::kFailed, TextOf(from) + " cannot be replaced: " + error.message() +
                                      ". Close the program that has it open, and try again; nothing was changed.");
}

void RemoveIfEmpty(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error) && fs::is_empty(folder, error)) fs::remove(folder, error);
}

// The first file that cannot be removed; empty when all are gone.
fs::path RemoveListed(const fs::path& folder, const std::vector<std::string>& paths) {
  fs::path kept;
  for (const std::string& path : paths) {
    std::error_code error;
    fs::remove(folder / PathOf(path), error);
    if (error && error != std::errc::no_such_file_or_directory && kept.empty()) kept = folder / PathOf(path);
  }
  for (const std::string& inner : FoldersOf(paths)) RemoveIfEmpty(folder / PathOf(inner));
  return kept;
}

fs::path RemoveListedPatiently(const fs::path& folder, const std::vector<std::string>& paths) {
  fs::path kept = RemoveListed(folder, paths);
  for (int tries = 1; tries < kTries && !kept.empty(); ++tries) {
    Sleep(kPauseMs);
    kept = RemoveListed(folder, paths);
  }
  return kept;
}

// Renames that can be taken back.
class Moves {
 public:
  void Make(const fs::path& from, const fs::path& to) {
    if (Move(from, to)) made_.emplace_back(from, to);
  }

  void TakeBack() noexcept {
    for (auto at = made_.rbegin(); at != made_.rend(); ++at) {
      std::error_code ignored;
      fs::rename(at->second, at->first, ignored);
    }
  }

 private:
  std::vector<std::pair<fs::path, fs::path>> made_;
};

void RefuseForeign(const fs::path& target, const std::vector<std::string>& ours, const std::vector<std::string>& next) {
  for (const std::string& path : next) {
    if (std::ranges::find(ours, path) != ours.end() || !fs::exists(target / PathOf(path))) continue;
    throw Failure(Outcome::kFailed, TextOf(target / PathOf(path)) +
                                        " is in the way, and is no part of an installed Framelatch. Move it away, or "
                                        "install into another folder; nothing was changed.");
  }
}

void RequireUnpacked(const fs::path& fresh, const std::vector<std::string>& next) {
  const auto is_missing = [&](const std::string& path) { return !fs::exists(fresh / PathOf(path)); };
  const auto missing = std::ranges::find_if(next, is_missing);
  if (!next.empty() && missing == next.end()) return;
  const std::string name = next.empty() ? std::string(kFileListName) : *missing;
  throw Failure(Outcome::kFailed, TextOf(fresh / PathOf(name)) + " was not unpacked; nothing was changed.");
}

}  // namespace

void ReplaceFiles(const fs::path& target) {
  const fs::path fresh = target / kNewFolder;
  const fs::path replaced = target / kOldFolder;
  const std::vector<std::string> ours = ReadList(target);
  const std::vector<std::string> next = ReadList(fresh);
  RequireUnpacked(fresh, next);
  RefuseForeign(target, ours, next);
  // Should the power fail from here on, the list names all that may lie there, and the next setup clears it up.
  const std::vector<std::string> both = Union(ours, next);
  WriteList(target, both);
  Moves moves;
  try {
    RemoveListed(replaced, both);
    for (const std::string& path : ours) moves.Make(target / PathOf(path), replaced / PathOf(path));
    for (const std::string& path : next) moves.Make(fresh / PathOf(path), target / PathOf(path));
  } catch (const Failure&) {
    moves.TakeBack();
    for (const std::string& inner : FoldersOf(both)) {
      for (const fs::path& folder : {replaced, target}) RemoveIfEmpty(folder / PathOf(inner));
    }
    RemoveIfEmpty(replaced);
    if (ours.empty())
      fs::remove(ListIn(target));
    else
      WriteList(target, ours);
    throw;
  }
  WriteList(target, next);
  RemoveListed(replaced, both);
  RemoveIfEmpty(replaced);
  for (const std::string& inner : FoldersOf(ours)) RemoveIfEmpty(target / PathOf(inner));
  DiscardNew(target);
}

void DiscardNew(const fs::path& target) {
  const fs::path fresh = target / kNewFolder;
  std::error_code ignored;
  RemoveListed(fresh, ReadList(fresh));
  fs::remove(ListIn(fresh), ignored);
  RemoveIfEmpty(fresh);
  RemoveIfEmpty(target);
}

void RemoveFiles(const fs::path& target) {
  const std::vector<std::string> ours = ReadList(target);
  DiscardNew(target);
  RemoveListed(target / kOldFolder, ours);
  RemoveIfEmpty(target / kOldFolder);
  const fs::path kept = RemoveListedPatiently(target, ours);
  if (!kept.empty()) {
    throw Failure(Outcome::kFailed,
                  TextOf(kept) + " cannot be removed. Close the program that has it open, and try again.");
  }
  std::error_code ignored;
  fs::remove(ListIn(target), ignored);
  RemoveIfEmpty(target);
}

}  // namespace framelatch::setup
