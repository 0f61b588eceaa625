#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "layouts/source_view.h"

// An X server's screen in a file, as `Xvfb -fbdir` maps it, or a window dump in the same format (docs/layouts.md).
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

class XwdView final : public SourceView {
 public:
  // mapping-too-small, header-*, format-unsupported, pitch-too-small, and what platform/ throws
  XwdView(Platform& platform, const std::string& name);

  SourceShape shape() const override;
  bool HeaderIsUnchanged() override;
  std::optional<int> CurrentBuffer() override;
  std::optional<uint64_t> ContentOf(int buffer) override;
  StoredPicture Picture(int buffer) const override;
  Region* PixelRegion() const override { return region_.get(); }
  bool HasLocks() const override { return false; }
  TryLockResult TryLock(int buffer) noexcept override;
  std::optional<uint64_t> ContentUnderLock(int buffer) override;
  bool IsIntact(int buffer) override;
  void Unlock(int buffer) noexcept override;
  bool IsWhole() const override;
  bool IsStillNamed() const override;
  ProducerClue producer() const override;
  uint64_t ShortestLookNs() const override;

 private:
  // The server stores into the palette as programs install colour maps.
  bool ReadPalette();

  Platform& platform_;
  std::string name_;
  std::unique_ptr<Region> region_;
  XwdHeader header_;
  Palette palette_{};
  std::optional<uint64_t> seen_;  // content at the last look
};

}  // namespace framelatch
