#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "pixels/pixels.h"
#include "pixels/rows.h"

namespace framelatch {
namespace {

constexpr YuvCoding kCodings[] = {{true, false}, {true, true}, {false, false}, {false, true}};

// In double precision, straight from the definition (ITU-R BT.601, BT.709), by the three weights of luma.
std::array<double, 3> Reference(int y, int u, int v, const YuvCoding& coding) {
  const double kr = coding.is_bt709 ? 0.2126 : 0.299;
  const double kb = coding.is_bt709 ? 0.0722 : 0.114;
  const double luma = coding.is_full_range ? y / 255.0 : (y - 16) / 219.0;
  const double cb = (u - 128) / (coding.is_full_range ? 255.0 : 224.0);
  const double cr = (v - 128) / (coding.is_full_range ? 255.0 : 224.0);
  const double red = luma + 2 * (1 - kr) * cr;
  const double blue = luma + 2 * (1 - kb) * cb;
  const double green = (luma - kr * red - kb * blue) / (1 - kr - kb);
  const auto level = [](double value) { return std::clamp(value * 255, 0.0, 255.0); };
  return {level(red), level(green), level(blue)};
}

TEST(Nv12, IsTheDefinitionWithinOneLevel) {
  for (const YuvCoding& coding : kCodings) {
    for (int y = 0; y < 256; y += 5) {
      for (int u = 0; u < 256; u += 3) {
        for (int v = 0; v < 256; v += 3) {
          const std::array<std::byte, 1> luma{static_cast<std::byte>(y)};
          const std::array<std::byte, 2> chroma{static_cast<std::byte>(u), static_cast<std::byte>(v)};
          std::array<uint8_t, 4> pixel{};
          ScalarNv12Row(luma.data(), chroma.data(), coding, reinterpret_cast<std::byte*>(pixel.data()), 1);
          const auto expected = Reference(y, u, v, coding);
          for (size_t i = 0; i < 3; ++i) ASSERT_LE(std::abs(pixel[i] - expected[i]), 1.0) << y << ' ' << u << ' ' << v;
          ASSERT_EQ(pixel[3], 255);
        }
      }
    }
  }
}

TEST(Nv12, EveryWayGivesTheSameBytes) {
  std::mt19937 random(7);
  for (const uint32_t width : {1U, 2U, 15U, 16U, 17U, 31U, 48U, 1000U}) {
    std::vector<std::byte> luma(width);
    std::vector<std::byte> chroma(width + 1);
    for (auto* plane : {&luma, &chroma}) {
      for (std::byte& byte : *plane) byte = static_cast<std::byte>(random());
    }
    for (const YuvCoding& coding : kCodings) {
      std::vector<std::byte> fast(size_t{width} * 4);
      std::vector<std::byte> slow(size_t{width} * 4);
      Nv12Row()(luma.data(), chroma.data(), coding, fast.data(), width);
      ScalarNv12Row(luma.data(), chroma.data(), coding, slow.data(), width);
      EXPECT_EQ(fast, slow) << width;
    }
  }
}

TEST(Nv12, TakesTheChromaRowThatBelongsToARow) {
  // 2 x 4 pixels, one grey level of luma, the upper chroma row blue, the lower red.
  const std::array<uint8_t, 12> stored{100, 100, 100, 100, 100, 100, 100, 100, 200, 128, 128, 200};
  for (const bool flip : {false, true}) {
    const StoredPicture picture = StoredPicture::Of(
        {.width = 2, .height = 4, .pitch = 2, .format = static_cast<uint32_t>(DxgiFormat::kNv12), .flip = flip},
        std::as_bytes(std::span(stored)));
    std::array<uint8_t, 32> pixels{};
    ConvertToRgba8(picture, Alpha::kOpaque, reinterpret_cast<std::byte*>(pixels.data()));
    for (size_t row = 0; row < 4; ++row) {
      const uint8_t red = pixels[row * 8];
      const uint8_t blue = pixels[row * 8 + 2];
      EXPECT_EQ(blue > red, (row < 2) != flip) << row;
    }
  }
}

TEST(MaskedPixels, ScaleEachChannelRoundedFromItsOwnBits) {
  struct Depth {
    ChannelMasks masks;
    int bits[3];
  };
  const Depth depths[] = {
      {{2, false, 0x7C00, 0x3E0, 0x1F}, {5, 5, 5}},           {{2, false, 0xF800, 0x7E0, 0x1F}, {5, 6, 5}},
      {{4, false, 0x3FF00000, 0xFFC00, 0x3FF}, {10, 10, 10}}, {{3, false, 0xFF0000, 0xFF00, 0xFF}, {8, 8, 8}},
      {{4, true, 0xFF0000, 0xFF00, 0xFF}, {8, 8, 8}},         {{1, false, 0xE0, 0x1C, 0x3}, {3, 3, 2}},
  };
  for (const Depth& depth : depths) {
    const uint32_t masks[3] = {depth.masks.red, depth.masks.green, depth.masks.blue};
    for (int channel = 0; channel < 3; ++channel) {
      const uint32_t largest = (1U << depth.bits[channel]) - 1;
      for (uint32_t level = 0; level <= largest; ++level) {
        const uint32_t pixel = level * (masks[channel] & ~(masks[channel] - 1));
        std::array<uint8_t, 4> stored{};
        for (uint32_t i = 0; i < depth.masks.bytes_per_pixel; ++i) {
          const uint32_t at = depth.masks.is_big_endian ? depth.masks.bytes_per_pixel - 1 - i : i;
          stored[i] = static_cast<uint8_t>(pixel >> 8 * at);
        }
        std::array<uint8_t, 4> shown{};
        MaskedRow(reinterpret_cast<const std::byte*>(stored.data()), depth.masks,
                  reinterpret_cast<std::byte*>(shown.data()), 1);
        std::array<uint8_t, 4> expected{0, 0, 0, 255};
        expected[static_cast<size_t>(channel)] = static_cast<uint8_t>(std::lround(level * 255.0 / largest));
        ASSERT_EQ(shown, expected) << level << " of " << largest;
      }
    }
  }
}

TEST(ContentHash, SeesEveryByteThatIsShownAndNoOther) {
  constexpr uint32_t kWidth = 13;
  constexpr uint32_t kHeight = 5;
  constexpr uint32_t kPitch = 64;
  std::vector<std::byte> stored(size_t{kPitch} * kHeight);
  const StoredPicture picture =
      StoredPicture::Of({.width = kWidth, .height = kHeight, .pitch = kPitch, .format = 87}, stored);
  const uint64_t before = ContentHash(picture);
  for (size_t at = 0; at < stored.size(); ++at) {
    stored[at] = std::byte{1};
    EXPECT_EQ(ContentHash(picture) != before, at % kPitch < kWidth * 4) << at;
    stored[at] = std::byte{0};
  }
  EXPECT_EQ(ContentHash(picture), before);
}

// Rows of chroma belong to a part as those of luma do.
TEST(ContentHash, OfPartsSeesEachRowInOneOfThem) {
  constexpr uint32_t kParts = 16;
  constexpr uint32_t kWidth = 6;
  for (const uint32_t height : {2U, 40U}) {
    std::vector<std::byte> stored(size_t{kWidth} * height * 3 / 2);
    const StoredPicture picture =
        StoredPicture::Of({.width = kWidth, .height = height, .pitch = kWidth, .format = 103}, stored);
    std::array<uint64_t, kParts> before{};
    for (uint32_t part = 0; part < kParts; ++part) before[part] = ContentHash(picture, {part, kParts});
    for (size_t at = 0; at < stored.size(); ++at) {
      stored[at] = std::byte{1};
      for (uint32_t part = 0; part < kParts; ++part) {
        EXPECT_EQ(ContentHash(picture, {part, kParts}) != before[part], at / kWidth % kParts == part) << at;
      }
      stored[at] = std::byte{0};
    }
  }
}

}  // namespace
}  // namespace framelatch
