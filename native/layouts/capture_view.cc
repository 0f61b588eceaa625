#include "layouts/capture_view.h"

#include <algorithm>
#include <atomic>

#include "core/error.h"
#include "layouts/dialect.h"
#include "layouts/formats.h"
#include "layouts/layout.h"
#include "layouts/picture_bytes.h"
#include "layouts/texture.h"

namespace framelatch {
namespace {

// A hook that no capturing application keeps has no frames; what its header says is of an earlier capture, if of any.
// Producers that are no hooks have no events.
bool IsIdleHook(Platform& platform, const HookInfoName& parsed) {
  return parsed.dialect == Dialect::kCaptureHook && !platform.IsMutexKept(KeepAliveName(parsed)) &&
         platform.ObjectExists(EventName(parsed, "Restart"));
}

Error IdleError(const HookInfoName& parsed, const std::string& name) {
  const std::string pid = std::to_string(parsed.id);
  return {"hook-idle", "open capture of", name,
          "the hook is idle: no capturing application holds " + KeepAliveName(parsed),
          "Attach to it (the window's switch, or `framelatch attach " + pid +
              "`), or start a capture of this process, for example in OBS."};
}

CaptureInfo ValidatedInfo(Platform& platform, const Region& region, const HookInfoName& parsed,
                          const std::string& name) {
  const CaptureInfo info = ReadCaptureInfo(platform, region, parsed, name);
  ValidateCaptureInfo(info, name);
  return info;
}

struct OpenedCapture {
  CaptureInfo info;
  TextureView texture;
};

OpenedCapture OpenPicture(Platform& platform, const Region& region, const HookInfoName& parsed,
                          const std::string& name) {
  try {
    const CaptureInfo info = ValidatedInfo(platform, region, parsed, name);
    return {info, OpenTexture(platform, info, parsed, name)};
  } catch (const Error& error) {
    // That nobody asked it explains what is missing.
    const bool is_missing =
        error.code == "header-size-zero" || error.code == "texture-missing" || error.code == "gpu-texture";
    if (is_missing && IsIdleHook(platform, parsed)) throw IdleError(parsed, name);
    throw;
  }
}

SourceShape ShapeOf(const CaptureInfo& info) {
  return {.layout = TraitsOf(info.dialect).layout,
          .width = info.width,
          .height = info.height,
          .format = info.format,
          .pitch = info.pitch,
          .flip = info.flip,
          .map_id = info.map_id};
}

ProducerClue ClueOf(const std::string& name, const HookInfoName& parsed) {
  return {name, static_cast<int64_t>(parsed.id)};
}

Error IndexError(int32_t last_tex, const std::string& name) {
  return {"texture-index-invalid", "read texture header of", name,
          "found last_tex = " + std::to_string(last_tex) + ", expected -1, 0 or 1",
          "Check what the producer stores there: the buffer it wrote last."};
}

// Fills in what stands behind a readable header; the first thing that is wrong becomes `error`.
void InspectTexture(Platform& platform, Inspection& inspection, const Region& region, const HookInfoName& parsed) {
  try {
    const TextureView view = OpenPicture(platform, region, parsed, inspection.name).texture;
    const TextureHeader header = ReadTextureHeader(platform, *view.region).value_or(TextureHeader{});
    inspection.texture = InspectedTexture{view.name, view.region->CurrentSize(), header};
    if (header.last_tex < -1 || header.last_tex > 1) throw IndexError(header.last_tex, inspection.name);
  } catch (const Error& error) {
    inspection.error = error;
  }
}

Inspection InspectCapture(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  const HookInfoName parsed = RequireHookInfoName(address.name);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = TraitsOf(parsed.dialect).layout;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.fields = HookInfoFields(platform, *region, parsed, address.name);
  for (int buffer = 0; buffer < 2; ++buffer) {
    inspection.mutexes.push_back(platform.LookAtMutex(TextureMutexName(parsed, buffer)));
  }
  inspection.keep_alive = platform.LookAtMutex(KeepAliveName(parsed));
  InspectTexture(platform, inspection, *region, parsed);
  return inspection;
}

std::unique_ptr<SourceView> OpenCapture(Platform& platform, const SourceAddress& address) {
  return std::make_unique<CaptureView>(platform, address.name);
}

SourceShape GlanceAtCapture(Platform& platform, const std::string& name) {
  const auto region = platform.OpenRegion(name, Access::kReadOnly);
  const HookInfoName parsed = RequireHookInfoName(name);
  const CaptureInfo info = ReadCaptureInfo(platform, *region, parsed, name);
  return HasTexture(platform, info, parsed) ? ShapeOf(info) : SourceShape{};
}

ProducerClue ProducerOfCapture(Platform& /*platform*/, const std::string& name) {
  return ClueOf(name, RequireHookInfoName(name));
}

template <Dialect kDialect>
bool Claims(std::string_view name) {
  const auto parsed = ParseHookInfoName(name);
  return parsed && parsed->dialect == kDialect;
}

}  // namespace

// Known by name alone: without its name a hook info has no sisters.
const Layout kCaptureHookLayout{.id = LayoutId::kCaptureHook,
                                .claims = Claims<Dialect::kCaptureHook>,
                                .formats = kColourFormats,
                                .open = OpenCapture,
                                .inspect = InspectCapture,
                                .glance = GlanceAtCapture,
                                .producer = ProducerOfCapture,
                                .companions = CompanionsOfHook};

const Layout kGameCaptureLayout{.id = LayoutId::kGameCapture,
                                .claims = Claims<Dialect::kGameCapture>,
                                .formats = kColourFormats,
                                .open = OpenCapture,
                                .inspect = InspectCapture,
                                .glance = GlanceAtCapture,
                                .producer = ProducerOfCapture,
                                .companions = CompanionsOfHook};

CaptureView::CaptureView(Platform& platform, const std::string& name)
    : platform_(platform),
      name_(name),
      parsed_(RequireHookInfoName(name)),
      hook_info_(platform.OpenRegion(name, Access::kReadOnly)) {
  OpenedCapture opened = OpenPicture(platform, *hook_info_, parsed_, name);
  info_ = opened.info;
  texture_ = std::move(opened.texture);
  for (int buffer = 0; buffer < 2; ++buffer) {
    mutexes_[static_cast<size_t>(buffer)] = platform.OpenNamedMutex(TextureMutexName(parsed_, buffer));
  }
}

SourceShape CaptureView::shape() const { return ShapeOf(info_); }

bool CaptureView::HeaderIsUnchanged() {
  try {
    return ReadCaptureInfo(platform_, *hook_info_, parsed_, name_) == info_;
  } catch (const Error&) {
    return false;  // shrunk: opening it again says how
  }
}

std::optional<int> CaptureView::CurrentBuffer() {
  if (!IsWhole()) return std::nullopt;
  int32_t last_tex = -1;
  // The mapping is read-only for us; atomic_ref wants a mutable reference and only loads.
  auto* word = reinterpret_cast<int32_t*>(texture_.region->data() + offsetof(StoredTextureHeader, last_tex));
  if (!Guarded(platform_, [&] { last_tex = std::atomic_ref<int32_t>(*word).load(std::memory_order_acquire); }))
    return std::nullopt;
  if (last_tex < -1 || last_tex > 1) throw IndexError(last_tex, name_);
  return last_tex;
}

StoredPicture CaptureView::Picture(int buffer) const {
  return StoredPicture::Of(
      {.width = info_.width, .height = info_.height, .pitch = info_.pitch, .format = info_.format, .flip = info_.flip},
      BytesFrom(*texture_.region, texture_.offsets[static_cast<size_t>(buffer)]));
}

std::optional<uint64_t> CaptureView::ContentOf(int buffer) {
  const StoredPicture picture = Picture(buffer);
  uint64_t fingerprint = 0;
  if (!Guarded(platform_, [&] { fingerprint = Fingerprint(picture); })) return std::nullopt;
  return fingerprint;
}

TryLockResult CaptureView::TryLock(int buffer) noexcept {
  return mutexes_[static_cast<size_t>(buffer)]->TryLock(LockRole::kReader);
}

void CaptureView::Unlock(int buffer) noexcept { mutexes_[static_cast<size_t>(buffer)]->Unlock(); }

bool CaptureView::IsWhole() const {
  const uint64_t frame = uint64_t{info_.pitch} * info_.height;
  const uint64_t needed = std::max(texture_.offsets[0], texture_.offsets[1]) + frame;
  return texture_.region->CurrentSize() >= needed;
}

bool CaptureView::IsStillNamed() const {
  if (!hook_info_->IsStillNamed(name_) || !texture_.region->IsStillNamed(texture_.name)) return false;
  return mutexes_[0]->IsStillNamed(TextureMutexName(parsed_, 0)) &&
         mutexes_[1]->IsStillNamed(TextureMutexName(parsed_, 1));
}

ProducerClue CaptureView::producer() const { return ClueOf(name_, parsed_); }

bool CaptureView::IsIdle() const { return !platform_.IsMutexKept(KeepAliveName(parsed_)); }

}  // namespace framelatch
