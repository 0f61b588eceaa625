#include "layouts/xwd.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <thread>
#include <utility>

#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::Collector;
using test::OwnRegion;
using test::Watching;

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
  XwdView view(CurrentPlatform(), screen.name());
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
  std::optional<CopyFacts> Fill(int slot, const StoredPicture& picture, Alpha alpha) noexcept override {
    const auto facts = target_->Fill(slot, picture, alpha);
    *pixels_ = std::byte{++drawn_};
    return facts;
  }
  std::byte* Pixels(int slot) const noexcept override { return target_->Pixels(slot); }

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

uint32_t ShownPixel(const XwdView& view) {
  std::array<std::byte, Screen::kWidth * Screen::kHeight * 4> pixels;
  ConvertToRgba8(view.Picture(0), Alpha::kOpaque, pixels.data());
  uint32_t first = 0;
  std::memcpy(&first, pixels.data(), sizeof first);
  return first;
}

void Install(const Screen& screen, uint32_t place, uint32_t pixel, std::array<uint8_t, 3> levels) {
  std::byte* colour = screen.colour(place);
  for (size_t i = 0; i < 4; ++i) colour[i] = static_cast<std::byte>(pixel >> (24 - 8 * i));
  for (size_t channel = 0; channel < 3; ++channel) {
    colour[4 + 2 * channel] = colour[5 + 2 * channel] = static_cast<std::byte>(levels[channel]);
  }
}

TEST(Xwd, EachChannelOfDirectColourIsLookedUpInItsOwnColumn) {
  for (const bool is_composed : {false, true}) {
    Screen screen;
    screen.Set(13, 5);  // DirectColor
    for (uint32_t i = 0; i < Screen::kColours; ++i) {
      const uint32_t pixel = is_composed ? i << 16 | i << 8 | i : i;
      Install(screen, i, pixel, {static_cast<uint8_t>(255 - i), static_cast<uint8_t>(i / 2), 7});
    }
    screen.pixels()[2] = std::byte{1};    // red
    screen.pixels()[1] = std::byte{100};  // green
    screen.pixels()[0] = std::byte{9};    // blue
    XwdView view(CurrentPlatform(), screen.name());
    ASSERT_TRUE(view.ContentOf(0));
    EXPECT_EQ(ShownPixel(view), 0xFF000000U | 7U << 16 | 50U << 8 | 254U);
  }
}

TEST(Xwd, DirectColourWithoutAColourMapIsTakenByItsMasks) {
  Screen screen;
  screen.Set(13, 5);
  screen.Set(19, 0);
  screen.Set(0, Screen::kHeader + Screen::kColours * 12);
  screen.pixels()[2] = std::byte{200};
  const XwdView view(CurrentPlatform(), screen.name());
  EXPECT_EQ(ShownPixel(view), 0xFF0000C8U);
}

TEST(Xwd, MasksThatAreMissingAreTheUsualOnes) {
  Screen screen;
  for (const size_t word : {14, 15, 16}) screen.Set(word, 0);
  screen.pixels()[2] = std::byte{200};
  const XwdView view(CurrentPlatform(), screen.name());
  EXPECT_EQ(ShownPixel(view), 0xFF0000C8U);
}

TEST(Xwd, MasksThatMakeNoSenseAreNamed) {
  Screen screen;
  screen.Set(15, 0);
  try {
    XwdView(CurrentPlatform(), screen.name());
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.reason.find("0xff0000, 0x0 and 0xff"), std::string::npos) << error.reason;
  }
}

TEST(Xwd, AScreenTooLargeToConvertIsRefusedBeforeAnyMemoryIsTaken) {
  Screen screen(8);
  screen.Set(4, 32767);
  screen.Set(5, 32767);
  screen.Set(12, 32767);
  EXPECT_EQ(CodeOf([&] { XwdView(CurrentPlatform(), screen.name()); }), "header-size-overflow");
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
      {14, 0xFF00, "format-unsupported"},
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
    EXPECT_EQ(CodeOf([&] { XwdView(CurrentPlatform(), screen.name()); }), wrong.code)
        << wrong.word << " = " << wrong.value;
  }
}

}  // namespace
}  // namespace framelatch
