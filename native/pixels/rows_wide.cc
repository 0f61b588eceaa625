#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "pixels/rows.h"

// 16- and 32-bit channels. Floats are scRGB: linear, 1.0 = sRGB white; NaN is 0, the rest is clamped to 0..1.
namespace framelatch {
namespace {

constexpr uint8_t kOpaque = 255;

// Source: IEC 61966-2-1.
double SrgbFromLinear(double linear) noexcept {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055;
}

double LinearFromSrgb(double coded) noexcept {
  return coded <= 12.92 * 0.0031308 ? coded / 12.92 : std::pow((coded + 0.055) / 1.055, 2.4);
}

// For each float's upper 16 bits (sign 0, exponent, 7 bits of fraction) the lowest code that a float with these bits
// can have; the few that lie across a rounding threshold are settled by comparing with the threshold itself. So the
// result is exactly round-half-up of 255 times the curve, at the cost of two look-ups.
class SrgbTable {
 public:
  SrgbTable() noexcept {
    for (size_t code = 0; code < kCodes; ++code) {
      threshold_[code] = static_cast<float>(LinearFromSrgb((static_cast<double>(code) + 0.5) / 255.0));
      // The float nearest to the threshold may lie on either side of it: make it the first that rounds up.
      while (Coded(threshold_[code]) <= code) threshold_[code] = std::nextafter(threshold_[code], 2.0F);
      while (Coded(std::nextafter(threshold_[code], 0.0F)) > code) {
        threshold_[code] = std::nextafter(threshold_[code], 0.0F);
      }
    }
    for (uint32_t upper = 0; upper <= kUpperOfOne; ++upper) {
      const uint32_t bits = upper << 16;
      float lowest = 0;
      std::memcpy(&lowest, &bits, sizeof lowest);
      first_code_[upper] = static_cast<uint8_t>(Coded(lowest));
    }
  }

  uint8_t operator()(float linear) const noexcept {
    if (!(linear > 0.0F)) return 0;  // NaN as well
    if (linear >= 1.0F) return 255;
    uint32_t bits = 0;
    std::memcpy(&bits, &linear, sizeof bits);
    uint32_t code = first_code_[bits >> 16];
    while (code < kCodes && linear >= threshold_[code]) ++code;
    return static_cast<uint8_t>(code);
  }

 private:
  static constexpr size_t kCodes = 255;
  static constexpr uint32_t kUpperOfOne = 0x3F80;

  static size_t Coded(float linear) noexcept {
    return static_cast<size_t>(std::floor(255.0 * SrgbFromLinear(static_cast<double>(linear)) + 0.5));
  }

  std::array<float, kCodes> threshold_{};
  std::array<uint8_t, kUpperOfOne + 1> first_code_{};
};

const SrgbTable kSrgb;

uint8_t LinearAlpha(float value) noexcept {
  if (!(value > 0.0F)) return 0;
  return static_cast<uint8_t>(std::lround(std::min(value, 1.0F) * 255.0F));
}

// Source: IEEE 754-2008 binary16.
float FloatFromHalf(uint16_t half) noexcept {
  const uint32_t sign = (half & 0x8000U) << 16;
  const uint32_t exponent = half >> 10 & 31U;
  const uint32_t fraction = half & 1023U;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * (1.0F / 16777216.0F);
    return sign != 0 ? -magnitude : magnitude;
  }
  const uint32_t bits =
      exponent == 31 ? sign | 0x7F800000U | fraction << 13 : sign | (exponent + 112) << 23 | fraction << 13;
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// Every half at once: colour by the sRGB curve, alpha linear.
struct HalfTables {
  HalfTables() noexcept {
    for (uint32_t half = 0; half < color.size(); ++half) {
      const float value = FloatFromHalf(static_cast<uint16_t>(half));
      color[half] = kSrgb(value);
      alpha[half] = LinearAlpha(value);
    }
  }
  std::array<uint8_t, 65536> color{};
  std::array<uint8_t, 65536> alpha{};
};

const HalfTables kHalf;

uint8_t Unorm16(uint16_t value) noexcept { return static_cast<uint8_t>((uint32_t{value} * 510 + 65535) / 131070); }

template <bool kKeepAlpha>
bool R16Unorm(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < count; ++i) {
    uint16_t channel[4];
    std::memcpy(channel, source + size_t{i} * sizeof channel, sizeof channel);
    seen |= channel[3];
    const uint8_t pixel[4] = {Unorm16(channel[0]), Unorm16(channel[1]), Unorm16(channel[2]),
                              kKeepAlpha ? Unorm16(channel[3]) : kOpaque};
    std::memcpy(target + size_t{i} * 4, pixel, 4);
  }
  return seen != 0;
}

template <bool kKeepAlpha>
bool R16Float(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < count; ++i) {
    uint16_t channel[4];
    std::memcpy(channel, source + size_t{i} * sizeof channel, sizeof channel);
    seen |= channel[3] & 0x7FFFU;  // -0 is 0
    const uint8_t pixel[4] = {kHalf.color[channel[0]], kHalf.color[channel[1]], kHalf.color[channel[2]],
                              kKeepAlpha ? kHalf.alpha[channel[3]] : kOpaque};
    std::memcpy(target + size_t{i} * 4, pixel, 4);
  }
  return seen != 0;
}

template <bool kKeepAlpha>
bool R32Float(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < count; ++i) {
    float channel[4];
    std::memcpy(channel, source + size_t{i} * sizeof channel, sizeof channel);
    seen |= std::bit_cast<uint32_t>(channel[3]) & 0x7FFFFFFFU;  // -0 is 0
    const uint8_t pixel[4] = {kSrgb(channel[0]), kSrgb(channel[1]), kSrgb(channel[2]),
                              kKeepAlpha ? LinearAlpha(channel[3]) : kOpaque};
    std::memcpy(target + size_t{i} * 4, pixel, 4);
  }
  return seen != 0;
}

}  // namespace

RowConverter R16UnormRow(Alpha alpha) noexcept { return alpha == Alpha::kStored ? R16Unorm<true> : R16Unorm<false>; }
RowConverter R16FloatRow(Alpha alpha) noexcept { return alpha == Alpha::kStored ? R16Float<true> : R16Float<false>; }
RowConverter R32FloatRow(Alpha alpha) noexcept { return alpha == Alpha::kStored ? R32Float<true> : R32Float<false>; }

}  // namespace framelatch
