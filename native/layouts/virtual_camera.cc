#include "layouts/virtual_camera.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <span>

#include "core/error.h"
#include "layouts/layout.h"
#include "layouts/picture_bytes.h"

namespace framelatch {
namespace {

constexpr DxgiFormat kFormats[] = {DxgiFormat::kNv12};
constexpr uint32_t kSlots = 3;
constexpr uint32_t kReady = 2;
constexpr uint32_t kStopping = 3;
constexpr uint64_t kSlotHeaderBytes = 32;
constexpr uint64_t kStallNs = 500'000'000;
constexpr uint64_t kLookAgainNs = 250'000'000;
constexpr uint32_t kLargestSide = 16384;
constexpr char kProducerBug[] = "Check what the camera writes; `framelatch inspect` shows every field.";

Error HeaderError(const char* code, const std::string& name, std::string reason) {
  return {code, "read header of", name, std::move(reason), kProducerBug};
}

Error TooSmall(const std::string& name, uint64_t found, uint64_t expected) {
  return HeaderError("mapping-too-small", name,
                     "found " + std::to_string(found) + " bytes, expected at least " + std::to_string(expected) +
                         " of a virtual camera's queue");
}

std::optional<VirtualCameraHeader> TryRead(Platform& platform, const Region& region) {
  if (std::min(region.size(), region.CurrentSize()) < sizeof(VirtualCameraHeader)) return std::nullopt;
  VirtualCameraHeader header;
  const bool whole = Guarded(platform, [&] {
    // The indices by their own loads, finished before begun: what lies between them is what was written meanwhile.
    auto* words = reinterpret_cast<uint32_t*>(region.data());
    std::memcpy(&header, words, sizeof header);
    header.read_idx = std::atomic_ref<uint32_t>(words[1]).load(std::memory_order_acquire);
    header.write_idx = std::atomic_ref<uint32_t>(words[0]).load(std::memory_order_acquire);
  });
  if (!whole) return std::nullopt;
  return header;
}

VirtualCameraHeader Read(Platform& platform, const Region& region, const std::string& name) {
  const auto header = TryRead(platform, region);
  if (!header) throw TooSmall(name, region.CurrentSize(), sizeof(VirtualCameraHeader));
  return *header;
}

uint64_t PictureBytes(const VirtualCameraHeader& header) {
  return StoredBytes(static_cast<uint32_t>(kFormats[0]), header.cx, header.cy);
}

uint64_t BytesNeeded(const VirtualCameraHeader& header) {
  return uint64_t{*std::max_element(header.offsets, header.offsets + kSlots)} + kSlotHeaderBytes + PictureBytes(header);
}

void Validate(const VirtualCameraHeader& header, uint64_t bytes, const std::string& name) {
  const std::string size = std::to_string(header.cx) + " x " + std::to_string(header.cy);
  if (header.type != 0) {
    throw HeaderError("capture-type-unknown", name,
                      "found type = " + std::to_string(header.type) + ", expected 0 (video)");
  }
  if (header.cx == 0 || header.cy == 0) {
    throw HeaderError("header-size-zero", name, "found a size of " + size + ", expected at least 2 x 2");
  }
  if (header.cx > kLargestSide || header.cy > kLargestSide || header.cx % 2 != 0 || header.cy % 2 != 0) {
    throw HeaderError("header-size-overflow", name,
                      "found a size of " + size + ", expected even numbers of at most " + std::to_string(kLargestSide));
  }
  const uint64_t slot = kSlotHeaderBytes + PictureBytes(header);
  std::array<uint64_t, kSlots> offsets;
  std::copy(header.offsets, header.offsets + kSlots, offsets.begin());
  std::sort(offsets.begin(), offsets.end());
  const bool overlaps = offsets[1] - offsets[0] < slot || offsets[2] - offsets[1] < slot;
  if (offsets[0] < sizeof(VirtualCameraHeader) || overlaps) {
    throw HeaderError("texture-offset-invalid", name,
                      "found slots at " + std::to_string(header.offsets[0]) + ", " + std::to_string(header.offsets[1]) +
                          " and " + std::to_string(header.offsets[2]) + ", expected " + std::to_string(slot) +
                          " bytes each behind the 80-byte header");
  }
  if (bytes < BytesNeeded(header)) throw TooSmall(name, bytes, BytesNeeded(header));
}

// Whether a slot has been filled: a camera that stops may never have been ready.
bool IsPublished(const VirtualCameraHeader& header) {
  return header.state == kReady || (header.state == kStopping && header.read_idx != 0);
}

bool SameGeometry(const VirtualCameraHeader& a, const VirtualCameraHeader& b) {
  return a.cx == b.cx && a.cy == b.cy && a.type == b.type && std::equal(a.offsets, a.offsets + kSlots, b.offsets);
}

SourceShape ShapeOf(const VirtualCameraHeader& header) {
  return {.layout = LayoutId::kVirtualCamera,
          .width = header.cx,
          .height = header.cy,
          .format = static_cast<uint32_t>(kFormats[0]),
          .pitch = header.cx};
}

bool ClaimsCamera(std::string_view name) { return WithoutNamespace(name) == kVirtualCameraName; }

std::unique_ptr<SourceView> OpenCamera(Platform& platform, const SourceAddress& address) {
  return std::make_unique<VirtualCameraView>(platform, address.name, address.yuv);
}

SourceShape GlanceAtCamera(Platform& platform, const std::string& name) {
  return ShapeOf(Read(platform, *platform.OpenRegion(name, Access::kReadOnly), name));
}

Inspection InspectCamera(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  const VirtualCameraHeader header = Read(platform, *region, address.name);
  const auto number = [](uint64_t value) { return FieldValue(value); };
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kVirtualCamera;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.fields = {{"write_idx", number(header.write_idx)},
                       {"read_idx", number(header.read_idx)},
                       {"state", number(header.state)},
                       {"offsets[0]", number(header.offsets[0])},
                       {"offsets[1]", number(header.offsets[1])},
                       {"offsets[2]", number(header.offsets[2])},
                       {"type", number(header.type)},
                       {"cx", number(header.cx)},
                       {"cy", number(header.cy)},
                       {"interval", number(header.interval)}};
  try {
    Validate(header, inspection.mapping_bytes, address.name);
  } catch (const Error& error) {
    inspection.error = error;
  }
  return inspection;
}

}  // namespace

// Known by its name alone, or asked for: 80 bytes of small numbers fit much.
const Layout kVirtualCameraLayout{.id = LayoutId::kVirtualCamera,
                                  .claims = ClaimsCamera,
                                  .formats = kFormats,
                                  .open = OpenCamera,
                                  .inspect = InspectCamera,
                                  .glance = GlanceAtCamera};

VirtualCameraView::VirtualCameraView(Platform& platform, const std::string& name, const YuvCoding& yuv)
    : platform_(platform),
      name_(name),
      yuv_(yuv),
      region_(platform.OpenRegion(name, Access::kReadOnly)),
      header_(Read(platform, *region_, name)),
      moved_at_ns_(platform.MonotonicNs()) {
  Validate(header_, std::min(region_->size(), region_->CurrentSize()), name);
}

SourceShape VirtualCameraView::shape() const { return ShapeOf(header_); }

std::optional<VirtualCameraHeader> VirtualCameraView::ReadHeader() const {
  return HoldsQueue() ? TryRead(platform_, *region_) : std::optional(header_);
}

bool VirtualCameraView::HeaderIsUnchanged() {
  const auto header = ReadHeader();
  return header && !has_changed_ && SameGeometry(*header, header_);
}

std::optional<int> VirtualCameraView::CurrentBuffer() {
  const uint64_t now_ns = platform_.MonotonicNs();
  if (!HoldsQueue()) LookAgain(now_ns);
  const auto header = ReadHeader();
  if (!header || has_changed_ || !SameGeometry(*header, header_) || !IsWhole()) return std::nullopt;
  if (header->read_idx != header_.read_idx) moved_at_ns_ = now_ns;
  header_ = *header;
  const bool has_picture = !kept_.empty() || IsPublished(header_);
  if (HoldsQueue() && (header_.state == kStopping || now_ns - moved_at_ns_ >= kStallNs)) LetGo();
  return has_picture ? static_cast<int>(header_.read_idx % kSlots) : -1;
}

void VirtualCameraView::LookAgain(uint64_t now_ns) {
  if (now_ns < next_look_ns_) return;
  next_look_ns_ = now_ns + kLookAgainNs;
  try {
    auto region = platform_.OpenRegion(name_, Access::kReadOnly);
    const auto header = TryRead(platform_, *region);
    if (!header || header->state == kStopping) return;
    has_changed_ = !SameGeometry(*header, header_);
    if (has_changed_ || header->read_idx == header_.read_idx) return;
    region_ = std::move(region);
    kept_.clear();
    moved_at_ns_ = now_ns;
  } catch (const Error&) {
    return;  // gone: IsStillNamed tells of it
  }
}

void VirtualCameraView::LetGo() {
  // A camera that ended before its first picture leaves slots that nobody ever filled. One that was overtaken while its
  // picture was copied is not at rest after all.
  if (IsPublished(header_) && !KeepNewest()) return;
  region_.reset();
  next_look_ns_ = platform_.MonotonicNs() + kLookAgainNs;
}

bool VirtualCameraView::KeepNewest() {
  const auto newest = static_cast<int>(header_.read_idx % kSlots);
  const StoredPicture picture = Picture(newest);
  const auto bytes = static_cast<size_t>(PictureBytes(header_));
  kept_.resize(bytes);
  TryLock(newest);
  const bool copied = Guarded(platform_, [&] { std::memcpy(kept_.data(), picture.pixels, bytes); });
  const bool intact = copied && IsIntact(newest);
  if (!intact) kept_.clear();
  return intact;
}

// A picture's number: of a slot that is not the newest, the last that was written there.
std::optional<uint64_t> VirtualCameraView::ContentOf(int buffer) {
  const uint32_t newest = header_.read_idx;
  const uint32_t behind = (newest % kSlots + kSlots - static_cast<uint32_t>(buffer)) % kSlots;
  return uint64_t{newest} - behind;
}

StoredPicture VirtualCameraView::Picture(int buffer) const {
  std::span<const std::byte> bytes = kept_;
  if (HoldsQueue()) bytes = BytesFrom(*region_, uint64_t{header_.offsets[buffer]} + kSlotHeaderBytes);
  return StoredPicture::Of({.width = header_.cx,
                            .height = header_.cy,
                            .pitch = header_.cx,
                            .format = static_cast<uint32_t>(kFormats[0]),
                            .yuv = yuv_},
                           bytes);
}

TryLockResult VirtualCameraView::TryLock(int buffer) noexcept {
  if (!HoldsQueue() && kept_.empty()) return TryLockResult::kBusy;
  const uint32_t behind = (header_.read_idx % kSlots + kSlots - static_cast<uint32_t>(buffer)) % kSlots;
  copied_idx_ = header_.read_idx - behind;
  return TryLockResult::kOwned;
}

// The writer begins picture i in slot i % 3: the copied one is safe until it begins the third after it.
bool VirtualCameraView::IsIntact(int /*buffer*/) {
  if (!HoldsQueue()) return true;
  std::atomic_thread_fence(std::memory_order_acquire);
  const auto header = TryRead(platform_, *region_);
  // A camera that began anew in the same memory counts from 0 again, in slots that may lie elsewhere.
  return header && SameGeometry(*header, header_) && IsPublished(*header) && header->read_idx - copied_idx_ < kSlots &&
         header->write_idx - copied_idx_ < kSlots;
}

void VirtualCameraView::Unlock(int /*buffer*/) noexcept {}

bool VirtualCameraView::IsWhole() const { return !HoldsQueue() || region_->CurrentSize() >= BytesNeeded(header_); }

bool VirtualCameraView::IsStillNamed() const {
  return HoldsQueue() ? region_->IsStillNamed(name_) : platform_.ObjectExists(name_);
}

ProducerClue VirtualCameraView::producer() const { return {name_, 0}; }

}  // namespace framelatch
