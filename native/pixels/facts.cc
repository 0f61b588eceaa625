#include "pixels/facts.h"

#include <algorithm>
#include <cstring>

#include "pixels/pixels.h"

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

// Bytes at `pixels`, the rest zero.
void Load(uint64_t (&words)[2], const std::byte* pixels, uint64_t bytes) noexcept {
  words[0] = words[1] = 0;
  std::memcpy(words, pixels, static_cast<size_t>(std::min<uint64_t>(bytes, sizeof words)));
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

AlphaBits AlphaBitsOf(uint32_t dxgi_format) noexcept {
  switch (static_cast<DxgiFormat>(dxgi_format)) {
    case DxgiFormat::kR8G8B8A8Unorm:
    case DxgiFormat::kR8G8B8A8UnormSrgb:
    case DxgiFormat::kB8G8R8A8Unorm:
    case DxgiFormat::kB8G8R8A8UnormSrgb:
      return {0xFF000000FF000000, 0xFF000000FF000000};
    case DxgiFormat::kR10G10B10A2Unorm:
      return {0xC0000000C0000000, 0xC0000000C0000000};
    case DxgiFormat::kB5G5R5A1Unorm:
      return {0x8000800080008000, 0x8000800080008000};
    case DxgiFormat::kR16G16B16A16Unorm:
      return {0xFFFF000000000000, 0xFFFF000000000000};
    case DxgiFormat::kR16G16B16A16Float:
      return {0x7FFF000000000000, 0x7FFF000000000000};  // -0 is 0
    case DxgiFormat::kR32G32B32A32Float:
      return {0, 0x7FFFFFFF00000000};
    default:
      return {};
  }
}

bool AlphaIsZero(AlphaBits bits, const std::byte* pixels, uint64_t bytes) noexcept {
  constexpr uint64_t kStep = 2 * sizeof(uint64_t);
  constexpr uint64_t kBlockBytes = 32 * kStep;
  uint64_t words[2];
  uint64_t at = 0;
  while (at + kStep <= bytes) {
    const uint64_t end = std::min(at + kBlockBytes, bytes - bytes % kStep);
    uint64_t low = 0;
    uint64_t high = 0;
    for (; at < end; at += kStep) {
      Load(words, pixels + at, kStep);
      low |= words[0];
      high |= words[1];
    }
    if (((low & bits.low) | (high & bits.high)) != 0) return false;
  }
  Load(words, pixels + at, bytes - at);
  return ((words[0] & bits.low) | (words[1] & bits.high)) == 0;
}

}  // namespace framelatch
