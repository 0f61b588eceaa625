#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace framelatch {

// How a region without a header of its own is to be read: everything that a header would say.
struct RawDescription {
  uint32_t width = 0;   // pixels
  uint32_t height = 0;  // pixels
  uint32_t pitch = 0;   // bytes per row; 0 = rows without padding
  uint32_t format = 0;  // StoredFormat
  bool flip = false;
  uint64_t offset = 0;  // of the first buffer, in bytes
  int buffers = 1;      // 1 to kMostBuffers
  uint64_t stride = 0;  // bytes from one buffer to the next; 0 = one picture
  // Where the u32 stands that names the newest buffer (counted modulo the buffers); nothing = always the first.
  std::optional<uint64_t> index_offset;
  std::vector<std::string> mutexes;  // one for each buffer, or none
};

}  // namespace framelatch
