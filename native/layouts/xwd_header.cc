#include "layouts/xwd_header.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace framelatch::xwd {
namespace {

constexpr size_t kWords = sizeof(XwdHeader) / sizeof(uint32_t);
constexpr uint32_t kVersion = 7;
constexpr uint32_t kZPixmap = 2;
constexpr uint32_t kLargestSide = 32767;
constexpr uint32_t kMostColours = 65536;
constexpr uint32_t kLargestHeader = 64 * 1024;

bool HasMasks(const XwdHeader& header, uint32_t red, uint32_t green, uint32_t blue) {
  return header.red_mask == red && header.green_mask == green && header.blue_mask == blue;
}

bool IsTrueColour(const XwdHeader& header) { return header.visual_class == 4; }

bool IsIndexed(const XwdHeader& header) {
  return header.bits_per_pixel == 8 && !IsTrueColour(header) && !IsDirectColour(header);
}

bool IsReadable(const XwdHeader& header) {
  const uint32_t bits = header.bits_per_pixel;
  return bits == 8 || bits == 16 || bits == 24 || bits == 32;
}

bool HasUsableMasks(const XwdHeader& given) {
  if (IsIndexed(given)) return true;
  const XwdHeader header = WithUsualMasks(given);
  return header.red_mask != 0 && header.green_mask != 0 && header.blue_mask != 0 &&
         (header.red_mask & header.green_mask) == 0 && (header.green_mask & header.blue_mask) == 0 &&
         (header.red_mask & header.blue_mask) == 0;
}

std::string Hexadecimal(uint32_t number) {
  std::array<char, 8> digits{};
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), number, 16);
  return error == std::errc() ? "0x" + std::string(digits.begin(), end) : std::string();
}

Error HeaderError(const char* code, const std::string& name, std::string reason, std::string next) {
  return {code, "read header of", name, std::move(reason), std::move(next)};
}

void ValidateKind(const XwdHeader& header, const std::string& name) {
  if (header.file_version != kVersion || header.header_size < sizeof(XwdHeader) ||
      header.header_size > kLargestHeader) {
    throw HeaderError("header-version-unsupported", name,
                      "found XWD version " + std::to_string(header.file_version) + " with a header of " +
                          std::to_string(header.header_size) + " bytes, expected version 7 and 100 bytes or more",
                      "Check that this is what `Xvfb -fbdir` or `xwd` wrote.");
  }
  if (header.pixmap_format != kZPixmap || header.ncolors > kMostColours || !IsReadable(header)) {
    throw HeaderError("format-unsupported", name,
                      "found pixmap format " + std::to_string(header.pixmap_format) + " with " +
                          std::to_string(header.bits_per_pixel) +
                          " bits per pixel, expected ZPixmap (2) with 8, 16, "
                          "24 or 32",
                      "Start the X server with a depth of 8, 15, 16, 24 or 30.");
  }
  if (!HasUsableMasks(header)) {
    throw HeaderError("format-unsupported", name,
                      "found the channel masks " + Hexadecimal(header.red_mask) + ", " +
                          Hexadecimal(header.green_mask) + " and " + Hexadecimal(header.blue_mask) +
                          ", expected three that share no bit (or none at all: the usual ones are meant then)",
                      "Check what wrote the file.");
  }
}

}  // namespace

uint32_t BigEndian32(const std::byte* bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<uint32_t>(bytes[i]);
  return value;
}

XwdHeader Decode(const std::byte* bytes) {
  std::array<uint32_t, kWords> words{};
  for (size_t i = 0; i < kWords; ++i) words[i] = BigEndian32(bytes + 4 * i);
  XwdHeader header;
  std::memcpy(&header, words.data(), sizeof header);
  return header;
}

bool IsHeader(const XwdHeader& header) {
  return header.file_version == kVersion && header.pixmap_format == kZPixmap &&
         header.header_size >= sizeof(XwdHeader) && header.header_size <= kLargestHeader;
}

Error TooSmall(const std::string& name, uint64_t found, uint64_t expected) {
  return {"mapping-too-small", "read header of", name,
          "found " + std::to_string(found) + " bytes, expected at least " + std::to_string(expected) +
              " of an XWD file of that size",
          "Check that the file is whole: an X server writes its header when it starts."};
}

