#pragma once

#include <optional>
#include <string>
#include <string_view>

// Names of kernel objects: bare names are the session's own (`Local\`), `Global\` is apart, case matters.
namespace framelatch::windows {

// The name as Windows takes it. Throws name-invalid, for what docs/posix-objects.md refuses too: a name means the same
// everywhere.
std::wstring WideName(std::string_view name);
// The same, or nothing; never throws name-invalid.
std::optional<std::wstring> WideNameIfValid(std::string_view name);

// Whether what a user named is a file's path instead of an object's name: `C:\…`, `C:/…`, `\\server\…`.
bool IsPath(std::string_view name) noexcept;

}  // namespace framelatch::windows
