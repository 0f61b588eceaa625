#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "reader/reader.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::Collector;
using test::Eventually;
using test::Options;
using test::PublishGrey;
using test::UniqueId;
using test::WatchingHook;

TEST(ReaderRestarts, AResizeReopensByItself) {
  Writer writer(Options(UniqueId()));
  WatchingHook watching(ParseHookInfoName(writer.hook_info_name())->id);
  PublishGrey(writer, 1);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  writer.Resize(128, 16, 128 * 4 + 64);
  PublishGrey(writer, 9);
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  const Frame frame = watching.collector->frames().back();
  EXPECT_EQ(frame.width, 128U);
  EXPECT_EQ(frame.map_id, 2U);
  EXPECT_EQ(frame.sequence, 2U);
  EXPECT_EQ(watching.collector->levels().back(), 9);
}

TEST(ReaderRestarts, ARestartedProducerComesBackByItself) {
  const uint64_t id = UniqueId();
  auto writer = std::make_unique<Writer>(Options(id));
  WatchingHook watching(id);
  PublishGrey(*writer, 1);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  writer.reset();
  ASSERT_TRUE(watching.collector->WaitForPhase(Phase::kProducerGone));
  writer = std::make_unique<Writer>(Options(id, 32, 32));
  PublishGrey(*writer, 2);
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  EXPECT_EQ(watching.collector->frames().back().sequence, 2U);
  ASSERT_TRUE(watching.collector->WaitForPhase(Phase::kLive));
  EXPECT_EQ(watching.reader.GetStatus().counters.reopened, 1U);
}

TEST(ReaderRestarts, AFramesStatusIsThereWithIt) {
  const uint64_t id = UniqueId();
  auto writer = std::make_unique<Writer>(Options(id));
  WatchingHook watching(id);
  PublishGrey(*writer, 1);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  writer.reset();
  writer = std::make_unique<Writer>(Options(id, 32, 32));
  PublishGrey(*writer, 2);
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  const auto statuses = watching.collector->statuses_at_frames();
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(statuses[i].phase, Phase::kLive);
    EXPECT_EQ(statuses[i].counters.delivered, i + 1);
    EXPECT_EQ(statuses[i].counters.reopened, i);
  }
  EXPECT_EQ(statuses[1].shape->width, 32U);
}

TEST(ReaderRestarts, AProducerKilledUnderTheLockGivesASuspectFrame) {
  const uint64_t id = UniqueId();
  const pid_t child = fork();
  if (child == 0) {
    Writer writer(Options(id));
    PublishGrey(writer, 1);
    PublishGrey(writer, 2);
    writer.Publish([](std::byte* pixels) {
      std::fill_n(pixels, 100, std::byte{77});
      kill(getpid(), SIGKILL);
    });
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  WatchingHook watching(id);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  // The last published buffer is whole; the one that was being written is the suspect one.
  EXPECT_EQ(watching.collector->levels().front(), 2);
  EXPECT_FALSE(watching.collector->frames().front().suspect);
  EXPECT_TRUE(watching.collector->WaitForPhase(Phase::kProducerGone));
  const auto parsed = ParseHookInfoName(HookInfoNameFor(Dialect::kCaptureHook, id));
  EXPECT_EQ(CurrentPlatform().LookAtMutex(TextureMutexName(*parsed, 0)).state, MutexState::kAbandoned);
  // A writer that dies right after storing last_tex leaves the index on the abandoned buffer.
  const auto texture = CurrentPlatform().OpenRegion(TextureName(*parsed, id & 0xFFFFFFFF, 1), Access::kReadWrite);
  texture->data()[0] = std::byte{0};
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  EXPECT_TRUE(watching.collector->frames().back().suspect);
  EXPECT_EQ(watching.collector->levels().back(), 77);
  for (const std::string& name : {TextureName(*parsed, id & 0xFFFFFFFF, 1), TextureMutexName(*parsed, 0),
                                  TextureMutexName(*parsed, 1), HookInfoNameFor(Dialect::kCaptureHook, id)}) {
    CurrentPlatform().RemoveObject(name);
  }
}

TEST(ReaderRestarts, SurvivesATextureThatShrinks) {
  Writer writer(Options(UniqueId(), 256, 256));
  WatchingHook watching(ParseHookInfoName(writer.hook_info_name())->id);
  PublishGrey(writer, 1);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  const std::string path = "/dev/shm/" + writer.texture_name();
  ASSERT_EQ(truncate(path.c_str(), 4096), 0);
  EXPECT_TRUE(watching.collector->WaitForError("texture-too-small"));
  ASSERT_EQ(truncate(path.c_str(), 64 + 2 * 256 * 256 * 4), 0);
  PublishGrey(writer, 3);
  EXPECT_TRUE(watching.collector->WaitForFrames(2));
}

TEST(ReaderRestarts, ReportsABadIndexAndRecovers) {
  Writer writer(Options(UniqueId()));
  WatchingHook watching(ParseHookInfoName(writer.hook_info_name())->id);
  PublishGrey(writer, 1);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  const auto texture = CurrentPlatform().OpenRegion(writer.texture_name(), Access::kReadWrite);
  texture->data()[0] = std::byte{7};
  EXPECT_TRUE(watching.collector->WaitForError("texture-index-invalid"));
  PublishGrey(writer, 2);
  EXPECT_TRUE(watching.collector->WaitForFrames(2));
}

TEST(ReaderRestarts, StallsAndResumes) {
  Writer writer(Options(UniqueId()));
  auto collector = std::make_shared<Collector>();
  ReaderOptions options{{writer.hook_info_name()}};
  options.stall_after_ns = 100'000'000;
  Reader reader(options, collector);
  collector->ReleaseThrough(&reader);
  reader.SetTarget(collector->Target());
  PublishGrey(writer, 1);
  EXPECT_TRUE(collector->WaitForPhase(Phase::kStalled));
  PublishGrey(writer, 2);
  EXPECT_TRUE(collector->WaitForPhase(Phase::kLive));
  reader.Stop();
}

TEST(ReaderRestarts, SaysThatAHookWithoutACapturerIsIdle) {
  Writer writer(Options(UniqueId()));
  WatchingHook watching(ParseHookInfoName(writer.hook_info_name())->id);
  ASSERT_TRUE(watching.collector->WaitForPhase(Phase::kWaiting));
  EXPECT_EQ(watching.reader.GetStatus().wait_reason, WaitReason::kHookIdle);
}

TEST(ReaderRestarts, CapturesTheLastPictureOfAProducerThatIsGone) {
  const uint64_t id = UniqueId();
  auto writer = std::make_unique<Writer>(Options(id));
  WatchingHook watching(id);
  PublishGrey(*writer, 42);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  writer.reset();
  ASSERT_TRUE(watching.collector->WaitForPhase(Phase::kProducerGone));
  std::vector<std::byte> pixels(64 * 32 * 4);
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Frame> captured;
  bool is_done = false;
  watching.reader.Capture({.pixels = pixels.data(),
                           .bytes = pixels.size(),
                           .alpha = Alpha::kOpaque,
                           .deadline_ns = CurrentPlatform().MonotonicNs() + 5'000'000'000,
                           .done = [&](const std::optional<Frame>& frame) {
                             const std::lock_guard lock(mutex);
                             captured = frame;
                             is_done = true;
                             done.notify_all();
                           }});
  std::unique_lock lock(mutex);
  ASSERT_TRUE(done.wait_for(lock, std::chrono::seconds(10), [&] { return is_done; }));
  ASSERT_TRUE(captured);
  EXPECT_EQ(pixels[0], std::byte{42});
}

}  // namespace
}  // namespace framelatch
