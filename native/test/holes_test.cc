#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "layouts/capture.h"
#include "layouts/dialect.h"
#include "layouts/layout.h"
#include "test/support.h"

// A read fault in a hole of an object in memory takes a page of it, which is its producer's memory.
namespace framelatch {
namespace {

using test::UniqueId;
using test::WatchingHook;

constexpr uint64_t kPageBytes = 4096;

// An object without memory, as ftruncate makes it, and its producer's view.
class Sparse {
 public:
  Sparse(std::string object_name, uint64_t bytes) : name(std::move(object_name)), bytes_(bytes) {
    file_ = shm_open(("/" + name).c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);
    EXPECT_GE(file_, 0);
    EXPECT_EQ(ftruncate(file_, static_cast<off_t>(bytes)), 0);
    data = static_cast<std::byte*>(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0));
  }
  Sparse(const Sparse&) = delete;
  Sparse& operator=(const Sparse&) = delete;
  ~Sparse() {
    munmap(data, bytes_);
    close(file_);
    shm_unlink(("/" + name).c_str());
  }

  uint64_t TakenBytes() const {
    struct stat status {};
    fstat(file_, &status);
    return static_cast<uint64_t>(status.st_blocks) * 512;
  }
  void Allocate(uint64_t offset, uint64_t bytes) const {
    EXPECT_EQ(posix_fallocate(file_, static_cast<off_t>(offset), static_cast<off_t>(bytes)), 0);
  }

  const std::string name;
  std::byte* data = nullptr;

