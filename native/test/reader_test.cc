#include "reader/reader.h"

#include <dirent.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "layouts/capture.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::Collector;
using test::Eventually;
using test::Options;
using test::PublishGrey;
using test::UniqueId;
using test::WatchingHook;

TEST(Reader, DeliversEveryFrameOfAQuietProducerInOrder) {
  for (const Dialect dialect : {Dialect::kCaptureHook, Dialect::kGameCapture}) {
    WriterOptions options = Options(UniqueId());
    options.dialect = dialect;
    Writer writer(options);
    WatchingHook watching(options.id, dialect);
    for (uint8_t level = 1; level <= 20; ++level) {
      ASSERT_GE(PublishGrey(writer, level), 0);
      ASSERT_TRUE(watching.collector->WaitForFrames(level));
    }
    const auto frames = watching.collector->frames();
    const auto levels = watching.collector->levels();
    for (size_t i = 0; i < frames.size(); ++i) {
      EXPECT_EQ(frames[i].sequence, i + 1);
      EXPECT_EQ(levels[i], i + 1);
      EXPECT_FALSE(frames[i].suspect);
    }
  }
}

TEST(Reader, TellsWhatAPictureIsBesidesItsPixels) {
  const WriterOptions options = Options(UniqueId());
  Writer writer(options);
  WatchingHook watching(options.id);
  PublishGrey(writer, 0);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  EXPECT_EQ(watching.collector->frames()[0].picture, (PictureFacts{.uniform = Colour{}, .alpha_is_zero = true}));
  writer.Publish([&](std::byte* pixels) { pixels[3] = pixels[5] = std::byte{1}; });
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  EXPECT_EQ(watching.collector->frames()[1].picture, PictureFacts{});
  EXPECT_TRUE(watching.collector->frames()[1].lock_held_ns);
  const Status status = watching.reader.GetStatus();
  EXPECT_EQ(status.picture, PictureFacts{});
  EXPECT_EQ(status.shown, status.shape);
}

TEST(Reader, TellsForHowLongFramesHaveBroughtTheSamePicture) {
  const WriterOptions options = Options(UniqueId(), 512, 400);
  Writer writer(options);
  WatchingHook watching(options.id);
  // As a producer does that is frozen and goes on publishing.
  const auto publish_until = [&](auto holds) {
    return Eventually([&] {
      PublishGrey(writer, 7);
      const auto frames = watching.collector->frames();
      return !frames.empty() && holds(frames.back().picture.unchanged_ns);
    });
  };
  ASSERT_TRUE(publish_until([](uint64_t ns) { return ns > 200'000'000; }));
  // Another picture: its first frame has been there for no time, however slowly the next one comes.
  ASSERT_TRUE(Eventually([&] {
    PublishGrey(writer, 9);
    const auto levels = watching.collector->levels();
    return !levels.empty() && levels.back() == 9;
  }));
  const auto levels = watching.collector->levels();
  const auto first = static_cast<size_t>(std::ranges::find(levels, 9) - levels.begin());
  EXPECT_EQ(watching.collector->frames()[first].picture.unchanged_ns, 0U);
}

// After a resize the picture that is shown is the older one, and so is what is told of it.
TEST(Reader, TellsTheShapeOfThePictureThatIsShownApartFromTheSources) {
  const WriterOptions options = Options(UniqueId(), 64, 32);
  Writer writer(options);
  WatchingHook watching(options.id);
  PublishGrey(writer, 9);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  writer.Resize(128, 16, 0);
  ASSERT_TRUE(Eventually([&] {
    const auto shape = watching.reader.GetStatus().shape;
    return shape && shape->width == 128;
  }));
  EXPECT_EQ(watching.reader.GetStatus().shown->width, 64U);
  PublishGrey(writer, 10);
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  EXPECT_EQ(watching.reader.GetStatus().shown->width, 128U);
}

constexpr uint32_t kLargeWidth = 512;
constexpr uint32_t kLargeHeight = 400;

uint64_t OffsetOf(const Region& texture, int buffer) {
  const auto header = ReadTextureHeader(CurrentPlatform(), texture);
  return buffer == 0 ? header->tex1_offset : header->tex2_offset;
}

// Rewrites one byte in the middle of the buffer that is shown, as a writer does that finds the other one held: no index
// is stored, and the samples miss it.
void RewriteQuietly(std::byte* texture, uint64_t offset, uint8_t value) {
  texture[offset + (uint64_t{kLargeWidth} * 201 + 333) * 4] = static_cast<std::byte>(value);
}

