#pragma once

#include <cstddef>
#include <cstdint>

// The stamp of protocol/stamp.ts: 128 blocks of 4 x 4 pixels from the left edge, most significant bit first, white = 1:
// frame number (64 bits), then the monotonic time in nanoseconds (64 bits). For 4-byte formats only.
namespace framelatch::bench {

inline constexpr uint32_t kStampBits = 128;
inline constexpr uint32_t kStampBlock = 4;
inline constexpr uint32_t kStampWidth = kStampBits * kStampBlock;

inline uint32_t MiddleStampRow(uint32_t height) { return height / 2 / kStampBlock * kStampBlock; }

// Draws one stamp whose first row is `row`; `pitch` in bytes.
inline void WriteStamp(std::byte* pixels, uint32_t pitch, uint32_t row, uint64_t frame, uint64_t time_ns) {
  for (uint32_t y = row; y < row + kStampBlock; ++y) {
    auto* line = reinterpret_cast<uint32_t*>(pixels + static_cast<size_t>(y) * pitch);
    for (uint32_t bit = 0; bit < kStampBits; ++bit) {
      const uint64_t word = bit < 64 ? frame : time_ns;
      const bool white = ((word >> (63 - bit % 64)) & 1U) != 0;
      for (uint32_t x = 0; x < kStampBlock; ++x) line[bit * kStampBlock + x] = white ? 0xFFFFFFFFU : 0xFF000000U;
    }
  }
}

}  // namespace framelatch::bench
