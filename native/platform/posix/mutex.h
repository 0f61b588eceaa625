#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::posix {

// The mutex object of docs/posix-objects.md: 16 bytes, the lock itself is flock on an own open file description.
std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name);
std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name);
// Reads the owner word and /proc/locks; acquires nothing.
MutexLook LookAtNamedMutex(std::string_view name);

// First words of the 16-byte objects, little-endian.
inline constexpr uint32_t kMutexMagic = 0x584D4C46;  // "FLMX"
inline constexpr uint32_t kEventMagic = 0x56454C46;  // "FLEV"
inline constexpr uint64_t kSmallObjectBytes = 16;

}  // namespace framelatch::posix
