#pragma once

#include <sys/stat.h>

#include <cstdint>

namespace framelatch::posix {

// `/dev/fb0` and the like: a device whose memory can be mapped as a file's can.
bool IsFramebuffer(const struct stat& status) noexcept;
// Bytes of its memory; 0 when it does not tell.
uint64_t FramebufferBytes(int fd) noexcept;

}  // namespace framelatch::posix
