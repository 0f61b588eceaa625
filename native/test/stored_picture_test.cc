#include <gtest/gtest.h>

#include "layouts/formats.h"
#include "layouts/layout.h"
#include "pixels/pixels.h"
#include "support.h"

namespace framelatch {
namespace {

using test::CodeOf;

uint32_t Number(DxgiFormat format) { return static_cast<uint32_t>(format); }

TEST(StoredPicture, IsBuiltFromExactlyTheBytesThatItTakes) {
  const struct {
    PictureDescription description;
    size_t bytes;
  } cases[] = {
      {{.width = 3, .height = 5, .pitch = 12, .format = Number(DxgiFormat::kB8G8R8A8Unorm)}, 60},
      {{.width = 3, .height = 5, .pitch = 20, .format = Number(DxgiFormat::kB8G8R8A8Unorm)}, 100},
      {{.width = 4, .height = 6, .pitch = 4, .format = Number(DxgiFormat::kNv12)}, 36},
      {{.width = 2, .height = 2, .pitch = 8, .format = Number(DxgiFormat::kNv12)}, 24},
      {{.width = 3, .height = 2, .pitch = 9, .format = Number(DxgiFormat::kMasked), .masks = {.bytes_per_pixel = 3}},
       18},
  };
  for (const auto& right : cases) {
    const std::vector<std::byte> bytes(right.bytes);
    EXPECT_EQ(StoredPicture::Of(right.description, bytes).width, right.description.width);
    const std::span<const std::byte> cut(bytes.data(), right.bytes - 1);
    EXPECT_EQ(CodeOf([&] { StoredPicture::Of(right.description, cut); }), "mapping-too-small") << right.bytes;
  }
}

TEST(StoredPicture, CannotBeBuiltWhereAConverterWouldLackSomething) {
  const std::vector<std::byte> bytes(1 << 16);
  const struct {
    const char* code;
    PictureDescription description;
  } cases[] = {
      {"format-unsupported", {.width = 8, .height = 8, .pitch = 32, .format = 27}},
      {"format-unsupported", {.width = 8, .height = 8, .pitch = 32, .format = Number(DxgiFormat::kP8)}},
      {"format-unsupported", {.width = 7, .height = 8, .pitch = 32, .format = Number(DxgiFormat::kNv12)}},
      {"format-unsupported", {.width = 8, .height = 7, .pitch = 32, .format = Number(DxgiFormat::kNv12)}},
      {"format-unsupported",
       {.width = 8, .height = 8, .pitch = 64, .format = Number(DxgiFormat::kMasked), .masks = {.bytes_per_pixel = 5}}},
      {"format-unsupported",
       {.width = 8, .height = 8, .pitch = 64, .format = Number(DxgiFormat::kMasked), .masks = {.bytes_per_pixel = 0}}},
      {"header-size-zero", {.width = 0, .height = 8, .pitch = 32, .format = 87}},
      {"header-size-zero", {.width = 8, .height = 0, .pitch = 32, .format = 87}},
      {"pitch-too-small", {.width = 8, .height = 8, .pitch = 31, .format = 87}},
      {"pitch-too-small", {.width = 0x40000001, .height = 8, .pitch = 4, .format = 87}},
      {"mapping-too-small", {.width = 8, .height = 0xFFFFFFFF, .pitch = 0xFFFFFFFF, .format = 87}},
      {"mapping-too-small",
       {.width = 8, .height = 0xFFFFFFFE, .pitch = 0xFFFFFFFF, .format = Number(DxgiFormat::kNv12)}},
  };
  for (const auto& wrong : cases) {
    EXPECT_EQ(CodeOf([&] { StoredPicture::Of(wrong.description, bytes); }), wrong.code);
  }
}

TEST(StoredBytes, OfAPictureThatFitsNoMemoryDoNotWrapAround) {
  EXPECT_EQ(StoredBytes(Number(DxgiFormat::kNv12), 0xFFFFFFFF, 0xFFFFFFFF), UINT64_MAX);
  EXPECT_EQ(StoredBytes(87, 0xFFFFFFFF, 0xFFFFFFFF), 0xFFFFFFFFULL * 0xFFFFFFFF);
}

TEST(Formats, OfALayoutAreThoseThatItsHeaderCanTellEverythingOf) {
  for (const Layout& layout : Layouts()) {
    EXPECT_EQ(Holds(layout.formats, Number(DxgiFormat::kP8)), layout.id == LayoutId::kXwd) << NameOf(layout.id);
    EXPECT_EQ(Holds(layout.formats, Number(DxgiFormat::kMasked)), layout.id == LayoutId::kXwd) << NameOf(layout.id);
    const bool has_nv12 = layout.id == LayoutId::kVirtualCamera || layout.id == LayoutId::kRaw;
    EXPECT_EQ(Holds(layout.formats, Number(DxgiFormat::kNv12)), has_nv12) << NameOf(layout.id);
    for (const DxgiFormat format : layout.formats) EXPECT_NE(BytesPerPixel(Number(format)), 0U);
  }
}

}  // namespace
}  // namespace framelatch