 private:
  const uint64_t bytes_;
  int file_ = -1;
};

uint64_t SumOf(const Region& region) {
  uint64_t sum = 0;
  for (uint64_t at = 0; at < region.size(); ++at) sum += static_cast<uint64_t>(region.data()[at]);
  return sum;
}

TEST(Holes, AViewReadsThemAsZeroAndTakesNoMemory) {
  constexpr uint64_t kBytes = 1000 * kPageBytes + 100;
  const Sparse object("FramelatchTest" + std::to_string(UniqueId()), kBytes);
  object.data[5] = std::byte{1};
  object.data[500 * kPageBytes] = std::byte{2};
  const uint64_t taken = object.TakenBytes();
  const auto region = CurrentPlatform().OpenRegion(object.name, Access::kReadOnly);
  EXPECT_EQ(SumOf(*region), 3U);
  EXPECT_EQ(object.TakenBytes(), taken);
  EXPECT_EQ(region->UnwrittenBytes(0, kBytes), 998 * kPageBytes + 100);
  EXPECT_EQ(region->UnwrittenBytes(10, kPageBytes), 10U);
  object.data[700 * kPageBytes] = std::byte{4};
  object.data[kBytes - 1] = std::byte{8};
  region->Refresh();
  EXPECT_EQ(SumOf(*region), 15U);
  EXPECT_EQ(object.TakenBytes(), taken + 2 * kPageBytes);
}

// Then the object's blocks don't change when a page is written that was allocated before.
TEST(Holes, WhatIsWrittenIntoAllocatedPagesIsSeen) {
  const Sparse object("FramelatchTest" + std::to_string(UniqueId()), 100 * kPageBytes);
  object.Allocate(10 * kPageBytes, 10 * kPageBytes);
  const auto region = CurrentPlatform().OpenRegion(object.name, Access::kReadOnly);
  EXPECT_EQ(SumOf(*region), 0U);
  object.data[15 * kPageBytes] = std::byte{1};
  region->Refresh();
  EXPECT_EQ(SumOf(*region), 1U);
}

TEST(Holes, AnObjectThatIsAllocatedHasNone) {
  const Sparse object("FramelatchTest" + std::to_string(UniqueId()), 100 * kPageBytes);
  object.Allocate(0, 100 * kPageBytes);
  const auto region = CurrentPlatform().OpenRegion(object.name, Access::kReadOnly);
  EXPECT_EQ(region->UnwrittenBytes(0, region->size()), 0U);
}

TEST(Holes, MemoryThatIsScatteredWithoutEndIsRefused) {
  const Sparse object("FramelatchTest" + std::to_string(UniqueId()), 20'000 * kPageBytes);
  for (uint64_t page = 0; page < 20'000; page += 2) object.data[page * kPageBytes] = std::byte{1};
  const uint64_t taken = object.TakenBytes();
  EXPECT_EQ(test::CodeOf([&] { CurrentPlatform().OpenRegion(object.name, Access::kReadOnly); }), "mapping-scattered");
  EXPECT_EQ(object.TakenBytes(), taken);
}

// A hook whose texture was made by ftruncate, with a header and nothing else.
struct SparseHook {
  static constexpr uint32_t kWidth = 512;
  static constexpr uint32_t kHeight = 512;
  static constexpr uint64_t kFrame = uint64_t{kWidth} * kHeight * 4;
  static constexpr uint64_t kFirst = kPageBytes;

  // The writer makes the sisters; its texture is exchanged for one without memory.
  explicit SparseHook(uint64_t hook_id) : id(hook_id), writer(test::Options(hook_id, kWidth, kHeight)) {
    CurrentPlatform().RemoveObject(writer.texture_name());
    texture = std::make_unique<Sparse>(writer.texture_name(), kFirst + 2 * kFrame);
    const uint32_t header[] = {UINT32_MAX, kFirst, static_cast<uint32_t>(kFirst + kFrame)};
    std::memcpy(texture->data, header, sizeof header);
  }
  void Publish(uint32_t buffer) const {
    std::atomic_ref<uint32_t>(*reinterpret_cast<uint32_t*>(texture->data)).store(buffer);
  }

  const uint64_t id;
  Writer writer;
  std::unique_ptr<Sparse> texture;
};

TEST(Holes, NoWayOfLookingAtAHookTakesMemory) {
  const SparseHook hook(UniqueId());
  hook.texture->data[SparseHook::kFirst + 8] = std::byte{7};
  hook.Publish(0);
  const uint64_t taken = hook.texture->TakenBytes();
  WatchingHook watching(hook.id);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  const Frame frame = watching.collector->frames()[0];
  EXPECT_EQ(frame.picture.unwritten_bytes, SparseHook::kFrame - kPageBytes);
  EXPECT_FALSE(frame.picture.uniform);
  EXPECT_EQ(hook.texture->TakenBytes(), taken) << "a frame";
  std::vector<std::byte> pixels(SparseHook::kFrame);
  std::optional<uint64_t> captured;
  std::atomic<bool> done = false;
  watching.reader.Capture({.pixels = pixels.data(),
                           .bytes = pixels.size(),
                           .deadline_ns = UINT64_MAX,
                           .done = [&](const std::optional<Frame>& picture) {
                             if (picture) captured = picture->picture.unwritten_bytes;
                             done = true;
                           }});
  ASSERT_TRUE(test::Eventually([&] { return done.load(); }));
  EXPECT_EQ(captured, SparseHook::kFrame - kPageBytes);
  EXPECT_EQ(hook.texture->TakenBytes(), taken) << "a snapshot";
  Inspect(CurrentPlatform(), {hook.writer.hook_info_name()});
  EXPECT_EQ(hook.texture->TakenBytes(), taken) << "an inspection";
  // Long enough for looks at everything.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  watching.reader.Stop();
  EXPECT_EQ(hook.texture->TakenBytes(), taken) << "looks at rest";
}

TEST(Holes, AreNeverShownForWhatWasWritten) {
  const SparseHook hook(UniqueId());
  WatchingHook watching(hook.id);
  for (uint32_t step = 1; step <= 40; ++step) {
    const uint32_t buffer = step % 2;
    const uint64_t at = SparseHook::kFirst + buffer * SparseHook::kFrame;
    const auto mutex = CurrentPlatform().OpenNamedMutex(
        TextureMutexName(*ParseHookInfoName(hook.writer.hook_info_name()), static_cast<int>(buffer)));
    while (mutex->TryLock(LockRole::kWriter) == TryLockResult::kBusy) std::this_thread::yield();
    // Each time another page, and the first pixel, which the collector keeps.
    hook.texture->data[at + step * kPageBytes] = std::byte{255};
    std::memset(hook.texture->data + at, static_cast<int>(step), 4);
    mutex->Unlock();
    hook.Publish(buffer);
    ASSERT_TRUE(watching.collector->WaitForLevel(static_cast<uint8_t>(step))) << step;
    const uint64_t pages = 1 + (step + 1) / 2;
    EXPECT_EQ(watching.collector->frames().back().picture.unwritten_bytes, SparseHook::kFrame - pages * kPageBytes);
  }
}

}  // namespace
}  // namespace framelatch
