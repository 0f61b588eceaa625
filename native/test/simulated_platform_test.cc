#include "platform/simulated/simulated_platform.h"

#include <gtest/gtest.h>

#include "layouts/listing.h"
#include "support.h"

namespace framelatch {
namespace {

using simulated::SimulatedPlatform;
using test::CodeOf;

std::vector<std::byte> Bytes(size_t count, uint8_t value) { return std::vector<std::byte>(count, std::byte{value}); }

TEST(SimulatedPlatform, AnObjectOutlivesItsNameForWhoHasItOpen) {
  SimulatedPlatform platform;
  platform.PutRegion("Local\\a", Bytes(8, 1));
  const auto region = platform.OpenRegion("a", Access::kReadOnly);
  EXPECT_TRUE(region->IsStillNamed("Local\\a"));
  platform.PutRegion("a", Bytes(4, 2));
  EXPECT_FALSE(region->IsStillNamed("a"));
  EXPECT_EQ(region->data()[7], std::byte{1});
  EXPECT_TRUE(platform.RemoveObject("a"));
  EXPECT_EQ(CodeOf([&] { platform.OpenRegion("a", Access::kReadOnly); }), "mapping-missing");
}

TEST(SimulatedPlatform, AnObjectThatIsCutShortKeepsWhatIsMapped) {
  SimulatedPlatform platform;
  platform.PutRegion("a", Bytes(8, 1));
  const auto region = platform.OpenRegion("a", Access::kReadOnly);
  platform.Shrink("a", 3);
  EXPECT_EQ(region->size(), 8U);
  EXPECT_EQ(region->CurrentSize(), 3U);
}

TEST(SimulatedPlatform, ItsClockMovesByWhatIsSleptThrough) {
  SimulatedPlatform platform;
  const uint64_t before = platform.MonotonicNs();
  platform.SleepNs(5);
  platform.CreateWakeableTimer()->WaitNs(7);
  platform.AdvanceNs(1);
  EXPECT_EQ(platform.MonotonicNs() - before, 13U);
}

TEST(SimulatedPlatform, WhoSleepsOnABusySystemIsWokenLate) {
  SimulatedPlatform platform;
  const uint64_t before = platform.MonotonicNs();
  platform.SleepNoLessThan(50);
  platform.SleepNs(5);
  platform.SleepNs(70);
  EXPECT_EQ(platform.MonotonicNs() - before, 120U);
}

TEST(SimulatedPlatform, AMutexIsHeldByOneAtATime) {
  SimulatedPlatform platform;
  platform.PutMutex("m");
  const auto one = platform.OpenNamedMutex("m");
  const auto other = platform.OpenNamedMutex("m");
  EXPECT_EQ(one->TryLock(LockRole::kReader), TryLockResult::kOwned);
  EXPECT_EQ(other->TryLock(LockRole::kReader), TryLockResult::kBusy);
  EXPECT_EQ(platform.LookAtMutex("m").state, MutexState::kHeld);
  one->Unlock();
  EXPECT_EQ(other->TryLock(LockRole::kReader), TryLockResult::kOwned);
}

TEST(SimulatedPlatform, IsWhatALayoutIsReadFrom) {
  SimulatedPlatform platform;
  platform.PutRegion("raw", Bytes(16, 9));
  RawDescription raw;
  raw.width = raw.height = 2;
  raw.format = 87;
  const auto view = OpenSource(platform, {.name = "raw", .layout = LayoutId::kRaw, .raw = raw});
  EXPECT_EQ(view->CurrentBuffer(), 0);
  EXPECT_EQ(view->Picture(0).pixels[15], std::byte{9});
  EXPECT_TRUE(ListSources(platform).empty()) << "nothing tells a raw region";
}

}  // namespace
}  // namespace framelatch