TEST(Reader, SeesASmallChangeInTheBufferThatIsShown) {
  const WriterOptions options = Options(UniqueId(), kLargeWidth, kLargeHeight);
  Writer writer(options);
  const int buffer = PublishGrey(writer, 1);
  WatchingHook watching(options.id);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  const auto texture = CurrentPlatform().OpenRegion(writer.texture_name(), Access::kReadWrite);
  const uint64_t offset = OffsetOf(*texture, buffer);
  for (uint8_t value = 10; value < 30; ++value) {
    RewriteQuietly(texture->data(), offset, value);
    ASSERT_TRUE(watching.collector->WaitForFrames(value - 8U)) << int{value};
  }
  // Nothing changes any more: no frame comes of looking.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(watching.collector->frames().size(), 21U);
}

// The change comes before anything whole was seen: the picture that was delivered is compared.
TEST(Reader, SeesAChangeRightAfterTheDelivery) {
  const WriterOptions options = Options(UniqueId(), kLargeWidth, kLargeHeight);
  Writer writer(options);
  const auto texture = CurrentPlatform().OpenRegion(writer.texture_name(), Access::kReadWrite);
  const int buffer = PublishGrey(writer, 1);
  const uint64_t offset = OffsetOf(*texture, buffer);
  const auto collector = std::make_shared<Collector>();
  std::atomic<int> delivered = 0;
  collector->OnEachFrame([&] {
    if (++delivered == 1) RewriteQuietly(texture->data(), offset, 99);
  });
  Reader reader(ReaderOptions{{writer.hook_info_name()}}, collector);
  collector->ReleaseThrough(&reader);
  reader.SetTarget(collector->Target());
  EXPECT_TRUE(collector->WaitForFrames(2));
  reader.Stop();
  EXPECT_EQ(delivered, 2);
}

TEST(Reader, WithoutCreditCountsWhatIsOvertakenAndTakesTheNewest) {
  Writer writer(Options(UniqueId()));
  auto collector = std::make_shared<Collector>();
  Reader reader(ReaderOptions{{writer.hook_info_name()}}, collector);
  reader.SetTarget(collector->Target(1));
  PublishGrey(writer, 1);
  ASSERT_TRUE(collector->WaitForFrames(1));
  for (uint8_t level = 2; level <= 6; ++level) {
    PublishGrey(writer, level);
    ASSERT_TRUE(Eventually([&] { return reader.GetStatus().counters.published == level; }));
  }
  EXPECT_EQ(collector->frames().size(), 1U);
  reader.ReleaseSlot(0);
  ASSERT_TRUE(collector->WaitForFrames(2));
  EXPECT_EQ(collector->levels().back(), 6);
  EXPECT_EQ(collector->frames().back().overtaken, 4U);
  reader.Stop();
}

TEST(Reader, DeliversAgainWhatReachedNobodyUnlessANewerFrameDid) {
  const WriterOptions options = Options(UniqueId());
  Writer writer(options);
  WatchingHook watching(options.id);
  PublishGrey(writer, 1);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  watching.reader.TakeBack(1);
  ASSERT_TRUE(watching.collector->WaitForFrames(2));
  PublishGrey(writer, 2);
  ASSERT_TRUE(watching.collector->WaitForFrames(3));
  watching.reader.TakeBack(1);
  PublishGrey(writer, 3);
  ASSERT_TRUE(watching.collector->WaitForFrames(4));
  watching.reader.Stop();
  std::vector<uint64_t> sequences;
  for (const Frame& frame : watching.collector->frames()) sequences.push_back(frame.sequence);
  EXPECT_EQ(sequences, (std::vector<uint64_t>{1, 1, 2, 3}));
  EXPECT_EQ(watching.collector->levels(), (std::vector<uint8_t>{1, 1, 2, 3}));
}

