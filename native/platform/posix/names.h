#pragma once

#include <string>
#include <string_view>

// What a Windows name means here (docs/posix-objects.md).
namespace framelatch::posix {

// Linux keeps POSIX shared memory objects as files in this folder.
inline constexpr char kSharedMemoryFolder[] = "/dev/shm";

// The object's file name: `Local\X` is `X`, `Global\X` stays as it is. Throws name-invalid.
std::string ObjectFileName(std::string_view name);
// The same as a path.
std::string ObjectPath(std::string_view name);
// An object's name as it is listed, from its file's: bytes that are no UTF-8 are written `\\XX`, which opens it again.
std::string ListedName(std::string_view file_name);
// Whether a name may be looked up at all; never throws.
bool IsValidName(std::string_view name) noexcept;

// Whether what a user named is a file's path instead of an object's name.
bool IsPath(std::string_view name) noexcept;
// Where a region is that may be a file: the path itself, or the object's (also for `/NAME`). Throws name-invalid.
std::string RegionPath(std::string_view name);

}  // namespace framelatch::posix
