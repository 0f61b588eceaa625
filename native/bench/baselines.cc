#include "bench/baselines.h"

#include <array>

namespace framelatch::bench {
namespace {

std::array<uint64_t, 256> MakeTable() {
  std::array<uint64_t, 256> table{};
  for (uint64_t byte = 0; byte < table.size(); ++byte) {
    uint64_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = (remainder & 1 ? 0xC96C5795D7870F42 : 0) ^ remainder >> 1;
    table[byte] = remainder;
  }
  return table;
}

int Clamped(int value) {
  if (value < 0) return 0;
  return value > 255 ? 255 : value;
}

}  // namespace

uint64_t BytewiseCrc64(const std::byte* bytes, size_t count) {
  static const std::array<uint64_t, 256> kTable = MakeTable();
  uint64_t state = ~uint64_t{0};
  for (size_t i = 0; i < count; ++i) {
    state = kTable[(state ^ std::to_integer<uint64_t>(bytes[i])) & 0xFF] ^ state >> 8;
  }
  return ~state;
}

void PixelwiseNv12(const std::byte* luma, const std::byte* chroma, uint32_t width, uint32_t height, std::byte* target) {
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      const std::byte* pair = chroma + size_t{y / 2} * width + (x & ~1U);
      const int c = 298 * (std::to_integer<int>(luma[size_t{y} * width + x]) - 16);
      const int d = std::to_integer<int>(pair[0]) - 128;
      const int e = std::to_integer<int>(pair[1]) - 128;
      std::byte* pixel = target + (size_t{y} * width + x) * 4;
      pixel[0] = static_cast<std::byte>(Clamped((c + 459 * e + 128) >> 8));
      pixel[1] = static_cast<std::byte>(Clamped((c - 55 * d - 136 * e + 128) >> 8));
      pixel[2] = static_cast<std::byte>(Clamped((c + 541 * d + 128) >> 8));
      pixel[3] = std::byte{255};
    }
  }
}

}  // namespace framelatch::bench
