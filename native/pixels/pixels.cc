#include "pixels/pixels.h"

#include <algorithm>
#include <cstring>

#include "pixels/rows.h"

namespace framelatch {
namespace {

struct FormatTraits {
  DxgiFormat format;
  uint32_t bytes_per_pixel;
  std::string_view name;
};

constexpr FormatTraits kFormats[] = {
    {DxgiFormat::kR32G32B32A32Float, 16, "R32G32B32A32_FLOAT"},
    {DxgiFormat::kR16G16B16A16Float, 8, "R16G16B16A16_FLOAT"},
    {DxgiFormat::kR16G16B16A16Unorm, 8, "R16G16B16A16_UNORM"},
    {DxgiFormat::kR10G10B10A2Unorm, 4, "R10G10B10A2_UNORM"},
    {DxgiFormat::kR8G8B8A8Unorm, 4, "R8G8B8A8_UNORM"},
    {DxgiFormat::kR8G8B8A8UnormSrgb, 4, "R8G8B8A8_UNORM_SRGB"},
    {DxgiFormat::kB5G6R5Unorm, 2, "B5G6R5_UNORM"},
    {DxgiFormat::kB5G5R5A1Unorm, 2, "B5G5R5A1_UNORM"},
    {DxgiFormat::kB8G8R8A8Unorm, 4, "B8G8R8A8_UNORM"},
    {DxgiFormat::kB8G8R8X8Unorm, 4, "B8G8R8X8_UNORM"},
    {DxgiFormat::kB8G8R8A8UnormSrgb, 4, "B8G8R8A8_UNORM_SRGB"},
};

const FormatTraits* Find(uint32_t dxgi_format) noexcept {
  for (const FormatTraits& traits : kFormats) {
    if (static_cast<uint32_t>(traits.format) == dxgi_format) return &traits;
  }
  return nullptr;
}

}  // namespace

uint32_t BytesPerPixel(uint32_t dxgi_format) noexcept {
  const FormatTraits* traits = Find(dxgi_format);
  return traits == nullptr ? 0 : traits->bytes_per_pixel;
}

std::string_view DxgiFormatName(uint32_t dxgi_format) noexcept {
  const FormatTraits* traits = Find(dxgi_format);
  return traits == nullptr ? std::string_view() : traits->name;
}

RowConverter RowConverterFor(uint32_t dxgi_format, Alpha alpha) noexcept {
  switch (static_cast<DxgiFormat>(dxgi_format)) {
    case DxgiFormat::kR32G32B32A32Float:
      return R32FloatRow(alpha);
    case DxgiFormat::kR16G16B16A16Float:
      return R16FloatRow(alpha);
    case DxgiFormat::kR16G16B16A16Unorm:
      return R16UnormRow(alpha);
    case DxgiFormat::kR10G10B10A2Unorm:
      return R10g10b10a2Row(alpha);
    case DxgiFormat::kR8G8B8A8Unorm:
    case DxgiFormat::kR8G8B8A8UnormSrgb:
      return RgbaRow(alpha);
    case DxgiFormat::kB5G6R5Unorm:
      return B5g6r5Row();
    case DxgiFormat::kB5G5R5A1Unorm:
      return B5g5r5a1Row(alpha);
    case DxgiFormat::kB8G8R8X8Unorm:
      return BgraRow(Alpha::kOpaque);
    case DxgiFormat::kB8G8R8A8Unorm:
    case DxgiFormat::kB8G8R8A8UnormSrgb:
      return BgraRow(alpha);
  }
  return RgbaRow(alpha);
}

const std::byte* RowOf(const StoredPicture& picture, uint32_t row) noexcept {
  const uint32_t stored = picture.flip ? picture.height - 1 - row : row;
  return picture.pixels + static_cast<size_t>(stored) * picture.pitch;
}

void ConvertRowsToRgba8(const StoredPicture& picture, Alpha alpha, uint32_t first, uint32_t count,
                        std::byte* target) noexcept {
  const RowConverter convert = RowConverterFor(picture.format, alpha);
  const size_t target_pitch = static_cast<size_t>(picture.width) * 4;
  for (uint32_t row = first; row < first + count; ++row) {
    convert(RowOf(picture, row), target, picture.width);
    target += target_pitch;
  }
}

void ConvertToRgba8(const StoredPicture& picture, Alpha alpha, std::byte* target) noexcept {
  ConvertRowsToRgba8(picture, alpha, 0, picture.height, target);
}

namespace {

constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;

uint64_t Mix(uint64_t hash, uint64_t word) noexcept {
  hash = (hash ^ word) * kMultiplier;
  return hash ^ hash >> 29;
}

// Every visible byte: for pictures so small that sampling saves nothing.
uint64_t WholeFingerprint(const StoredPicture& picture, uint64_t row_bytes) noexcept {
  uint64_t hash = kMultiplier;
  for (uint32_t row = 0; row < picture.height; ++row) {
    const std::byte* bytes = RowOf(picture, row);
    for (uint64_t at = 0; at < row_bytes; at += sizeof(uint64_t)) {
      uint64_t word = 0;
      std::memcpy(&word, bytes + at, static_cast<size_t>(std::min<uint64_t>(sizeof word, row_bytes - at)));
      hash = Mix(hash, word);
    }
  }
  return hash;
}

}  // namespace

uint64_t Fingerprint(const StoredPicture& picture) noexcept {
  constexpr uint32_t kSamples = 128;
  constexpr uint64_t kSmallPicture = 4096;
  const uint64_t row_bytes = uint64_t{picture.width} * BytesPerPixel(picture.format);
  if (row_bytes < sizeof(uint64_t) || row_bytes * picture.height <= kSmallPicture) {
    return WholeFingerprint(picture, row_bytes);
  }
  // From the first row to the last, at a column that jumps about; the left edge often, where counters like to stand.
  uint64_t hash = kMultiplier ^ row_bytes;
  const uint64_t columns = row_bytes - sizeof(uint64_t) + 1;
  for (uint32_t sample = 0; sample < kSamples; ++sample) {
    const uint64_t row = uint64_t{sample} * (picture.height - 1) / (kSamples - 1);
    const uint64_t column = sample % 8 == 0 ? 0 : (uint64_t{sample} * 0x9E3779B9U & 0xFFFFFFFFU) * columns >> 32;
    uint64_t word = 0;
    std::memcpy(&word, RowOf(picture, static_cast<uint32_t>(row)) + column, sizeof word);
    hash = Mix(hash, word);
  }
  return hash;
}

}  // namespace framelatch