TEST(Reader, CountsWhatReachedNobodyAsOvertakenByTheNext) {
  const WriterOptions options = Options(UniqueId());
  Writer writer(options);
  const auto collector = std::make_shared<Collector>();
  Reader reader(ReaderOptions{{writer.hook_info_name()}}, collector);
  reader.SetTarget(collector->Target(1));
  PublishGrey(writer, 1);
  ASSERT_TRUE(collector->WaitForFrames(1));
  // Its slot is still taken: nothing is delivered before the new target is there.
  PublishGrey(writer, 2);
  ASSERT_TRUE(Eventually([&] { return reader.GetStatus().counters.published == 2; }));
  reader.TakeBack(1);
  reader.SetTarget(collector->Target(1));
  ASSERT_TRUE(collector->WaitForFrames(2));
  reader.Stop();
  const Frame frame = collector->frames().back();
  EXPECT_EQ(collector->levels().back(), 2);
  EXPECT_EQ(frame.sequence, 1U);
  EXPECT_EQ(frame.overtaken, 1U);
  const Counters counters = reader.GetStatus().counters;
  EXPECT_EQ(counters.published, counters.delivered + counters.overtaken);
}

TEST(Reader, SeesABufferRewrittenWhileTheOtherIsHeld) {
  Writer writer(Options(UniqueId()));
  WatchingHook watching(ParseHookInfoName(writer.hook_info_name())->id);
  PublishGrey(writer, 1);
  PublishGrey(writer, 2);
  ASSERT_TRUE(watching.collector->WaitForLevel(2));
  // Somebody else holds buffer 0, which the writer wants next: it rewrites buffer 1, and last_tex stays.
  const auto other = CurrentPlatform().OpenNamedMutex(TextureMutexName(*ParseHookInfoName(writer.hook_info_name()), 0));
  while (other->TryLock(LockRole::kReader) == TryLockResult::kBusy) std::this_thread::yield();
  for (uint8_t level = 3; level <= 8; ++level) {
    while (PublishGrey(writer, level) < 0) std::this_thread::yield();
    EXPECT_TRUE(watching.collector->WaitForLevel(level)) << static_cast<int>(level);
  }
  other->Unlock();
}

TEST(Reader, CountsContentionAndComesBack) {
  Writer writer(Options(UniqueId()));
  PublishGrey(writer, 1);
  const auto held = CurrentPlatform().OpenNamedMutex(TextureMutexName(*ParseHookInfoName(writer.hook_info_name()), 0));
  ASSERT_EQ(held->TryLock(LockRole::kReader), TryLockResult::kOwned);
  WatchingHook watching(ParseHookInfoName(writer.hook_info_name())->id);
  ASSERT_TRUE(Eventually([&] { return watching.reader.GetStatus().counters.contended > 0; }));
  EXPECT_TRUE(watching.collector->frames().empty());
  held->Unlock();
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  EXPECT_GT(watching.collector->frames().front().contended, 0U);
}

TEST(Reader, NeverTearsAndNeverGoesBackUnderAFastWriter) {
  const uint64_t id = UniqueId();
  Writer writer(Options(id, 256, 128));
  auto collector = std::make_shared<Collector>();
  Reader reader(ReaderOptions{{writer.hook_info_name()}}, collector);
  collector->ReleaseThrough(&reader);
  reader.SetTarget(collector->Target());
  constexpr int kPictures = 2000;
  for (int number = 0; number < kPictures; ++number) {
    // The level grows slowly: going back is seen as a smaller one.
    PublishGrey(writer, static_cast<uint8_t>(number / 10));
    if (number % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(800));
    if (number % 100 == 0) {
      ASSERT_TRUE(collector->WaitForFrames(static_cast<size_t>(number / 100) + 1));
    }
  }
  // The last may have found both buffers in the reader's hands.
  while (PublishGrey(writer, (kPictures - 1) / 10) < 0) std::this_thread::yield();
  ASSERT_TRUE(collector->WaitForLevel((kPictures - 1) / 10));
  reader.Stop();
  const auto levels = collector->levels();
  EXPECT_TRUE(std::is_sorted(levels.begin(), levels.end()));
}

size_t OpenDescriptors() {
  size_t count = 0;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc/self/fd"), closedir);
  while (readdir(folder.get()) != nullptr) ++count;
  return count;
}

TEST(Reader, LeaksNoDescriptors) {
  const uint64_t id = UniqueId();
  Writer writer(Options(id));
  PublishGrey(writer, 1);
  const size_t before = OpenDescriptors();
  for (int round = 0; round < 50; ++round) {
    WatchingHook watching(id);
    ASSERT_TRUE(watching.collector->WaitForFrames(1));
  }
  EXPECT_EQ(OpenDescriptors(), before);
}

}  // namespace
}  // namespace framelatch
