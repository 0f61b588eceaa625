#include "reader/whole_look.h"

#include <gtest/gtest.h>

#include "reader/pacing.h"

namespace framelatch {
namespace {

constexpr uint64_t kMs = pacing::kMs;

TEST(WholeLook, IsDueOnceASourceIsQuietAndThenSixtyTimesASecond) {
  WholeLook look;
  EXPECT_FALSE(look.IsDue(1000 * kMs, 10 * kMs));
  EXPECT_TRUE(look.IsDue(1000 * kMs, 17 * kMs));
  look.Saw(1, 17 * kMs, 1000 * kMs, 1001 * kMs);
  EXPECT_FALSE(look.IsDue(1017 * kMs, 34 * kMs));
  EXPECT_TRUE(look.IsDue(1018 * kMs, 35 * kMs));
}

TEST(WholeLook, AnotherHashIsNewsUnlessTheFirstWasForgotten) {
  WholeLook look;
  EXPECT_FALSE(look.Saw(1, 0, 0, 0));
  EXPECT_FALSE(look.Saw(1, 0, 0, 0));
  EXPECT_TRUE(look.Saw(2, 0, 0, 0));
  look.Forget();
  EXPECT_FALSE(look.HasSeen());
  EXPECT_FALSE(look.Saw(3, 0, 0, 0));
}

// Of a picture that takes 8 ms to look at (4K on a slow machine).
TEST(WholeLook, TakesAtMostAQuarterOfACoreAndLittleAtLast) {
  constexpr uint64_t kTakes = 8 * kMs;
  EXPECT_EQ(pacing::WholeIntervalFor(100 * kMs, kTakes), 24 * kMs);
  EXPECT_EQ(pacing::WholeIntervalFor(4999 * kMs, kTakes), 24 * kMs);
  EXPECT_EQ(pacing::WholeIntervalFor(10'000 * kMs, kTakes), 500 * kMs);
  EXPECT_EQ(pacing::WholeIntervalFor(3'600'000 * kMs, kTakes), 1600 * kMs);
  EXPECT_EQ(pacing::WholeIntervalFor(100 * kMs, kMs / 10), pacing::kWholeLookNs);
}

}  // namespace
}  // namespace framelatch
