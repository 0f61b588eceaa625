#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/error.h"
#include "pixels/pixels.h"
#include "platform/platform.h"

// What stands in front of an XWD picture, and what it says of the pixels (docs/layouts.md).
namespace framelatch {

// The 25 big-endian words in front, in host order (source: XWDFile.h of xorgproto).
struct XwdHeader {
  uint32_t header_size;  // bytes, with the name that follows the words
  uint32_t file_version;
  uint32_t pixmap_format;  // 2 = ZPixmap
  uint32_t pixmap_depth;
  uint32_t pixmap_width;
  uint32_t pixmap_height;
  uint32_t xoffset;
  uint32_t byte_order;  // 0 = least significant byte first
  uint32_t bitmap_unit;
  uint32_t bitmap_bit_order;
  uint32_t bitmap_pad;
  uint32_t bits_per_pixel;
  uint32_t bytes_per_line;
  uint32_t visual_class;
  uint32_t red_mask;
  uint32_t green_mask;
  uint32_t blue_mask;
  uint32_t bits_per_rgb;
  uint32_t colormap_entries;
  uint32_t ncolors;
  uint32_t window_width;
  uint32_t window_height;
  uint32_t window_x;
  uint32_t window_y;
  uint32_t window_bdrwidth;
  friend bool operator==(const XwdHeader&, const XwdHeader&) = default;
};
static_assert(sizeof(XwdHeader) == 100);

namespace xwd {

inline constexpr uint64_t kColourBytes = 12;  // u32 pixel, u16 red, green, blue, u8 flags, u8 padding

uint32_t BigEndian32(const std::byte* bytes);
XwdHeader Decode(const std::byte* bytes);
// Whether it is a header at all: nothing of its sizes.
bool IsHeader(const XwdHeader& header);
// Nothing when the memory vanished, or is too small for a header.
std::optional<XwdHeader> TryRead(Platform& platform, const Region& region);
// mapping-too-small
XwdHeader Read(Platform& platform, const Region& region, const std::string& name);
// Throws header-*, format-unsupported, pitch-too-small, mapping-too-small.
void Validate(const XwdHeader& header, uint64_t bytes, const std::string& name);
XwdHeader ReadValid(Platform& platform, const Region& region, const std::string& name);
Error TooSmall(const std::string& name, uint64_t found, uint64_t expected);

// Where the pixels begin, in bytes: behind the colour map.
uint64_t PixelsAt(const XwdHeader& header);
// A dump without masks has the usual ones of its depth (ImageMagick wrote such until March 2021, its issue 3324).
XwdHeader WithUsualMasks(XwdHeader header);
bool IsDirectColour(const XwdHeader& header);
// Whether its pixels are looked up. A channel of DirectColor is an index into the colour map as well, each into its own
// column.
bool HasColourMap(const XwdHeader& header);
// The one that has a fast way where there is one, else masks. Of a valid header.
DxgiFormat FormatOf(const XwdHeader& header);

}  // namespace xwd
}  // namespace framelatch
