#pragma once

#include <optional>
#include <string>
#include <string_view>

// UTF-8, which the core speaks, and UTF-16, which Windows speaks.
namespace framelatch::windows {

// Nothing when the text is not UTF-8.
std::optional<std::wstring> ToWide(std::string_view text);
// What is no valid UTF-16 becomes U+FFFD.
std::string FromWide(std::wstring_view text);

}  // namespace framelatch::windows
