#include "layouts/virtual_camera.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <functional>
#include <thread>

#include "platform/simulated/simulated_platform.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::Eventually;
using test::OwnRegion;
using test::Watching;

bool IsMapped(const std::string& name) {
  std::ifstream maps("/proc/self/maps");
  int times = 0;
  for (std::string line; std::getline(maps, line);) times += line.ends_with(name) ? 1 : 0;
  return times > 1;  // the test's own mapping is one
}

// Writes a camera's queue as docs/layouts.md says.
class Camera {
 public:
  static constexpr uint32_t kWidth = 16;
  static constexpr uint32_t kHeight = 8;
  static constexpr uint32_t kSlotBytes = 32 + kWidth * kHeight * 3 / 2;

  Camera() : queue_(96 + 3 * ((kSlotBytes + 31) / 32 * 32)) {
    for (uint32_t slot = 0; slot < 3; ++slot) queue_.Word(12 + 4 * slot) = 96 + slot * ((kSlotBytes + 31) / 32 * 32);
    queue_.Word(28) = kWidth;
    queue_.Word(32) = kHeight;
    queue_.Word(8) = 1;
  }

  void Publish(uint8_t luma) {
    const uint32_t index = ++queue_.Word(0);
    std::byte* slot = queue_.data() + queue_.Word(12 + 4 * (index % 3));
    std::memset(slot + 32, luma, size_t{kWidth} * kHeight);
    std::memset(slot + 32 + size_t{kWidth} * kHeight, 128, size_t{kWidth} * kHeight / 2);
    queue_.Word(4) = index;
    queue_.Word(8) = 2;
  }
  void Begin(uint32_t pictures) { queue_.Word(0) += pictures; }
  void SetState(uint32_t state) { queue_.Word(8) = state; }
  std::atomic_ref<uint32_t> Word(size_t offset) const { return queue_.Word(offset); }

  const std::string& name() const { return queue_.name; }
  SourceAddress Address() const {
    return {name(), LayoutId::kVirtualCamera, std::nullopt, {.is_bt709 = true, .is_full_range = true}};
  }

 private:
  OwnRegion queue_;
};

// A camera that moves is held: one that this test does not move for half a second would be let go.
bool IsTakenUp(Camera& camera, uint8_t luma) {
  return Eventually([&] {
    camera.Publish(luma);
    return IsMapped(camera.name());
  });
}

TEST(VirtualCamera, DeliversEachPictureOnce) {
  Camera camera;
  Watching watching(camera.Address());
  for (uint8_t level = 1; level <= 9; ++level) {
    camera.Publish(level);
    ASSERT_TRUE(watching.collector->WaitForFrames(level));
  }
  const auto levels = watching.collector->levels();
  for (size_t i = 0; i < levels.size(); ++i) EXPECT_EQ(levels[i], i + 1);
  EXPECT_EQ(levels.size(), 9U);
}

TEST(VirtualCamera, ACopyIsTornWhenTheWriterComesRound) {
  Camera camera;
  camera.Publish(1);
  VirtualCameraView view(CurrentPlatform(), camera.name(), {});
  const auto buffer = view.CurrentBuffer();
  ASSERT_TRUE(buffer && *buffer >= 0);
  view.TryLock(*buffer);
  camera.Begin(2);
  EXPECT_TRUE(view.IsIntact(*buffer));
  camera.Begin(1);
  EXPECT_FALSE(view.IsIntact(*buffer));
}

TEST(VirtualCamera, IsLetGoWhenItStopsAndKeepsItsLastPicture) {
  Camera camera;
  Watching watching(camera.Address());
  camera.Publish(7);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  EXPECT_TRUE(IsTakenUp(camera, 7));
  camera.SetState(3);
  EXPECT_TRUE(Eventually([&] { return !IsMapped(camera.name()); }));
  const size_t frames = watching.collector->frames().size();
  watching.reader.RequestCurrent();
  ASSERT_TRUE(watching.collector->WaitForFrames(frames + 1));
  EXPECT_EQ(watching.collector->levels().back(), 7);
  camera.Publish(8);
  ASSERT_TRUE(watching.collector->WaitForLevel(8)) << "it comes back by itself";
}

TEST(VirtualCamera, IsLetGoWhenItStallsAndTakenUpWhenItMoves) {
  Camera camera;
  Watching watching(camera.Address());
  camera.Publish(7);
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  EXPECT_TRUE(Eventually([&] { return !IsMapped(camera.name()); }));
  camera.Publish(9);
  ASSERT_TRUE(watching.collector->WaitForLevel(9));
  EXPECT_TRUE(IsTakenUp(camera, 10));
}

