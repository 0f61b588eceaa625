#include "pixels/facts.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "pixels/pixels.h"

namespace framelatch {
namespace {

std::vector<std::byte> Plain(size_t pixels, uint32_t rgba) {
  std::vector<std::byte> bytes(pixels * 4);
  for (size_t i = 0; i < pixels; ++i) std::memcpy(bytes.data() + i * 4, &rgba, 4);
  return bytes;
}

TEST(UniformColour, IsThatOfEveryPixelWhateverTheirAlpha) {
  for (const size_t count : {1U, 5U, 256U, 257U, 5000U}) {
    auto bytes = Plain(count, 0xFF030201);
    bytes[count * 4 - 1] = std::byte{7};
    EXPECT_EQ(UniformColour(bytes.data(), count), (Colour{1, 2, 3})) << count;
  }
  EXPECT_EQ(UniformColour(nullptr, 0), std::nullopt);
}

TEST(UniformColour, IsNoneAsSoonAsOnePixelDiffersInOneBit) {
  constexpr size_t kCount = 1500;
  for (size_t pixel = 0; pixel < kCount; ++pixel) {
    auto bytes = Plain(kCount, 0xFF000000);
    bytes[pixel * 4 + pixel % 3] = std::byte{1};
    ASSERT_EQ(UniformColour(bytes.data(), kCount), std::nullopt) << pixel;
  }
}

struct AlphaCase {
  uint32_t format;
  size_t byte;      // of a pixel
  uint8_t bits;     // the least that makes its alpha more than 0
  uint8_t ignored;  // of that byte, which are no alpha
};
constexpr AlphaCase kWithAlpha[] = {{28, 3, 1, 0},    {29, 3, 0x80, 0},    {87, 3, 1, 0},
                                    {91, 3, 0x10, 0}, {24, 3, 0x40, 63},   {86, 1, 128, 127},
                                    {11, 6, 1, 0},    {10, 7, 0x40, 0x80}, {2, 15, 64, 128}};

std::vector<std::byte> ColoursWithoutAlpha(const AlphaCase& format, size_t pixels) {
  const size_t bytes_per_pixel = BytesPerPixel(format.format);
  const size_t alpha_bytes = bytes_per_pixel / 4;
  std::vector<std::byte> bytes(pixels * bytes_per_pixel, std::byte{0x11});
  for (size_t pixel = 0; pixel < pixels; ++pixel) {
    std::byte* end = bytes.data() + (pixel + 1) * bytes_per_pixel;
    std::memset(end - std::max<size_t>(alpha_bytes, 1), 0, std::max<size_t>(alpha_bytes, 1));
    bytes[pixel * bytes_per_pixel + format.byte] = static_cast<std::byte>(format.ignored);
  }
  return bytes;
}

// Through the conversion, as the reader has it: padding is no pixel, upside down is the same.
TEST(AlphaIsZero, IsToldOfWholePicturesOfEveryFormatThatStoresAlpha) {
  for (const AlphaCase& format : kWithAlpha) {
    for (const uint32_t width : {1U, 3U, 33U, 200U}) {
      constexpr uint32_t kHeight = 3;
      const auto bytes_per_pixel = BytesPerPixel(format.format);
      auto stored = ColoursWithoutAlpha(format, size_t{width} * kHeight + kHeight);
      const StoredPicture picture = StoredPicture::Of({.width = width,
                                                       .height = kHeight,
                                                       .pitch = (width + 1) * bytes_per_pixel,
                                                       .format = format.format,
                                                       .flip = width == 33},
                                                      stored);
      std::vector<std::byte> rgba(size_t{width} * kHeight * 4);
      EXPECT_TRUE(ConvertToRgba8(picture, Alpha::kOpaque, rgba.data())) << format.format << " at " << width;
      const size_t padding = size_t{width} * bytes_per_pixel + format.byte;
      stored[padding] |= static_cast<std::byte>(format.bits);
      EXPECT_TRUE(ConvertToRgba8(picture, Alpha::kStored, rgba.data())) << format.format << " at " << width;
      const size_t last = (size_t{width + 1} * 2 + width - 1) * bytes_per_pixel + format.byte;
      stored[last] |= static_cast<std::byte>(format.bits);
      EXPECT_FALSE(ConvertToRgba8(picture, Alpha::kOpaque, rgba.data())) << format.format << " at " << width;
    }
  }
}

// Whichever instructions take a pixel: those of eight, of four, or the rest.
TEST(AlphaIsZero, IsNotToldAsSoonAsOnePixelHasTheLeastAlpha) {
  constexpr uint32_t kWidth = 29;
  for (const AlphaCase& format : kWithAlpha) {
    const auto bytes_per_pixel = BytesPerPixel(format.format);
    for (uint32_t pixel = 0; pixel < kWidth; ++pixel) {
      auto stored = ColoursWithoutAlpha(format, kWidth);
      stored[size_t{pixel} * bytes_per_pixel + format.byte] |= static_cast<std::byte>(format.bits);
      const StoredPicture picture = StoredPicture::Of(
          {.width = kWidth, .height = 1, .pitch = kWidth * bytes_per_pixel, .format = format.format}, stored);
      std::vector<std::byte> rgba(size_t{kWidth} * 4);
      for (const Alpha alpha : {Alpha::kOpaque, Alpha::kStored}) {
        EXPECT_FALSE(ConvertToRgba8(picture, alpha, rgba.data())) << format.format << " pixel " << pixel;
      }
    }
  }
}

TEST(AlphaIsZero, IsNotToldOfFormatsThatStoreNone) {
  const std::vector<std::byte> black(4096);
  std::vector<std::byte> rgba(256);
  for (const uint32_t format : {85U, 88U, 103U}) {
    const auto picture = StoredPicture::Of({.width = 8, .height = 8, .pitch = 32, .format = format}, black);
    EXPECT_FALSE(ConvertToRgba8(picture, Alpha::kOpaque, rgba.data())) << format;
  }
}

}  // namespace
}  // namespace framelatch
