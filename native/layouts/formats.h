#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "pixels/pixels.h"

// Which formats a layout may hold: what is known to the converters is not therefore what a producer may name.
namespace framelatch {

// One plane of colours that needs nothing beside its bytes: what a capture hook emits.
inline constexpr std::array kColourFormats{
    DxgiFormat::kR32G32B32A32Float, DxgiFormat::kR16G16B16A16Float, DxgiFormat::kR16G16B16A16Unorm,
    DxgiFormat::kR10G10B10A2Unorm,  DxgiFormat::kR8G8B8A8Unorm,     DxgiFormat::kR8G8B8A8UnormSrgb,
    DxgiFormat::kB5G6R5Unorm,       DxgiFormat::kB5G5R5A1Unorm,     DxgiFormat::kB8G8R8A8Unorm,
    DxgiFormat::kB8G8R8X8Unorm,     DxgiFormat::kB8G8R8A8UnormSrgb};

template <size_t kCount>
constexpr std::array<DxgiFormat, kCount + 1> WithNv12(const std::array<DxgiFormat, kCount>& formats) {
  std::array<DxgiFormat, kCount + 1> more{};
  std::copy(formats.begin(), formats.end(), more.begin());
  more[kCount] = DxgiFormat::kNv12;
  return more;
}

inline bool Holds(std::span<const DxgiFormat> formats, uint32_t format) {
  return std::ranges::find(formats, static_cast<DxgiFormat>(format)) != formats.end();
}

// For an error: "2, 10, 11".
inline std::string NumbersOf(std::span<const DxgiFormat> formats) {
  std::string numbers;
  for (const DxgiFormat format : formats) {
    if (!numbers.empty()) numbers += ", ";
    numbers += std::to_string(static_cast<uint32_t>(format));
  }
  return numbers;
}

}  // namespace framelatch
