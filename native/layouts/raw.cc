#include "layouts/raw.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <span>

#include "core/error.h"
#include "layouts/formats.h"
#include "layouts/layout.h"
#include "layouts/lockless.h"
#include "layouts/picture_bytes.h"

namespace framelatch {
namespace {

// What a description of sides and pitch is enough for: no palette, no masks.
constexpr auto kFormats = WithNv12(kColourFormats);

constexpr char kHowTo[] =
    "Describe it by its size, its format and what differs: raw 1920x1080 B8G8R8A8_UNORM pitch=7680 offset=64.";

Error DescriptionError(const char* code, const std::string& name, std::string reason) {
  return {code, "read description of", name, std::move(reason), kHowTo};
}

// With the defaults filled in. In 64 bits: sides and pitch are below 2^32, so nothing overflows before it is refused.
RawDescription Validated(const std::string& name, const std::optional<RawDescription>& given) {
  if (!given) throw DescriptionError("usage", name, "found no description of its pixels, expected a size and a format");
  RawDescription raw = *given;
  const std::string size = std::to_string(raw.width) + " x " + std::to_string(raw.height);
  if (raw.width == 0 || raw.height == 0) {
    throw DescriptionError("header-size-zero", name, "found a size of " + size + ", expected at least 1 x 1");
  }
  const uint64_t bytes_per_pixel = BytesPerPixel(raw.format);
  const bool is_nv12 = raw.format == static_cast<uint32_t>(DxgiFormat::kNv12);
  if (!Holds(kFormats, raw.format) || (is_nv12 && (raw.width % 2 != 0 || raw.height % 2 != 0))) {
    throw DescriptionError("format-unsupported", name,
                           "found format " + std::to_string(raw.format) + " at " + size +
                               ", expected a colour format of the capture hook's, or NV12 with even sides");
  }
  const uint64_t row = raw.width * bytes_per_pixel;
  const uint64_t pitch = raw.pitch == 0 ? row : raw.pitch;
  if (pitch * raw.height >= kLargestPicture || uint64_t{raw.width} * raw.height >= kLargestPicture / 4) {
    throw DescriptionError("header-size-overflow", name, "found " + size + ", expected a picture of less than 2 GiB");
  }
  if (pitch < row) {
    throw DescriptionError(
        "pitch-too-small", name,
        "found a pitch of " + std::to_string(pitch) + " bytes, expected at least " + std::to_string(row));
  }
  raw.pitch = static_cast<uint32_t>(pitch);
  const uint64_t picture = StoredBytes(raw.format, raw.pitch, raw.height);
  if (raw.stride == 0) raw.stride = picture;
  constexpr uint64_t kLargestOffset = uint64_t{1} << 48;
  const bool has_buffers = raw.buffers >= 1 && raw.buffers <= kMostBuffers;
  const bool has_mutexes = raw.mutexes.empty() || raw.mutexes.size() == static_cast<size_t>(raw.buffers);
  if (!has_buffers || !has_mutexes || raw.stride < picture || raw.stride > kLargestOffset ||
      raw.offset > kLargestOffset || raw.index_offset.value_or(0) > kLargestOffset ||
      raw.index_offset.value_or(0) % sizeof(uint32_t) != 0) {
    throw DescriptionError("usage", name,
                           "found " + std::to_string(raw.buffers) + " buffers every " + std::to_string(raw.stride) +
                               " bytes with " + std::to_string(raw.mutexes.size()) +
                               " mutexes, expected 1 to 3 buffers that do not overlap, with a mutex for each or none, "
                               "and an index word at a multiple of 4");
  }
  return raw;
}

uint64_t BytesNeeded(const RawDescription& raw) {
  const uint64_t pixels =
      raw.offset + raw.stride * static_cast<uint64_t>(raw.buffers - 1) + StoredBytes(raw.format, raw.pitch, raw.height);
  return std::max(pixels, raw.index_offset ? *raw.index_offset + sizeof(uint32_t) : 0);
}

void CheckSize(const RawDescription& raw, uint64_t bytes, const std::string& name) {
  if (bytes >= BytesNeeded(raw)) return;
  throw DescriptionError("mapping-too-small", name,
                         "found " + std::to_string(bytes) + " bytes, expected at least " +
                             std::to_string(BytesNeeded(raw)) + " by the description");
}

PictureDescription PixelsOf(const RawDescription& raw, const YuvCoding& yuv) {
  return {
      .width = raw.width, .height = raw.height, .pitch = raw.pitch, .format = raw.format, .flip = raw.flip, .yuv = yuv};
}

SourceShape GlanceAtNothing(Platform& /*platform*/, const std::string& /*name*/) { return {.layout = LayoutId::kRaw}; }

std::unique_ptr<SourceView> OpenRaw(Platform& platform, const SourceAddress& address) {
  return std::make_unique<RawView>(platform, address.name, Validated(address.name, address.raw), address.yuv);
}

Inspection InspectRaw(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kRaw;
  inspection.mapping_bytes = region->CurrentSize();
  try {
    const RawDescription raw = Validated(address.name, address.raw);
    const auto number = [](uint64_t value) { return FieldValue(value); };
    inspection.fields = {{"width", number(raw.width)},   {"height", number(raw.height)},
                         {"format", number(raw.format)}, {"pitch", number(raw.pitch)},
                         {"offset", number(raw.offset)}, {"buffers", number(static_cast<uint64_t>(raw.buffers))},
                         {"stride", number(raw.stride)}};
    for (const std::string& mutex : raw.mutexes) inspection.mutexes.push_back(platform.LookAtMutex(mutex));
    CheckSize(raw, inspection.mapping_bytes, address.name);
  } catch (const Error& error) {
    inspection.error = error;
  }
  return inspection;
}

}  // namespace

const Layout kRawLayout{
    .id = LayoutId::kRaw, .formats = kFormats, .open = OpenRaw, .inspect = InspectRaw, .glance = GlanceAtNothing};

std::vector<std::byte> ConvertRaw(std::span<const std::byte> bytes, const RawDescription& description,
                                  const YuvCoding& yuv, const std::string& name) {
  const RawDescription raw = Validated(name, description);
  CheckSize(raw, bytes.size(), name);
  if (!raw.mutexes.empty()) {
    throw DescriptionError("usage", name, "found the name of a mutex: bytes that were read already have none");
  }
  uint32_t index = 0;
  if (raw.index_offset) std::memcpy(&index, bytes.data() + *raw.index_offset, sizeof index);
  if (index == UINT32_MAX) throw DescriptionError("no-frame", name, "its index word says that nothing was published");
  const uint64_t buffer = index % static_cast<uint32_t>(raw.buffers);
  std::vector<std::byte> pixels(size_t{raw.width} * raw.height * 4);
  const auto from = static_cast<size_t>(raw.offset + raw.stride * buffer);
  ConvertToRgba8(StoredPicture::Of(PixelsOf(raw, yuv), bytes.subspan(from)), Alpha::kOpaque, pixels.data());
  return pixels;
}

RawView::RawView(Platform& platform, const std::string& name, const RawDescription& description, const YuvCoding& yuv)
    : platform_(platform),
      name_(name),
      description_(description),
      yuv_(yuv),
      region_(platform.OpenRegion(name, Access::kReadOnly)) {
  CheckSize(description_, std::min(region_->size(), region_->CurrentSize()), name);
  for (const std::string& mutex : description_.mutexes) mutexes_.push_back(platform.OpenNamedMutex(mutex));
}

SourceShape RawView::shape() const {
  return {.layout = LayoutId::kRaw,
          .width = description_.width,
          .height = description_.height,
          .format = description_.format,
          .pitch = description_.pitch,
          .flip = description_.flip};
}

bool RawView::HeaderIsUnchanged() { return IsWhole(); }

std::optional<int> RawView::CurrentBuffer() {
  if (!IsWhole()) return std::nullopt;
  if (!description_.index_offset) return 0;
  uint32_t index = 0;
  auto* word = reinterpret_cast<uint32_t*>(region_->data() + *description_.index_offset);
  if (!Guarded(platform_, [&] { index = std::atomic_ref<uint32_t>(*word).load(std::memory_order_acquire); }))
    return std::nullopt;
  // -1, as the capture hook has it: nothing published yet.
  if (index == UINT32_MAX) return -1;
  return static_cast<int>(index % static_cast<uint32_t>(description_.buffers));
}

std::optional<uint64_t> RawView::ContentOf(int buffer) {
  if (!IsSampled()) {
    seen_buffer_ = buffer;
    return seen_ = HashGuarded(platform_, Picture(buffer));
  }
  uint64_t fingerprint = 0;
  const StoredPicture picture = Picture(buffer);
  if (!Guarded(platform_, [&] { fingerprint = Fingerprint(picture); })) return std::nullopt;
  return fingerprint;
}

StoredPicture RawView::Picture(int buffer) const {
  const uint64_t at = description_.offset + description_.stride * static_cast<uint64_t>(buffer);
  return StoredPicture::Of(PixelsOf(description_, yuv_), BytesFrom(*region_, at));
}

TryLockResult RawView::TryLock(int buffer) noexcept {
  return HasLocks() ? mutexes_[static_cast<size_t>(buffer)]->TryLock(LockRole::kReader) : TryLockResult::kOwned;
}

// Without a lock, what was seen at the look is what must still be there after the copy.
std::optional<uint64_t> RawView::ContentUnderLock(int buffer) {
  return !HasLocks() && seen_ && seen_buffer_ == buffer ? seen_ : ContentOf(buffer);
}

bool RawView::IsIntact(int buffer) {
  if (HasLocks()) return true;
  const auto before = seen_;
  return before && seen_buffer_ == buffer && ContentOf(buffer) == before;
}

void RawView::Unlock(int buffer) noexcept {
  if (HasLocks()) mutexes_[static_cast<size_t>(buffer)]->Unlock();
}

bool RawView::IsWhole() const { return region_->CurrentSize() >= BytesNeeded(description_); }

bool RawView::IsStillNamed() const {
  for (size_t i = 0; i < mutexes_.size(); ++i) {
    if (!mutexes_[i]->IsStillNamed(description_.mutexes[i])) return false;
  }
  return region_->IsStillNamed(name_);
}

ProducerClue RawView::producer() const { return {name_, 0}; }

uint64_t RawView::ShortestLookNs() const { return IsSampled() ? 0 : kLocklessLookNs; }

}  // namespace framelatch
