#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/platform.h"
#include "platform/posix/file_descriptor.h"

// Opening and creating the files behind named objects, with errors in the project's words.
namespace framelatch::posix {

// Which object an error speaks of: decides between mapping-*, mutex-* and event-* codes.
enum class ObjectRole { kRegion, kMutex, kEvent };

// An existing object that is a regular file. Never follows a link, never blocks on a FIFO.
FileDescriptor OpenObject(std::string_view name, Access access, ObjectRole role);
// A new object of `bytes` zero bytes that really has its memory (posix_fallocate); nothing is left behind on failure.
FileDescriptor CreateObject(std::string_view name, uint64_t bytes, ObjectRole role);
// Whether `name` still names the object behind the descriptor (same device and inode).
bool IsStillNamed(const FileDescriptor& file, std::string_view name) noexcept;

}  // namespace framelatch::posix
