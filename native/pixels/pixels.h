#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// Stored pixels to RGBA8 (the rules stand at the end of docs/capture-hook.md).
namespace framelatch {

// DXGI_FORMAT numbers that a capture hook can emit in memory mode (source: dxgiformat.h).
enum class DxgiFormat : uint32_t {
  kR32G32B32A32Float = 2,
  kR16G16B16A16Float = 10,
  kR16G16B16A16Unorm = 11,
  kR10G10B10A2Unorm = 24,
  kR8G8B8A8Unorm = 28,
  kR8G8B8A8UnormSrgb = 29,
  kB5G6R5Unorm = 85,
  kB5G5R5A1Unorm = 86,
  kB8G8R8A8Unorm = 87,
  kB8G8R8X8Unorm = 88,
  kB8G8R8A8UnormSrgb = 91,
  // Other layouts': a plane of luma, then interleaved chroma at half size; palette indices.
  kNv12 = 103,
  kP8 = 113,
  // No DXGI_FORMAT: pixels of 1 to 4 bytes whose channels stand where StoredPicture::masks says (X11).
  kMasked = 0x10000,
};

// Of the first plane; 0 for a format that is not in the list above.
uint32_t BytesPerPixel(uint32_t dxgi_format) noexcept;
// The DXGI name without its prefix; empty for a format that is not in the list.
std::string_view DxgiFormatName(uint32_t dxgi_format) noexcept;

enum class Alpha {
  kOpaque,  // 255 everywhere: a zero alpha drawn as stored is a black picture
  kStored,  // as stored, 255 where the format has none
};

// How luma and chroma become red, green and blue (source: ITU-R BT.601, BT.709).
struct YuvCoding {
  bool is_bt709 = true;        // else BT.601
  bool is_full_range = false;  // else luma 16 to 235, chroma 16 to 240
  friend bool operator==(const YuvCoding&, const YuvCoding&) = default;
};

// Where the channels of a kMasked pixel stand.
struct ChannelMasks {
  uint32_t bytes_per_pixel = 4;
  bool is_big_endian = false;
  uint32_t red = 0;
  uint32_t green = 0;
  uint32_t blue = 0;
  friend bool operator==(const ChannelMasks&, const ChannelMasks&) = default;
};

using Palette = std::array<uint32_t, 256>;  // pixels of RGBA8

// Bytes that no picture has, as it is stored or as RGBA8: a header that says more is wrong.
inline constexpr uint64_t kLargestPicture = uint64_t{1} << 31;

// How a picture lies in memory, as its header says: not checked.
struct PictureDescription {
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t pitch = 0;                // bytes from row to row, the same in each plane
  uint32_t format = 0;               // DxgiFormat
  bool flip = false;                 // bottom row first
  const Palette* palette = nullptr;  // kP8; kMasked whose channels are indices (DirectColor): each into its own column
  ChannelMasks masks{};              // kMasked
  YuvCoding yuv{};                   // kNv12
};

// The index that a channel's bits are, the upper 8 of a wider one.
uint32_t ChannelIndex(uint32_t mask, uint32_t pixel) noexcept;

// Bytes of the shown part of a row. 0 for a format that is not in the list above, and for masks without pixels.
uint64_t RowBytes(const PictureDescription& description) noexcept;
// Rows of all planes: NV12 has half as many again, of chroma.
uint64_t StoredRows(uint32_t format, uint32_t height) noexcept;
// Bytes of all planes. The only arithmetic that says how much of an object a picture takes.
uint64_t StoredBytes(uint32_t format, uint32_t pitch, uint32_t height) noexcept;

// One stored picture that can be read as it is described: there is no other way to one than Of, so whatever takes it
// need not look again. The bytes and the palette stay the caller's.
class StoredPicture {
 public:
  // format-unsupported (also: a palette or masks that are missing, NV12 with odd sides), header-size-zero,
  // pitch-too-small, mapping-too-small
  static StoredPicture Of(const PictureDescription& description, std::span<const std::byte> bytes);

  const std::byte* const pixels;
  const uint32_t width;
  const uint32_t height;
  const uint32_t pitch;
  const uint32_t format;
  const bool flip;
  const uint64_t row_bytes;  // RowBytes
  const Palette* const palette;
  const ChannelMasks masks;
  const YuvCoding yuv;

 private:
  StoredPicture(const PictureDescription& description, const std::byte* first) noexcept;
};

// Writes width * height * 4 bytes of RGBA8, top row first, no padding. Holds nothing that needs a destructor, so it may
// run guarded. The way to a ring slot may differ from the way to a heap buffer: see ring/. Returns whether the format
// stores alpha and it is 0 everywhere.
bool ConvertToRgba8(const StoredPicture& picture, Alpha alpha, std::byte* target) noexcept;
// Whether these width * height * 4 bytes are what that would write. `row` is room for one row of them.
bool IsShownAs(const StoredPicture& picture, Alpha alpha, const std::byte* rgba, std::byte* row) noexcept;
// Where a row of the upright picture is stored.
const std::byte* RowOf(const StoredPicture& picture, uint32_t row) noexcept;

// A cheap sampled fingerprint of a stored picture: the same bytes give the same number; a new frame almost surely
// another.
uint64_t Fingerprint(const StoredPicture& picture) noexcept;

// Every so manieth row of a stored picture, beginning with that one; chroma rows follow luma.
struct PictureRows {
  uint32_t first = 0;
  uint32_t step = 1;
};

// A hash of every visible byte of these rows, for layouts that neither count pictures nor lock them: other bytes almost
// surely give another number. As fast as memory is read.
uint64_t ContentHash(const StoredPicture& picture, PictureRows rows = {}) noexcept;

}  // namespace framelatch
