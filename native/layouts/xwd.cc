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
SourceShape ShapeOf(const XwdHeader& header) {
  return {.layout = LayoutId::kXwd,
          .width = header.pixmap_width,
          .height = header.pixmap_height,
          .format = static_cast<uint32_t>(xwd::FormatOf(header)),
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
  return xwd::IsHeader(xwd::Decode(start.data()));
}

std::unique_ptr<SourceView> OpenXwd(Platform& platform, const SourceAddress& address) {
  return std::make_unique<XwdView>(platform, address.name);
}

Inspection InspectXwd(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  const XwdHeader header = xwd::Read(platform, *region, address.name);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kXwd;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.fields = FieldsOf(header);
  try {
    xwd::Validate(header, inspection.mapping_bytes, address.name);
  } catch (const Error& error) {
    inspection.error = error;
  }
  return inspection;
}

SourceShape GlanceAtXwd(Platform& platform, const std::string& name) {
  return ShapeOf(xwd::Read(platform, *platform.OpenRegion(name, Access::kReadOnly), name));
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
      header_(xwd::ReadValid(platform, *region_, name)) {
  if (!ReadPalette()) throw xwd::TooSmall(name, region_->CurrentSize(), xwd::PixelsAt(header_));
}

SourceShape XwdView::shape() const { return ShapeOf(header_); }

bool XwdView::HeaderIsUnchanged() { return xwd::TryRead(platform_, *region_) == header_; }

std::optional<int> XwdView::CurrentBuffer() {
  if (!IsWhole()) return std::nullopt;
  return 0;
}

std::optional<uint64_t> XwdView::ContentOf(int buffer) {
  seen_.reset();
  if (!ReadPalette()) return std::nullopt;
  auto content = HashGuarded(platform_, Picture(buffer));
  if (content && xwd::HasColourMap(header_)) {
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
  const XwdHeader header = xwd::WithUsualMasks(header_);
  return StoredPicture::Of({.width = header.pixmap_width,
                            .height = header.pixmap_height,
                            .pitch = header.bytes_per_line,
                            .format = static_cast<uint32_t>(xwd::FormatOf(header)),
                            .palette = xwd::HasColourMap(header) ? &palette_ : nullptr,
                            .masks = {.bytes_per_pixel = header.bits_per_pixel / 8,
                                      .is_big_endian = header.byte_order != 0,
                                      .red = header.red_mask,
                                      .green = header.green_mask,
                                      .blue = header.blue_mask}},
                           BytesFrom(*region_, xwd::PixelsAt(header)));
}

bool XwdView::ReadPalette() {
  if (!xwd::HasColourMap(header_)) return true;
  const size_t colours = std::min<size_t>(palette_.size(), header_.ncolors);
  std::array<std::byte, 256 * xwd::kColourBytes> bytes;
  const std::byte* source = region_->data() + header_.header_size;
  if (!IsWhole() || !Guarded(platform_, [&] { std::memcpy(bytes.data(), source, colours * xwd::kColourBytes); })) {
    return false;
  }
  // Without a colour map an index is a grey level.
  for (uint32_t i = 0; i < palette_.size(); ++i) palette_[i] = 0xFF000000 | i << 16 | i << 8 | i;
  for (uint32_t i = 0; i < colours; ++i) PutColour(i, bytes.data() + i * xwd::kColourBytes);
  return true;
}

void XwdView::PutColour(uint32_t place, const std::byte* colour) {
  const uint32_t pixel = xwd::BigEndian32(colour);
  const XwdHeader header = xwd::WithUsualMasks(header_);
  const bool is_direct = xwd::IsDirectColour(header);
  // Three 16-bit levels; their upper bytes are kept.
  for (uint32_t channel = 0; channel < 3; ++channel) {
    const uint32_t mask[] = {header.red_mask, header.green_mask, header.blue_mask};
    // Of DirectColor some say which entry it is, some which pixel: 0x10101 is the second of each column.
    const uint32_t index = is_direct && pixel != place ? ChannelIndex(mask[channel], pixel) : pixel;
    if (index >= palette_.size()) continue;
    const uint32_t shift = 8 * channel;
    const auto level = std::to_integer<uint32_t>(colour[4 + 2 * channel]);
    palette_[index] = (palette_[index] & ~(0xFFU << shift)) | level << shift;
  }
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
  return region_->CurrentSize() >= xwd::PixelsAt(header_) + uint64_t{header_.bytes_per_line} * header_.pixmap_height;
}

bool XwdView::IsStillNamed() const { return region_->IsStillNamed(name_); }

ProducerClue XwdView::producer() const { return {name_, 0}; }

uint64_t XwdView::ShortestLookNs() const { return kLocklessLookNs; }

}  // namespace framelatch
