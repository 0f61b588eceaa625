#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

#include "layouts/listing.h"
#include "layouts/virtual_camera.h"
#include "layouts/xwd.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::Collector;
using test::UniqueId;

// A region that goes with its test.
class OwnRegion {
 public:
  explicit OwnRegion(uint64_t bytes, const std::string& stem = "FramelatchTest")
      : name(stem + std::to_string(UniqueId())), region(CurrentPlatform().CreateRegion(name, bytes)) {}
  OwnRegion(const OwnRegion&) = delete;
  OwnRegion& operator=(const OwnRegion&) = delete;
  ~OwnRegion() { CurrentPlatform().RemoveObject(name); }

  std::byte* data() const { return region->data(); }
  std::atomic_ref<uint32_t> Word(size_t offset) const {
    return std::atomic_ref<uint32_t>(*reinterpret_cast<uint32_t*>(data() + offset));
  }

  const std::string name;
  const std::unique_ptr<Region> region;
};

bool IsMapped(const std::string& name) {
  std::ifstream maps("/proc/self/maps");
  int times = 0;
  for (std::string line; std::getline(maps, line);) times += line.ends_with(name) ? 1 : 0;
  return times > 1;  // the test's own mapping is one
}

bool Eventually(const std::function<bool()>& holds) {
  for (int tries = 0; tries < 500; ++tries) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

struct Watching {
  explicit Watching(SourceAddress address)
      : collector(std::make_shared<Collector>()), reader(ReaderOptions{std::move(address)}, collector) {
    collector->ReleaseThrough(&reader);
    reader.SetTarget(collector->Target());
  }
  ~Watching() { reader.Stop(); }
  std::shared_ptr<Collector> collector;
  Reader reader;
};

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
  VirtualCameraView view(camera.name(), {});
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

TEST(VirtualCamera, AHeaderThatMakesNoSenseIsAnErrorNotAPicture) {
  Camera camera;
  camera.Publish(1);
  const auto code = [&] { return CodeOf([&] { VirtualCameraView(camera.name(), {}); }); };
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
  EXPECT_EQ(CodeOf([&] { VirtualCameraView(small.name, {}); }), "mapping-too-small");
}

// An X server's screen, by the words of docs/layouts.md.
class Screen {
 public:
  static constexpr uint32_t kWidth = 8;
  static constexpr uint32_t kHeight = 4;
  static constexpr uint32_t kPixelBytes = kWidth * kHeight * 4;
  static constexpr uint32_t kHeader = 160;
  static constexpr uint32_t kColours = 256;

  explicit Screen(uint32_t bits = 32) : file_(kHeader + kColours * 12 + kPixelBytes) {
    const uint32_t words[25] = {kHeader,
                                7,
                                2,
                                bits == 32 ? 24 : bits,
                                kWidth,
                                kHeight,
                                0,
                                0,
                                32,
                                0,
                                32,
                                bits,
                                kWidth * bits / 8,
                                bits == 8 ? 3U : 4U,
                                0xFF0000,
                                0xFF00,
                                0xFF,
                                8,
                                256,
                                kColours,
                                kWidth,
                                kHeight,
                                0,
                                0,
                                0};
    for (size_t i = 0; i < 25; ++i) Set(i, words[i]);
  }
  void Set(size_t word, uint32_t value) {
    for (size_t i = 0; i < 4; ++i) file_.data()[word * 4 + i] = static_cast<std::byte>(value >> (24 - 8 * i));
  }
  std::byte* pixels() const { return file_.data() + kHeader + kColours * 12; }
  std::byte* colour(uint32_t index) const { return file_.data() + kHeader + index * 12; }
  const std::string& name() const { return file_.name; }

 private:
  OwnRegion file_;
};

TEST(Xwd, IsKnownByItsBytesAndShowsEachChange) {
  Screen screen;
  Watching watching({screen.name()});
  ASSERT_TRUE(watching.collector->WaitForFrames(1));
  for (uint8_t level = 1; level <= 5; ++level) {
    // One byte, anywhere: whatever changed is seen. The first byte is blue; levels tell of red.
    screen.pixels()[2] = static_cast<std::byte>(level);
    ASSERT_TRUE(watching.collector->WaitForLevel(level));
  }
  screen.pixels()[Screen::kPixelBytes - 2] = std::byte{1};
  ASSERT_TRUE(watching.collector->WaitForFrames(7));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(watching.collector->frames().size(), 7U) << "what does not change is not sent again";
  EXPECT_EQ(watching.reader.GetStatus().shape->layout, LayoutId::kXwd);
}

TEST(Xwd, AnIndexIsShownByThePaletteOfTheMoment) {
  Screen screen(8);
  const auto install = [&](uint32_t index, uint8_t red) {
    std::byte* colour = screen.colour(index);
    std::fill_n(colour, 12, std::byte{0});
    colour[3] = static_cast<std::byte>(index);
    colour[4] = colour[5] = static_cast<std::byte>(red);
  };
  for (uint32_t index = 0; index < Screen::kColours; ++index) install(index, 0);
  install(5, 200);
  screen.pixels()[0] = std::byte{5};
  Watching watching({screen.name()});
  ASSERT_TRUE(watching.collector->WaitForLevel(200));
  install(5, 100);
  ASSERT_TRUE(watching.collector->WaitForLevel(100)) << "a colour map that changes is a picture that changes";
}

TEST(Xwd, ACopyThatTheServerOvertakesIsNotWhole) {
  Screen screen;
  XwdView view(screen.name());
  ASSERT_TRUE(view.ContentOf(0));
  view.TryLock(0);
  EXPECT_TRUE(view.ContentUnderLock(0));
  EXPECT_TRUE(view.IsIntact(0));
  screen.pixels()[9] = std::byte{9};
  EXPECT_FALSE(view.IsIntact(0));
}

// A server that draws during each copy.
class Restless final : public FrameTarget {
 public:
  Restless(std::shared_ptr<FrameTarget> target, std::byte* pixels) : target_(std::move(target)), pixels_(pixels) {}

  int slots() const override { return target_->slots(); }
  uint64_t slot_bytes() const override { return target_->slot_bytes(); }
  void Prepare(int slot) noexcept override { target_->Prepare(slot); }
  bool Fill(int slot, const StoredPicture& picture, Alpha alpha) noexcept override {
    const bool filled = target_->Fill(slot, picture, alpha);
    *pixels_ = std::byte{++drawn_};
    return filled;
  }

 private:
  const std::shared_ptr<FrameTarget> target_;
  std::byte* const pixels_;
  uint8_t drawn_ = 0;
};

TEST(Xwd, AServerThatNeverPausesIsShownAtLastAndMarked) {
  const Screen screen;
  const auto collector = std::make_shared<Collector>();
  Reader reader(ReaderOptions{SourceAddress{screen.name()}}, collector);
  reader.SetTarget(std::make_shared<Restless>(collector->Target(), screen.pixels()));
  EXPECT_TRUE(collector->WaitForFrames(1));
  reader.Stop();
  for (const Frame& frame : collector->frames()) EXPECT_TRUE(frame.suspect);
}

TEST(Xwd, AHeaderThatMakesNoSenseIsAnErrorNotAPicture) {
  const struct {
    size_t word;
    uint32_t value;
    const char* code;
  } cases[] = {
      {1, 6, "header-version-unsupported"},
      {0, 99, "header-version-unsupported"},
      {0, 0xFFFFFFFF, "header-version-unsupported"},
      {2, 1, "format-unsupported"},
      {11, 12, "format-unsupported"},
      {14, 0, "format-unsupported"},
      {19, 0xFFFFFFFF, "format-unsupported"},
      {4, 0, "header-size-zero"},
      {5, 0xFFFFFFFF, "header-size-overflow"},
      {12, 31, "pitch-too-small"},
      {5, 5, "mapping-too-small"},
      {19, 300, "mapping-too-small"},
  };
  for (const auto& wrong : cases) {
    Screen screen;
    screen.Set(wrong.word, wrong.value);
    EXPECT_EQ(CodeOf([&] { XwdView(screen.name()); }), wrong.code) << wrong.word << " = " << wrong.value;
  }
}

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
  ASSERT_NE(second->TryLock(), TryLockResult::kBusy);
  Watching watching({region.name, LayoutId::kRaw, raw, {}});
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(watching.collector->frames().size(), 0U) << "-1: nothing is published";
  region.Word(8) = 0;
  ASSERT_TRUE(watching.collector->WaitForLevel(10));
  region.Word(8) = 1;
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(watching.collector->levels().back(), 10) << "held by its writer";
  second->Unlock(LockRole::kWriter);
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
    return CodeOf([&] { OpenSource({region.name, LayoutId::kRaw, raw, {}}); });
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
  EXPECT_EQ(CodeOf([&] { OpenSource({region.name, LayoutId::kRaw}); }), "usage") << "without a description";
}

