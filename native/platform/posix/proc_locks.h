#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace framelatch::posix {

// The pid that holds an exclusive flock on a file, from /proc/locks; nothing when nobody does. Acquires nothing.
std::optional<int64_t> FlockHolder(dev_t device, ino_t inode);

}  // namespace framelatch::posix
