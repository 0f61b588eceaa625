#include "reader/unchanged.h"

#include <gtest/gtest.h>

namespace framelatch {
namespace {

constexpr uint64_t kMs = 1'000'000;

TEST(Unchanged, CountsFromTheFirstFrameThatWasHashed) {
  Unchanged unchanged;
  EXPECT_FALSE(unchanged.Sampled(1, 0));
  EXPECT_EQ(unchanged.ForNs(0), 0U);
  EXPECT_TRUE(unchanged.Sampled(1, 16 * kMs));
  unchanged.Hashed(5, kMs, 16 * kMs);
  EXPECT_FALSE(unchanged.Sampled(1, 32 * kMs));
  EXPECT_EQ(unchanged.ForNs(32 * kMs), 16 * kMs);
  ASSERT_TRUE(unchanged.Sampled(1, 216 * kMs));
  unchanged.Hashed(5, kMs, 216 * kMs);
  EXPECT_EQ(unchanged.ForNs(216 * kMs), 200 * kMs);
}

TEST(Unchanged, AnotherSampleOrAnotherHashIsAnotherPicture) {
  Unchanged unchanged;
  unchanged.Sampled(1, 0);
  unchanged.Sampled(1, kMs);
  unchanged.Hashed(5, kMs, kMs);
  // What the samples miss.
  ASSERT_TRUE(unchanged.Sampled(1, 500 * kMs));
  unchanged.Hashed(6, kMs, 500 * kMs);
  EXPECT_EQ(unchanged.ForNs(500 * kMs), 0U);
  EXPECT_EQ(unchanged.ForNs(510 * kMs), 10 * kMs);
  EXPECT_FALSE(unchanged.Sampled(2, 520 * kMs));
  EXPECT_EQ(unchanged.ForNs(520 * kMs), 0U);
}

// 30 ms for a picture: 1.5 s until the next, whatever else is due.
TEST(Unchanged, TakesAFiftiethOfACore) {
  Unchanged unchanged;
  unchanged.Sampled(1, 0);
  unchanged.Hashed(5, 30 * kMs, 0);
  EXPECT_FALSE(unchanged.Sampled(1, 1499 * kMs));
  EXPECT_TRUE(unchanged.Sampled(1, 1500 * kMs));
}

// Sixty frames a second of which every other one differs where no sample is.
TEST(Unchanged, FindsWhatBlinksInStepWithItsHashes) {
  Unchanged unchanged;
  uint64_t longest = 0;
  for (uint64_t frame = 0; frame < 600; ++frame) {
    const uint64_t now = frame * 1'000'000'000 / 60;
    if (unchanged.Sampled(1, now)) unchanged.Hashed(frame % 2, kMs, now);
    longest = std::max(longest, unchanged.ForNs(now));
  }
  EXPECT_LT(longest, 500 * kMs);
}

}  // namespace
}  // namespace framelatch