TEST(Layouts, AreKnownByNameOrBytesAndOthersAreRefused) {
  const OwnRegion nothing(4096);
  EXPECT_EQ(CodeOf([&] { ResolveLayout({nothing.name}); }), "layout-unknown");
  EXPECT_EQ(ResolveLayout({"OBSVirtualCamVideo"}).id, LayoutId::kVirtualCamera);
  EXPECT_EQ(ResolveLayout({"Global\\ShareMemoryMap-x"}).id, LayoutId::kCheckedBlock);
  EXPECT_EQ(ResolveLayout({"fork_server1"}).id, LayoutId::kStruct);
  EXPECT_EQ(ResolveLayout({"/nowhere/Xvfb_screen0"}).id, LayoutId::kXwd);
  EXPECT_EQ(ResolveLayout({"CaptureHook_HookInfo1", LayoutId::kXwd}).id, LayoutId::kXwd) << "what is forced wins";
  EXPECT_EQ(CodeOf([&] { OpenSource({nothing.name, LayoutId::kStruct}); }), "layout-holds-no-picture");
  const OwnRegion block(4096, "ShareMemoryMap-");
  const auto rows = ListSources();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Listing& it) { return it.name == block.name; });
  ASSERT_NE(row, rows.end());
  EXPECT_EQ(row->shape.layout, LayoutId::kCheckedBlock);
}

}  // namespace
}  // namespace framelatch
