#include "layouts/xwd.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "core/error.h"
#include "layouts/layout.h"
#include "layouts/lockless.h"
#include "layouts/picture_bytes.h"

namespace framelatch {
namespace {

constexpr DxgiFormat kFormats[] = {DxgiFormat::kP8, DxgiFormat::kMasked, DxgiFormat::kB8G8R8X8Unorm,
                                   DxgiFormat::kB5G6R5Unorm};
constexpr size_t kWords = sizeof(XwdHeader) / sizeof(uint32_t);
constexpr uint32_t kVersion = 7;
constexpr uint32_t kZPixmap = 2;
constexpr uint64_t kColourBytes = 12;  // u32 pixel, u16 red, green, blue, u8 flags, u8 padding
constexpr uint32_t kLargestSide = 32767;
constexpr uint32_t kMostColours = 65536;
constexpr uint32_t kLargestHeader = 64 * 1024;

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

bool HasMasks(const XwdHeader& header, uint32_t red, uint32_t green, uint32_t blue) {
  return header.red_mask == red && header.green_mask == green && header.blue_mask == blue;
}

// The format that has a fast way where there is one, else masks; 0 when neither fits.
DxgiFormat FormatOf(const XwdHeader& header) {
  constexpr uint32_t kTrueColour = 4;
  constexpr uint32_t kDirectColour = 5;
  const bool has_masks = header.visual_class == kTrueColour || header.visual_class == kDirectColour;
  if (header.bits_per_pixel == 8 && !has_masks) return DxgiFormat::kP8;
  const bool is_little = header.byte_order == 0;
  if (header.bits_per_pixel == 32 && is_little && HasMasks(header, 0xFF0000, 0xFF00, 0xFF)) {
    return DxgiFormat::kB8G8R8X8Unorm;
  }
  if (header.bits_per_pixel == 16 && is_little && HasMasks(header, 0xF800, 0x7E0, 0x1F))
    return DxgiFormat::kB5G6R5Unorm;
  return DxgiFormat::kMasked;
}

bool IsReadable(const XwdHeader& header) {
  const uint32_t bits = header.bits_per_pixel;
  if (bits != 8 && bits != 16 && bits != 24 && bits != 32) return false;
  if (FormatOf(header) == DxgiFormat::kP8) return true;
  return header.red_mask != 0 && header.green_mask != 0 && header.blue_mask != 0 &&
         (header.red_mask & header.green_mask) == 0 && (header.green_mask & header.blue_mask) == 0 &&
         (header.red_mask & header.blue_mask) == 0;
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
}

void Validate(const XwdHeader& header, uint64_t bytes, const std::string& name) {
  ValidateKind(header, name);
  const std::string size = std::to_string(header.pixmap_width) + " x " + std::to_string(header.pixmap_height);
  if (header.pixmap_width == 0 || header.pixmap_height == 0) {
    throw HeaderError("header-size-zero", name, "found a size of " + size + ", expected at least 1 x 1",
                      "Check what the X server wrote.");
  }
  if (header.pixmap_width > kLargestSide || header.pixmap_height > kLargestSide ||
      uint64_t{header.bytes_per_line} * header.pixmap_height >= uint64_t{1} << 31) {
    throw HeaderError("header-size-overflow", name,
                      "found " + size + " with " + std::to_string(header.bytes_per_line) +
                          " bytes per line, expected at most 32767 x 32767 and 2 GiB",
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

SourceShape ShapeOf(const XwdHeader& header) {
  return {.layout = LayoutId::kXwd,
          .width = header.pixmap_width,
          .height = header.pixmap_height,
          .format = static_cast<uint32_t>(FormatOf(header)),
          .pitch = header.bytes_per_line};
}

Fields FieldsOf(const XwdHeader& header) {
  const auto number = [](uint64_t value) { return FieldValue(value); };
  return {{"header_size", number(header.header_size)},
          {"file_version", number(header.file_version)},
          {"pixmap_format", number(header.pixmap_format)},
          {"pixmap_depth", number(header.pixmap_depth)},
          {"pixmap_width", number(header.pixmap_width)},
          {"pixmap_height", number(header.pixmap_height)},
          {"byte_order", number(header.byte_order)},
          {"bits_per_pixel", number(header.bits_per_pixel)},
          {"bytes_per_line", number(header.bytes_per_line)},
          {"visual_class", number(header.visual_class)},
          {"red_mask", number(header.red_mask)},
          {"green_mask", number(header.green_mask)},
          {"blue_mask", number(header.blue_mask)},
          {"ncolors", number(header.ncolors)}};
}

bool ClaimsXvfb(std::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  const std::string_view file = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return slash != std::string_view::npos && (file.starts_with("Xvfb_screen") || file.ends_with(".xwd"));
}

bool FitsXwd(std::span<const std::byte> start, uint64_t /*object_bytes*/) {
  if (start.size() < sizeof(XwdHeader)) return false;
  const XwdHeader header = Decode(start.data());
  return header.file_version == kVersion && header.pixmap_format == kZPixmap &&
         header.header_size >= sizeof(XwdHeader) && header.header_size <= kLargestHeader;
}

std::unique_ptr<SourceView> OpenXwd(Platform& platform, const SourceAddress& address) {
  return std::make_unique<XwdView>(platform, address.name);
}

Inspection InspectXwd(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  const XwdHeader header = Read(platform, *region, address.name);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kXwd;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.fields = FieldsOf(header);
  try {
    Validate(header, inspection.mapping_bytes, address.name);
  } catch (const Error& error) {
    inspection.error = error;
  }
  return inspection;
}

SourceShape GlanceAtXwd(Platform& platform, const std::string& name) {
  return ShapeOf(Read(platform, *platform.OpenRegion(name, Access::kReadOnly), name));
}

}  // namespace

const Layout kXwdLayout{.id = LayoutId::kXwd,
                        .claims = ClaimsXvfb,
                        .fits = FitsXwd,
                        .formats = kFormats,
                        .open = OpenXwd,
                        .inspect = InspectXwd,
                        .glance = GlanceAtXwd};

XwdView::XwdView(Platform& platform, const std::string& name)
    : platform_(platform),
      name_(name),
      region_(platform.OpenRegion(name, Access::kReadOnly)),
      header_(ReadValid(platform, *region_, name)) {
  if (!ReadPalette()) throw TooSmall(name, region_->CurrentSize(), PixelsAt(header_));
}

SourceShape XwdView::shape() const { return ShapeOf(header_); }

bool XwdView::HeaderIsUnchanged() { return TryRead(platform_, *region_) == header_; }

std::optional<int> XwdView::CurrentBuffer() {
  if (!IsWhole()) return std::nullopt;
  return 0;
}

std::optional<uint64_t> XwdView::ContentOf(int buffer) {
  seen_.reset();
  if (!ReadPalette()) return std::nullopt;
  auto content = HashGuarded(platform_, Picture(buffer));
  if (content && FormatOf(header_) == DxgiFormat::kP8) {
    *content ^= ContentHash(StoredPicture::Of({.width = static_cast<uint32_t>(palette_.size()),
                                               .height = 1,
                                               .pitch = sizeof palette_,
                                               .format = static_cast<uint32_t>(DxgiFormat::kR8G8B8A8Unorm)},
                                              std::as_bytes(std::span(palette_))));
  }
  seen_ = content;
  return content;
}

StoredPicture XwdView::Picture(int /*buffer*/) const {
  return StoredPicture::Of({.width = header_.pixmap_width,
                            .height = header_.pixmap_height,
                            .pitch = header_.bytes_per_line,
                            .format = static_cast<uint32_t>(FormatOf(header_)),
                            .palette = &palette_,
                            .masks = {.bytes_per_pixel = header_.bits_per_pixel / 8,
                                      .is_big_endian = header_.byte_order != 0,
                                      .red = header_.red_mask,
                                      .green = header_.green_mask,
                                      .blue = header_.blue_mask}},
                           BytesFrom(*region_, PixelsAt(header_)));
}

bool XwdView::ReadPalette() {
  if (FormatOf(header_) != DxgiFormat::kP8) return true;
  const size_t colours = std::min<size_t>(palette_.size(), header_.ncolors);
  std::array<std::byte, 256 * kColourBytes> bytes;
  const std::byte* source = region_->data() + header_.header_size;
  if (!IsWhole() || !Guarded(platform_, [&] { std::memcpy(bytes.data(), source, colours * kColourBytes); }))
    return false;
  // Without a colour map an index is a grey level.
  for (uint32_t i = 0; i < palette_.size(); ++i) palette_[i] = 0xFF000000 | i << 16 | i << 8 | i;
  for (size_t i = 0; i < colours; ++i) {
    const std::byte* colour = bytes.data() + i * kColourBytes;
    const uint32_t index = BigEndian32(colour);
    if (index >= palette_.size()) continue;
    // The upper byte of each 16-bit level.
    palette_[index] = 0xFF000000 | std::to_integer<uint32_t>(colour[8]) << 16 |
                      std::to_integer<uint32_t>(colour[6]) << 8 | std::to_integer<uint32_t>(colour[4]);
  }
  return true;
}

// No lock: what was seen at the look must still be there after the copy.
TryLockResult XwdView::TryLock(int /*buffer*/) noexcept { return TryLockResult::kOwned; }

std::optional<uint64_t> XwdView::ContentUnderLock(int buffer) { return seen_ ? seen_ : ContentOf(buffer); }

bool XwdView::IsIntact(int buffer) {
  const auto before = seen_;
  return before && ContentOf(buffer) == before;
}

void XwdView::Unlock(int /*buffer*/) noexcept {}

bool XwdView::IsWhole() const {
  return region_->CurrentSize() >= PixelsAt(header_) + uint64_t{header_.bytes_per_line} * header_.pixmap_height;
}

bool XwdView::IsStillNamed() const { return region_->IsStillNamed(name_); }

ProducerClue XwdView::producer() const { return {name_, 0}; }

uint64_t XwdView::ShortestLookNs() const { return kLocklessLookNs; }

}  // namespace framelatch
