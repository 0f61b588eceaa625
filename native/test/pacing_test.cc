#include "reader/pacing.h"

#include <gtest/gtest.h>

#include "reader/look_cost.h"

namespace framelatch {
namespace {

using namespace pacing;

TEST(Pacing, LooksEveryMillisecondWhileFramesComeWhateverALookCosts) {
  EXPECT_EQ(IntervalFor(0, 40 * kMs, kGlanceShare), kLookNs);
  EXPECT_EQ(IntervalFor(249 * kMs, 40 * kMs, kOnlyShare), kLookNs);
}

// From the twelfth quiet second, of looks from a microsecond to those at 8K on a slow machine.
TEST(Pacing, AtRestALookTakesItsShareOfACoreAndNoMore) {
  for (const uint64_t share : {kGlanceShare, kOnlyShare}) {
    for (const uint64_t cost_ns : {kMs / 1000, kMs / 10, kMs, 40 * kMs, 400 * kMs}) {
      const uint64_t interval_ns = IntervalFor(12'000 * kMs, cost_ns, share);
      EXPECT_GE(interval_ns, share * cost_ns);
      EXPECT_LE(interval_ns, std::max(kRestLookNs, share * cost_ns));
    }
  }
}

TEST(Pacing, ASourceThatIsNotThereIsTriedOftenAtFirst) {
  EXPECT_EQ(OpenRetryFor(0, 40 * kMs), kOpenRetryNs);
  EXPECT_EQ(OpenRetryFor(4999 * kMs, 40 * kMs), kOpenRetryNs);
  EXPECT_EQ(OpenRetryFor(12'000 * kMs, kMs / 10), kRestOpenRetryNs);
  EXPECT_EQ(OpenRetryFor(12'000 * kMs, kMs), kGlanceShare * kMs);
}

TEST(LookCost, IsTheMeanOfTheLastLooksWithoutWhatIsPaidForElsewhere) {
  LookCost cost;
  cost.Forget();
  cost.BeginLook(0);
  cost.EndLook(50 * kMs);  // opened in it
  EXPECT_EQ(cost.ns(), 0U);
  cost.BeginLook(100 * kMs);
  cost.Exclude(8 * kMs);
  cost.EndLook(109 * kMs);
  EXPECT_EQ(cost.ns(), kMs);
  // One look in sixteen costs more: all sixteen pay for it.
  for (int look = 0; look < 1600; ++look) {
    cost.BeginLook(0);
    cost.EndLook(look % 16 == 0 ? 17 * kMs : kMs);
  }
  EXPECT_NEAR(static_cast<double>(cost.ns()), 2.0 * kMs, 1.0 * kMs);
}

TEST(LookCost, IsNeverLessThanNothing) {
  LookCost cost;
  cost.BeginLook(10);
  cost.Exclude(100);
  cost.EndLook(20);
  EXPECT_EQ(cost.ns(), 0U);
  cost.BeginLook(30);
  cost.EndLook(35);
  EXPECT_EQ(cost.ns(), 5U);
}

}  // namespace
}  // namespace framelatch
