#include "reader/source_view.h"

#include <algorithm>
#include <atomic>

#include "core/error.h"
#include "layouts/inspect.h"
#include "layouts/texture.h"

namespace framelatch {
namespace {

CaptureInfo ValidatedInfo(const Region& region, const HookInfoName& parsed, const std::string& name) {
  const CaptureInfo info = ReadCaptureInfo(region, parsed, name);
  ValidateCaptureInfo(info, name);
  return info;
}

}  // namespace

SourceView::SourceView(const std::string& name)
    : name_(name),
      parsed_(RequireHookInfoName(name)),
      hook_info_(CurrentPlatform().OpenRegion(name, Access::kReadOnly)),
      info_(ValidatedInfo(*hook_info_, parsed_, name)),
      texture_(OpenTexture(info_, parsed_, name)) {
  for (int buffer = 0; buffer < 2; ++buffer) {
    mutexes_[static_cast<size_t>(buffer)] = CurrentPlatform().OpenNamedMutex(TextureMutexName(parsed_, buffer));
  }
}

bool SourceView::HeaderIsUnchanged() const {
  try {
    return ReadCaptureInfo(*hook_info_, parsed_, name_) == info_;
  } catch (const Error&) {
    return false;  // shrunk: opening it again says how
  }
}

std::optional<int32_t> SourceView::LastTex() const {
  if (!IsWhole()) return std::nullopt;
  int32_t last_tex = -1;
  // The mapping is read-only for us; atomic_ref wants a mutable reference and only loads.
  auto* word = reinterpret_cast<int32_t*>(texture_.region->data() + offsetof(StoredTextureHeader, last_tex));
  if (!Guarded([&] { last_tex = std::atomic_ref<int32_t>(*word).load(std::memory_order_acquire); }))
    return std::nullopt;
  return last_tex;
}

StoredPicture SourceView::Picture(int buffer) const {
  return {.pixels = texture_.region->data() + texture_.offsets[static_cast<size_t>(buffer)],
          .width = info_.width,
          .height = info_.height,
          .pitch = info_.pitch,
          .format = info_.format,
          .flip = info_.flip};
}

std::optional<uint64_t> SourceView::FingerprintOf(int buffer) const {
  const StoredPicture picture = Picture(buffer);
  uint64_t fingerprint = 0;
  if (!Guarded([&] { fingerprint = Fingerprint(picture); })) return std::nullopt;
  return fingerprint;
}

bool SourceView::IsWhole() const {
  const uint64_t frame = uint64_t{info_.pitch} * info_.height;
  const uint64_t needed = std::max(texture_.offsets[0], texture_.offsets[1]) + frame;
  return texture_.region->CurrentSize() >= needed;
}

bool SourceView::IsStillNamed() const {
  if (!hook_info_->IsStillNamed(name_) || !texture_.region->IsStillNamed(texture_.name)) return false;
  return mutexes_[0]->IsStillNamed(TextureMutexName(parsed_, 0)) &&
         mutexes_[1]->IsStillNamed(TextureMutexName(parsed_, 1));
}

}  // namespace framelatch