TEST(VirtualCamera, OneThatEndedBeforeItsFirstPictureShowsNone) {
  Camera camera;  // starting
  Watching watching(camera.Address());
  EXPECT_TRUE(Eventually([&] { return IsMapped(camera.name()); }));
  EXPECT_TRUE(Eventually([&] { return !IsMapped(camera.name()); }));
  watching.reader.RequestCurrent();
  camera.Publish(9);
  ASSERT_TRUE(watching.collector->WaitForLevel(9));
  EXPECT_EQ(watching.collector->levels().front(), 9) << "a slot that nobody ever filled was shown";
}

TEST(VirtualCamera, AHeaderThatMakesNoSenseIsAnErrorNotAPicture) {
  Camera camera;
  camera.Publish(1);
  const auto code = [&] { return CodeOf([&] { VirtualCameraView(CurrentPlatform(), camera.name(), {}); }); };
  EXPECT_EQ(code(), "");
  const struct {
    size_t offset;
    uint32_t value;
    const char* code;
  } cases[] = {
      {24, 1, "capture-type-unknown"},       {28, 0, "header-size-zero"},
      {28, 15, "header-size-overflow"},      {28, 0xFFFFFFFE, "header-size-overflow"},
      {12, 0, "texture-offset-invalid"},     {16, 97, "texture-offset-invalid"},
      {20, 0xFFFFFFFF, "mapping-too-small"}, {32, 1024, "texture-offset-invalid"},
  };
  for (const auto& wrong : cases) {
    const uint32_t before = camera.Word(wrong.offset);
    camera.Word(wrong.offset) = wrong.value;
    EXPECT_EQ(code(), wrong.code) << wrong.offset;
    camera.Word(wrong.offset) = before;
  }
  const OwnRegion small(79);
  EXPECT_EQ(CodeOf([&] { VirtualCameraView(CurrentPlatform(), small.name, {}); }), "mapping-too-small");
}

// A queue in simulated memory, at rest: its next look lets go of it.
std::vector<std::byte> RestingQueue() {
  VirtualCameraHeader header{};
  header.write_idx = header.read_idx = 4;
  header.state = 2;
  for (uint32_t slot = 0; slot < 3; ++slot) header.offsets[slot] = 96 + slot * 64;
  header.cx = 4;
  header.cy = 2;
  std::vector<std::byte> bytes(96 + 3 * 64);
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

TEST(VirtualCamera, APictureThatIsOvertakenWhileItsQueueIsLetGoIsNotKept) {
  using Spoil = void (*)(VirtualCameraHeader&);
  const Spoil spoils[] = {
      [](VirtualCameraHeader& header) { header.write_idx += 3; },                   // came round
      [](VirtualCameraHeader& header) { header.read_idx = header.write_idx = 1; },  // counts anew
      [](VirtualCameraHeader& header) { header.state = 1; },                        // begins anew
      [](VirtualCameraHeader& header) { std::swap(header.cx, header.cy); },         // has another size
      [](VirtualCameraHeader& header) { std::swap(header.offsets[0], header.offsets[1]); },
  };
  for (const Spoil spoil : spoils) {
    simulated::SimulatedPlatform platform;
    std::vector<std::byte> bytes = RestingQueue();
    platform.PutRegion("camera", bytes);
    VirtualCameraView view(platform, "camera", {});
    platform.AdvanceNs(1'000'000'000);
    VirtualCameraHeader header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    spoil(header);
    std::memcpy(bytes.data(), &header, sizeof header);
    // The first read of the look is the header's, the second the picture's.
    platform.AfterRead(2, [&] { platform.Store("camera", 0, bytes); });
    const auto buffer = view.CurrentBuffer();
    const bool is_kept = buffer && *buffer >= 0 && view.TryLock(*buffer) == TryLockResult::kOwned;
    EXPECT_FALSE(is_kept && view.IsIntact(*buffer)) << "a torn picture without a mark";
  }
}

TEST(VirtualCamera, APictureAtRestIsKeptWhenItsQueueIsLetGo) {
  simulated::SimulatedPlatform platform;
  platform.PutRegion("camera", RestingQueue());
  VirtualCameraView view(platform, "camera", {});
  platform.AdvanceNs(1'000'000'000);
  const auto buffer = view.CurrentBuffer();
  ASSERT_EQ(buffer, 1);
  platform.RemoveObject("camera");
  EXPECT_EQ(view.TryLock(1), TryLockResult::kOwned);
  EXPECT_TRUE(view.IsIntact(1));
}

}  // namespace
}  // namespace framelatch
