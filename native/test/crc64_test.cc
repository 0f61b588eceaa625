#include "core/crc64.h"

#include <gtest/gtest.h>

#include <random>
#include <string_view>
#include <vector>

namespace framelatch {
namespace {

// Byte at a time and bit at a time, from the definition.
uint64_t Definition(const std::byte* bytes, size_t count) {
  uint64_t state = ~uint64_t{0};
  for (size_t i = 0; i < count; ++i) {
    state ^= std::to_integer<uint64_t>(bytes[i]);
    for (int bit = 0; bit < 8; ++bit) state = (state & 1 ? 0xC96C5795D7870F42 : 0) ^ state >> 1;
  }
  return ~state;
}

TEST(Crc64, GivesTheCheckValue) {
  constexpr std::string_view kDigits = "123456789";
  const auto* bytes = reinterpret_cast<const std::byte*>(kDigits.data());
  EXPECT_EQ(Crc64(bytes, kDigits.size()), 0x995DC9BBDF1939FAU);
  EXPECT_EQ(SlicedCrc64(bytes, kDigits.size()), 0x995DC9BBDF1939FAU);
  EXPECT_EQ(Crc64(bytes, 0), 0U);
}

TEST(Crc64, EveryWayIsTheDefinitionForEveryLengthAndAlignment) {
  std::mt19937 random(3);
  std::vector<std::byte> bytes(2048);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  for (size_t length = 0; length < 1100; ++length) {
    const size_t start = length % 17;
    const uint64_t expected = Definition(bytes.data() + start, length);
    ASSERT_EQ(Crc64(bytes.data() + start, length), expected) << length;
    ASSERT_EQ(SlicedCrc64(bytes.data() + start, length), expected) << length;
  }
}

TEST(Crc64, GoesOnFromWhatCameBefore) {
  std::vector<std::byte> bytes(1000, std::byte{7});
  const uint64_t whole = Crc64(bytes.data(), bytes.size());
  for (const size_t cut : {0U, 1U, 300U, 999U, 1000U}) {
    EXPECT_EQ(Crc64(bytes.data() + cut, bytes.size() - cut, Crc64(bytes.data(), cut)), whole) << cut;
  }
}

}  // namespace
}  // namespace framelatch
