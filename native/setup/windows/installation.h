#pragma once

#include <filesystem>

namespace framelatch::setup {

// The folder into which the installer unpacks, in the target, so that a rename is all that is left to do.
inline constexpr const wchar_t* kNewFolder = L".new";

// Puts the unpacked files in the place of the ones of an earlier version: all, or none, and then it throws Failure and
// what was there before is there again. What is in the target besides stays.
void ReplaceFiles(const std::filesystem::path& target);

// Removes what was unpacked and not put into its place; and the target when nothing is in it.
void DiscardNew(const std::filesystem::path& target);

// Removes every file of the list, the folders that are empty then, the list, and the target when nothing is left in it.
// Throws Failure, naming the first one, when a file cannot be removed; the list stays then.
void RemoveFiles(const std::filesystem::path& target);

}  // namespace framelatch::setup
