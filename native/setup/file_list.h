#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What an installation consists of: a text in UTF-8 with a path on each line, relative to its folder. It is written
// when the package is made, and nothing that is not in it is ever removed.
namespace framelatch::setup {

// Beside Uninstall.exe, which reads it.
inline constexpr std::string_view kFileListName = "Uninstall.txt";

// The paths, with `/` between folders. Nothing when one of them would lead out of the folder: then somebody else wrote
// it.
std::optional<std::vector<std::string>> ParseFileList(std::string_view text);

std::string FormatFileList(const std::vector<std::string>& paths);

// Those of `first`, and those of `second` that are not in it.
std::vector<std::string> Union(const std::vector<std::string>& first, const std::vector<std::string>& second);

// The folders that these paths lie in, each before the one that it is in.
std::vector<std::string> FoldersOf(const std::vector<std::string>& paths);

}  // namespace framelatch::setup