std::optional<XwdHeader> TryRead(Platform& platform, const Region& region) {
  if (std::min(region.size(), region.CurrentSize()) < sizeof(XwdHeader)) return std::nullopt;
  std::array<std::byte, sizeof(XwdHeader)> bytes;
  if (!Guarded(platform, [&] { std::memcpy(bytes.data(), region.data(), bytes.size()); })) return std::nullopt;
  return Decode(bytes.data());
}

XwdHeader Read(Platform& platform, const Region& region, const std::string& name) {
  const auto header = TryRead(platform, region);
  if (!header) throw TooSmall(name, region.CurrentSize(), sizeof(XwdHeader));
  return *header;
}

uint64_t PixelsAt(const XwdHeader& header) { return header.header_size + uint64_t{header.ncolors} * kColourBytes; }

XwdHeader WithUsualMasks(XwdHeader header) {
  if (!HasMasks(header, 0, 0, 0)) return header;
  const auto set = [&](uint32_t red, uint32_t green, uint32_t blue) {
    header.red_mask = red;
    header.green_mask = green;
    header.blue_mask = blue;
  };
  if (header.bits_per_pixel >= 24) set(0xFF0000, 0xFF00, 0xFF);
  if (header.bits_per_pixel == 16 && header.pixmap_depth == 15) set(0x7C00, 0x3E0, 0x1F);
  if (header.bits_per_pixel == 16 && header.pixmap_depth != 15) set(0xF800, 0x7E0, 0x1F);
  if (header.bits_per_pixel == 8) set(0xE0, 0x1C, 0x3);
  return header;
}

bool IsDirectColour(const XwdHeader& header) { return header.visual_class == 5; }

bool HasColourMap(const XwdHeader& header) {
  return IsIndexed(header) || (IsDirectColour(header) && header.ncolors != 0);
}

DxgiFormat FormatOf(const XwdHeader& header) {
  if (IsIndexed(header)) return DxgiFormat::kP8;
  const XwdHeader full = WithUsualMasks(header);
  const bool is_plain = header.byte_order == 0 && !HasColourMap(header);
  if (is_plain && header.bits_per_pixel == 32 && HasMasks(full, 0xFF0000, 0xFF00, 0xFF)) {
    return DxgiFormat::kB8G8R8X8Unorm;
  }
  if (is_plain && header.bits_per_pixel == 16 && HasMasks(full, 0xF800, 0x7E0, 0x1F)) return DxgiFormat::kB5G6R5Unorm;
  return DxgiFormat::kMasked;
}

void Validate(const XwdHeader& header, uint64_t bytes, const std::string& name) {
  ValidateKind(header, name);
  const std::string size = std::to_string(header.pixmap_width) + " x " + std::to_string(header.pixmap_height);
  if (header.pixmap_width == 0 || header.pixmap_height == 0) {
    throw HeaderError("header-size-zero", name, "found a size of " + size + ", expected at least 1 x 1",
                      "Check what the X server wrote.");
  }
  if (header.pixmap_width > kLargestSide || header.pixmap_height > kLargestSide ||
      uint64_t{header.bytes_per_line} * header.pixmap_height >= kLargestPicture ||
      uint64_t{header.pixmap_width} * header.pixmap_height >= kLargestPicture / 4) {
    throw HeaderError("header-size-overflow", name,
                      "found " + size + " with " + std::to_string(header.bytes_per_line) +
                          " bytes per line, expected less than 2 GiB, as stored and with 4 bytes per pixel",
                      "Check what the X server wrote.");
  }
  const uint64_t row = uint64_t{header.pixmap_width} * (header.bits_per_pixel / 8);
  if (header.bytes_per_line < row) {
    throw HeaderError(
        "pitch-too-small", name,
        "found " + std::to_string(header.bytes_per_line) + " bytes per line, expected at least " + std::to_string(row),
        "Check what the X server wrote.");
  }
  const uint64_t needed = PixelsAt(header) + uint64_t{header.bytes_per_line} * header.pixmap_height;
  if (bytes < needed) throw TooSmall(name, bytes, needed);
}

XwdHeader ReadValid(Platform& platform, const Region& region, const std::string& name) {
  const XwdHeader header = Read(platform, region, name);
  Validate(header, std::min(region.size(), region.CurrentSize()), name);
  return header;
}

}  // namespace framelatch::xwd
