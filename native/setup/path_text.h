#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// A PATH as text: folders between semicolons. What is not ours in it is never touched, however odd it is.
namespace framelatch::setup {

// What an entry means, `%LOCALAPPDATA%\…` written out.
using Expand = std::function<std::wstring(std::wstring_view entry)>;

// With the folder as its last entry. Nothing when it has the folder already, in whatever spelling.
std::optional<std::wstring> WithFolder(std::wstring_view path, std::wstring_view folder, const Expand& expand);

// Without the last entry that means the folder: exactly what was there before WithFolder. Nothing when there is none.
std::optional<std::wstring> WithoutFolder(std::wstring_view path, std::wstring_view folder, const Expand& expand);

}  // namespace framelatch::setup
