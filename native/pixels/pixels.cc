#include "pixels/pixels.h"

#include <cstring>

#include "pixels/rows.h"

namespace framelatch {
namespace {

struct FormatTraits {
  DxgiFormat format;
  uint32_t bytes_per_pixel;
  bool stores_alpha;
  std::string_view name;
};

constexpr FormatTraits kFormats[] = {
    {DxgiFormat::kR32G32B32A32Float, 16, true, "R32G32B32A32_FLOAT"},
    {DxgiFormat::kR16G16B16A16Float, 8, true, "R16G16B16A16_FLOAT"},
    {DxgiFormat::kR16G16B16A16Unorm, 8, true, "R16G16B16A16_UNORM"},
    {DxgiFormat::kR10G10B10A2Unorm, 4, true, "R10G10B10A2_UNORM"},
    {DxgiFormat::kR8G8B8A8Unorm, 4, true, "R8G8B8A8_UNORM"},
    {DxgiFormat::kR8G8B8A8UnormSrgb, 4, true, "R8G8B8A8_UNORM_SRGB"},
    {DxgiFormat::kB5G6R5Unorm, 2, false, "B5G6R5_UNORM"},
    {DxgiFormat::kB5G5R5A1Unorm, 2, true, "B5G5R5A1_UNORM"},
    {DxgiFormat::kB8G8R8A8Unorm, 4, true, "B8G8R8A8_UNORM"},
    {DxgiFormat::kB8G8R8X8Unorm, 4, false, "B8G8R8X8_UNORM"},
    {DxgiFormat::kB8G8R8A8UnormSrgb, 4, true, "B8G8R8A8_UNORM_SRGB"},
    {DxgiFormat::kNv12, 1, false, "NV12"},
    {DxgiFormat::kP8, 1, false, "P8"},
    {DxgiFormat::kMasked, 4, false, "MASKED"},
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
    case DxgiFormat::kNv12:
    case DxgiFormat::kP8:
    case DxgiFormat::kMasked:
      break;  // need more than a row: ConvertRow
  }
  return RgbaRow(alpha);
}

const std::byte* ChromaRowOf(const StoredPicture& picture, uint32_t row) noexcept {
  const uint32_t stored = picture.flip ? picture.height - 1 - row : row;
  return picture.pixels + static_cast<size_t>(picture.height + stored / 2) * picture.pitch;
}

const std::byte* RowOf(const StoredPicture& picture, uint32_t row) noexcept {
  const uint32_t stored = picture.flip ? picture.height - 1 - row : row;
  return picture.pixels + static_cast<size_t>(stored) * picture.pitch;
}

namespace {

// As RowConverter.
bool ConvertRow(const StoredPicture& picture, RowConverter convert, uint32_t row, std::byte* target) noexcept {
  switch (static_cast<DxgiFormat>(picture.format)) {
    case DxgiFormat::kNv12:
      Nv12Row()(RowOf(picture, row), ChromaRowOf(picture, row), picture.yuv, target, picture.width);
      return true;
    case DxgiFormat::kP8:
      IndexedRow(RowOf(picture, row), picture.palette->data(), target, picture.width);
      return true;
    case DxgiFormat::kMasked:
      if (picture.palette == nullptr) {
        MaskedRow(RowOf(picture, row), picture.masks, target, picture.width);
      } else {
        DirectRow(RowOf(picture, row), picture.masks, *picture.palette, target, picture.width);
      }
      return true;
    default:
      return convert(RowOf(picture, row), target, picture.width);
  }
}

}  // namespace

bool ConvertToRgba8(const StoredPicture& picture, Alpha alpha, std::byte* target) noexcept {
  const RowConverter convert = RowConverterFor(picture.format, alpha);
  const size_t target_pitch = static_cast<size_t>(picture.width) * 4;
  bool has_alpha = false;
  for (uint32_t row = 0; row < picture.height; ++row) {
    has_alpha = ConvertRow(picture, convert, row, target) || has_alpha;
    target += target_pitch;
  }
  const FormatTraits* traits = Find(picture.format);
  return traits != nullptr && traits->stores_alpha && !has_alpha;
}

bool IsShownAs(const StoredPicture& picture, Alpha alpha, const std::byte* rgba, std::byte* row_pixels) noexcept {
  const RowConverter convert = RowConverterFor(picture.format, alpha);
  const size_t row_bytes = static_cast<size_t>(picture.width) * 4;
  for (uint32_t row = 0; row < picture.height; ++row) {
    ConvertRow(picture, convert, row, row_pixels);
    if (std::memcmp(row_pixels, rgba + row * row_bytes, row_bytes) != 0) return false;
  }
  return true;
}

}  // namespace framelatch
