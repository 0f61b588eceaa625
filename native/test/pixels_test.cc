#include "pixels/pixels.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

// Against a plain reference in double precision that shares nothing with the product.
namespace framelatch {
namespace {

using Rgba = std::array<int, 4>;

int Round(double value) { return static_cast<int>(std::floor(value + 0.5)); }
int Unorm(uint32_t value, uint32_t max) { return Round(value * 255.0 / max); }

double HalfToDouble(uint16_t half) {
  const double sign = (half & 0x8000) != 0 ? -1 : 1;
  const int exponent = half >> 10 & 31;
  const int fraction = half & 1023;
  if (exponent == 31) return fraction != 0 ? std::nan("") : sign * HUGE_VAL;
  return exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(1024 + fraction, exponent - 25);
}

int ScRgb(double linear) {
  if (std::isnan(linear)) return 0;
  const double clamped = std::min(1.0, std::max(0.0, linear));
  const double coded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * std::pow(clamped, 1 / 2.4) - 0.055;
  return Round(coded * 255);
}

int LinearAlpha(double value) { return std::isnan(value) ? 0 : Round(std::min(1.0, std::max(0.0, value)) * 255); }

template <typename T>
T At(const std::byte* pixel, size_t index) {
  T value;
  std::memcpy(&value, pixel + index * sizeof(T), sizeof(T));
  return value;
}

Rgba Reference(uint32_t format, const std::byte* pixel) {
  const auto byte = [&](size_t index) { return static_cast<int>(At<uint8_t>(pixel, index)); };
  const auto word = At<uint16_t>(pixel, 0);
  switch (format) {
    case 2:
      return {ScRgb(At<float>(pixel, 0)), ScRgb(At<float>(pixel, 1)), ScRgb(At<float>(pixel, 2)),
              LinearAlpha(At<float>(pixel, 3))};
    case 10:
      return {ScRgb(HalfToDouble(At<uint16_t>(pixel, 0))), ScRgb(HalfToDouble(At<uint16_t>(pixel, 1))),
              ScRgb(HalfToDouble(At<uint16_t>(pixel, 2))), LinearAlpha(HalfToDouble(At<uint16_t>(pixel, 3)))};
    case 11:
      return {Unorm(At<uint16_t>(pixel, 0), 65535), Unorm(At<uint16_t>(pixel, 1), 65535),
              Unorm(At<uint16_t>(pixel, 2), 65535), Unorm(At<uint16_t>(pixel, 3), 65535)};
    case 24: {
      const auto packed = At<uint32_t>(pixel, 0);
      return {Unorm(packed & 1023, 1023), Unorm(packed >> 10 & 1023, 1023), Unorm(packed >> 20 & 1023, 1023),
              Unorm(packed >> 30, 3)};
    }
    case 28:
    case 29:
      return {byte(0), byte(1), byte(2), byte(3)};
    case 85:
      return {Unorm(word >> 11, 31), Unorm(word >> 5 & 63, 63), Unorm(word & 31, 31), 255};
    case 86:
      return {Unorm(word >> 10 & 31, 31), Unorm(word >> 5 & 31, 31), Unorm(word & 31, 31), word >> 15 ? 255 : 0};
    case 88:
      return {byte(2), byte(1), byte(0), 255};
    default:
      return {byte(2), byte(1), byte(0), byte(3)};
  }
}

constexpr uint32_t kFormats[] = {2, 10, 11, 24, 28, 29, 85, 86, 87, 88, 91};

// Random bytes, with floats mostly near 0..1 and their awkward values among them.
std::vector<std::byte> RandomPicture(uint32_t format, size_t bytes, std::mt19937& random) {
  std::vector<std::byte> picture(bytes);
  for (std::byte& byte : picture) byte = static_cast<std::byte>(random());
  if (format != 2) return picture;
  const float awkward[] = {std::nanf(""), HUGE_VALF, -HUGE_VALF, -0.0F, 0.0F, 1.0F, 0.5F, 0.0031308F, 1e-30F, -1.0F};
  for (size_t at = 0; at + 4 <= bytes; at += 4) {
    const float value = random() % 8 == 0 ? awkward[random() % 10] : static_cast<float>(random() % 100'000) / 90'000.0F;
    std::memcpy(picture.data() + at, &value, 4);
  }
  return picture;
}

TEST(Convert, EveryFormatAlphaFlipAndPadding) {
  std::mt19937 random(1);
  for (const uint32_t format : kFormats) {
    for (const uint32_t width : {1U, 3U, 7U, 33U, 64U}) {
      for (const uint32_t padding : {0U, 12U}) {
        for (const bool flip : {false, true}) {
          const uint32_t height = 5;
          const uint32_t pitch = width * BytesPerPixel(format) + padding;
          const auto bytes = RandomPicture(format, size_t{pitch} * height, random);
          const StoredPicture picture = StoredPicture::Of(
              {.width = width, .height = height, .pitch = pitch, .format = format, .flip = flip}, bytes);
          for (const Alpha alpha : {Alpha::kOpaque, Alpha::kStored}) {
            std::vector<std::byte> result(size_t{width} * height * 4);
            ConvertToRgba8(picture, alpha, result.data());
            for (uint32_t y = 0; y < height; ++y) {
              for (uint32_t x = 0; x < width; ++x) {
                const uint32_t row = flip ? height - 1 - y : y;
                Rgba expected =
                    Reference(format, bytes.data() + size_t{row} * pitch + size_t{x} * BytesPerPixel(format));
                if (alpha == Alpha::kOpaque) expected[3] = 255;
                const std::byte* found = result.data() + (size_t{y} * width + x) * 4;
                const Rgba actual{static_cast<int>(found[0]), static_cast<int>(found[1]), static_cast<int>(found[2]),
                                  static_cast<int>(found[3])};
                ASSERT_EQ(actual, expected) << "format " << format << " at " << x << "," << y << " flip " << flip;
              }
            }
          }
        }
      }
    }
  }
}

TEST(Convert, EveryHalfFloat) {
  std::vector<uint16_t> halves(65536 * 4);
  for (uint32_t half = 0; half < 65536; ++half) {
    for (size_t channel = 0; channel < 4; ++channel) halves[half * 4 + channel] = static_cast<uint16_t>(half);
  }
  std::vector<std::byte> result(65536 * 4);
  const auto stored = std::as_bytes(std::span(halves));
  const std::byte* bytes = stored.data();
  ConvertToRgba8(StoredPicture::Of({.width = 256, .height = 256, .pitch = 256 * 8, .format = 10}, stored),
                 Alpha::kStored, result.data());
  for (uint32_t half = 0; half < 65536; ++half) {
    const Rgba expected = Reference(10, bytes + size_t{half} * 8);
    ASSERT_EQ(static_cast<int>(result[half * 4]), expected[0]) << half;
    ASSERT_EQ(static_cast<int>(result[half * 4 + 3]), expected[3]) << half;
  }
}

TEST(Fingerprint, ChangesWithOneRowAndWithOrder) {
  std::vector<std::byte> bytes(256 * 100, std::byte{1});
  const StoredPicture picture = StoredPicture::Of({.width = 64, .height = 100, .pitch = 256, .format = 87}, bytes);
  const uint64_t first = Fingerprint(picture);
  EXPECT_EQ(Fingerprint(picture), first);
  std::fill_n(bytes.begin() + 256 * 50, 256, std::byte{2});
  const uint64_t second = Fingerprint(picture);
  EXPECT_NE(second, first);
  std::fill_n(bytes.begin() + 256 * 50, 256, std::byte{1});
  std::fill_n(bytes.begin() + 256 * 51, 256, std::byte{2});
  EXPECT_NE(Fingerprint(picture), second);
}

TEST(Fingerprint, OfTheSmallestPictures) {
  for (const uint32_t width : {1U, 2U, 3U}) {
    std::vector<std::byte> bytes(size_t{width} * 4 * 3);
    const StoredPicture picture =
        StoredPicture::Of({.width = width, .height = 3, .pitch = width * 4, .format = 87}, bytes);
    const uint64_t before = Fingerprint(picture);
    bytes[bytes.size() - 1] = std::byte{9};
    EXPECT_NE(Fingerprint(picture), before) << width;
  }
}

TEST(Formats, HaveNamesAndSizes) {
  EXPECT_EQ(DxgiFormatName(87), "B8G8R8A8_UNORM");
  EXPECT_EQ(BytesPerPixel(2), 16U);
  EXPECT_EQ(BytesPerPixel(3), 0U);
}

}  // namespace
}  // namespace framelatch
