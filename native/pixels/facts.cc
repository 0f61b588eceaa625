#include "pixels/facts.h"

#include <algorithm>
#include <cstring>

namespace framelatch {
namespace {

constexpr uint32_t kColourBits = 0x00FFFFFF;  // RGBA8 in memory order, without alpha

uint32_t PixelAt(const std::byte* rgba, uint64_t index) noexcept {
  uint32_t pixel = 0;
  std::memcpy(&pixel, rgba + index * sizeof pixel, sizeof pixel);
  return pixel;
}

// Looked at in blocks, so that the compiler takes many pixels at a time and the first difference still ends it soon.
constexpr uint64_t kBlockPixels = 256;

bool AllHave(uint32_t colour, const std::byte* rgba, uint64_t count) noexcept {
  for (uint64_t first = 0; first < count; first += kBlockPixels) {
    const uint64_t end = std::min(first + kBlockPixels, count);
    uint32_t differences = 0;
    for (uint64_t i = first; i < end; ++i) differences |= PixelAt(rgba, i) ^ colour;
    if ((differences & kColourBits) != 0) return false;
  }
  return true;
}

}  // namespace

std::optional<Colour> UniformColour(const std::byte* rgba, uint64_t count) noexcept {
  if (count == 0) return std::nullopt;
  const uint32_t first = PixelAt(rgba, 0);
  // Most pictures differ somewhere in their middle row: no need to read a dark sky first.
  const uint64_t middle = count / 2;
  const uint64_t probe = std::min(kBlockPixels, count - middle);
  if (!AllHave(first, rgba + middle * sizeof first, probe) || !AllHave(first, rgba, count)) return std::nullopt;
  return Colour{static_cast<uint8_t>(first), static_cast<uint8_t>(first >> 8), static_cast<uint8_t>(first >> 16)};
}

}  // namespace framelatch
