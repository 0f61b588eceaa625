#include "layouts/raw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <thread>

#include "layouts/listing.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::OwnRegion;
using test::Watching;

RawDescription Described(uint32_t width, uint32_t height) {
  RawDescription raw;
  raw.width = width;
  raw.height = height;
  raw.format = 28;
  return raw;
}

TEST(Raw, FollowsTheIndexWordAndTakesTheMutexes) {
  const OwnRegion region(16 + 2 * 256);
  const std::string mutexes[2] = {region.name + "A", region.name + "B"};
  const auto first = CurrentPlatform().CreateNamedMutex(mutexes[0]);
  const auto second = CurrentPlatform().CreateNamedMutex(mutexes[1]);
  RawDescription raw = Described(8, 8);
  raw.offset = 16;
  raw.buffers = 2;
  raw.index_offset = 8;
  raw.mutexes = {mutexes[0], mutexes[1]};
  region.Word(8) = UINT32_MAX;
  std::memset(region.data() + 16, 10, 256);
  std::memset(region.data() + 16 + 256, 20, 256);
  ASSERT_NE(second->TryLock(LockRole::kWriter), TryLockResult::kBusy);
  Watching watching({region.name, LayoutId::kRaw, raw, {}});
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(watching.collector->frames().size(), 0U) << "-1: nothing is published";
  region.Word(8) = 0;
  ASSERT_TRUE(watching.collector->WaitForLevel(10));
  region.Word(8) = 1;
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(watching.collector->levels().back(), 10) << "held by its writer";
  second->Unlock();
  ASSERT_TRUE(watching.collector->WaitForLevel(20));
  for (const std::string& mutex : mutexes) CurrentPlatform().RemoveObject(mutex);
}

TEST(Raw, IsReadWithoutLocksByLookingTwice) {
  const OwnRegion region(64 + 256);
  RawDescription raw = Described(8, 8);
  raw.offset = 64;
  Watching watching({region.name, LayoutId::kRaw, raw, {}});
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  for (uint8_t level = 1; level <= 3; ++level) {
    std::memset(region.data() + 64, level, 256);
    ASSERT_TRUE(watching.collector->WaitForLevel(level));
  }
}

TEST(Raw, ADescriptionThatMakesNoSenseIsAnErrorNotAPicture) {
  const OwnRegion region(4096);
  const auto code = [&](const RawDescription& raw) {
    return CodeOf([&] { OpenSource(CurrentPlatform(), {region.name, LayoutId::kRaw, raw, {}}); });
  };
  EXPECT_EQ(code(Described(32, 32)), "");
  EXPECT_EQ(code(Described(0, 32)), "header-size-zero");
  EXPECT_EQ(code(Described(33, 32)), "mapping-too-small");
  EXPECT_EQ(code(Described(0xFFFFFFFF, 0xFFFFFFFF)), "header-size-overflow");
  const auto with = [&](const std::function<void(RawDescription&)>& change) {
    RawDescription raw = Described(8, 8);
    change(raw);
    return code(raw);
  };
  EXPECT_EQ(with([](RawDescription& raw) { raw.format = 1; }), "format-unsupported");
  EXPECT_EQ(with([](RawDescription& raw) { raw.pitch = 31; }), "pitch-too-small");
  EXPECT_EQ(with([](RawDescription& raw) { raw.buffers = 4; }), "usage");
  EXPECT_EQ(with([](RawDescription& raw) { raw.buffers = 0; }), "usage");
  EXPECT_EQ(with([](RawDescription& raw) { raw.stride = 8; }), "usage");
  EXPECT_EQ(with([](RawDescription& raw) { raw.mutexes = {"a", "b"}; }), "usage");
  EXPECT_EQ(with([](RawDescription& raw) { raw.index_offset = 2; }), "usage");
  EXPECT_EQ(with([](RawDescription& raw) { raw.index_offset = 4096; }), "mapping-too-small");
  EXPECT_EQ(with([](RawDescription& raw) { raw.offset = UINT64_MAX; }), "usage");
  EXPECT_EQ(with([](RawDescription& raw) { raw.mutexes = {"FramelatchNoSuchMutex"}; }), "mutex-missing");
  EXPECT_EQ(CodeOf([&] {
              OpenSource(CurrentPlatform(), {region.name, LayoutId::kRaw});
            }),
            "usage")
      << "without a description";
}

TEST(Layouts, AreKnownByNameOrBytesAndOthersAreRefused) {
  const OwnRegion nothing(4096);
  EXPECT_EQ(CodeOf([&] { ResolveLayout(CurrentPlatform(), {nothing.name}); }), "layout-unknown");
  EXPECT_EQ(ResolveLayout(CurrentPlatform(), {"OBSVirtualCamVideo"}).id, LayoutId::kVirtualCamera);
  EXPECT_EQ(ResolveLayout(CurrentPlatform(), {"Global\\ShareMemoryMap-x"}).id, LayoutId::kCheckedBlock);
  EXPECT_EQ(ResolveLayout(CurrentPlatform(), {"fork_server1"}).id, LayoutId::kStruct);
  EXPECT_EQ(ResolveLayout(CurrentPlatform(), {"/nowhere/Xvfb_screen0"}).id, LayoutId::kXwd);
  EXPECT_EQ(ResolveLayout(CurrentPlatform(), {"CaptureHook_HookInfo1", LayoutId::kXwd}).id, LayoutId::kXwd)
      << "what is forced wins";
  EXPECT_EQ(CodeOf([&] {
              OpenSource(CurrentPlatform(), {nothing.name, LayoutId::kStruct});
            }),
            "layout-holds-no-picture");
  const OwnRegion block(4096, "ShareMemoryMap-");
  const auto rows = ListSources(CurrentPlatform());
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Listing& it) { return it.name == block.name; });
  ASSERT_NE(row, rows.end());
  EXPECT_EQ(row->shape.layout, LayoutId::kCheckedBlock);
}

}  // namespace
}  // namespace framelatch
