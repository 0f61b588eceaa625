#include <string>

#include "core/error.h"
#include "pixels/pixels.h"

// What a picture takes of memory, and whether it is there: the one place for both.
namespace framelatch {
namespace {

bool Is(uint32_t format, DxgiFormat expected) { return format == static_cast<uint32_t>(expected); }

Error Unreadable(const char* code, std::string reason) {
  return {code, "read", "picture", std::move(reason), "Check what the producer says of its pictures."};
}

// Nothing a format needs beside its bytes may be missing.
bool IsComplete(const PictureDescription& description) {
  if (Is(description.format, DxgiFormat::kP8)) return description.palette != nullptr;
  if (Is(description.format, DxgiFormat::kNv12)) return description.width % 2 == 0 && description.height % 2 == 0;
  return RowBytes(description) != 0;
}

}  // namespace

uint64_t RowBytes(const PictureDescription& description) noexcept {
  if (!Is(description.format, DxgiFormat::kMasked)) {
    return uint64_t{description.width} * BytesPerPixel(description.format);
  }
  const uint32_t bytes = description.masks.bytes_per_pixel;
  return bytes <= 4 ? uint64_t{description.width} * bytes : 0;
}

uint64_t StoredRows(uint32_t format, uint32_t height) noexcept {
  return Is(format, DxgiFormat::kNv12) ? uint64_t{height} + height / 2 : height;
}

uint64_t StoredBytes(uint32_t format, uint32_t pitch, uint32_t height) noexcept {
  // 2^32 times 1.5 * 2^32 does not fit: what is that large fits no memory either.
  const uint64_t rows = StoredRows(format, height);
  return pitch != 0 && rows > UINT64_MAX / pitch ? UINT64_MAX : pitch * rows;
}

StoredPicture StoredPicture::Of(const PictureDescription& description, std::span<const std::byte> bytes) {
  const std::string size = std::to_string(description.width) + " x " + std::to_string(description.height);
  if (description.width == 0 || description.height == 0) {
    throw Unreadable("header-size-zero", "found a size of " + size + ", expected at least 1 x 1");
  }
  if (!IsComplete(description)) {
    throw Unreadable("format-unsupported",
                     "found format " + std::to_string(description.format) + " at " + size +
                         ", expected one that is known, with its palette or masks; NV12 with even sides");
  }
  if (description.pitch < RowBytes(description)) {
    throw Unreadable("pitch-too-small", "found a pitch of " + std::to_string(description.pitch) +
                                            " bytes, expected at least " + std::to_string(RowBytes(description)));
  }
  const uint64_t needed = StoredBytes(description.format, description.pitch, description.height);
  if (bytes.size() < needed) {
    throw Unreadable("mapping-too-small", "found " + std::to_string(bytes.size()) + " bytes, expected at least " +
                                              std::to_string(needed) + " for " + size);
  }
  return {description, bytes.data()};
}

StoredPicture::StoredPicture(const PictureDescription& description, const std::byte* first) noexcept
    : pixels(first),
      width(description.width),
      height(description.height),
      pitch(description.pitch),
      format(description.format),
      flip(description.flip),
      row_bytes(RowBytes(description)),
      palette(description.palette),
      masks(description.masks),
      yuv(description.yuv) {}

}  // namespace framelatch
