#include <utility>

#include "reader/source_thread.h"
#include "reader/try_hold.h"
#include "ring/pages.h"

// Snapshots: one picture beside the stream, from the current buffer of the view that is held (after a crash, the last
// one).
namespace framelatch {

void SourceThread::ServeCaptures() {
  std::vector<CaptureRequest> requests;
  {
    const std::lock_guard lock(mutex_);
    requests.swap(captures_);
  }
  for (CaptureRequest& request : requests) {
    if (ServeCapture(request)) continue;
    if (now_ns_ >= request.deadline_ns) {
      request.done(std::nullopt);
      continue;
    }
    const std::lock_guard lock(mutex_);
    captures_.push_back(std::move(request));
  }
}

bool SourceThread::ServeCapture(CaptureRequest& request) {
  const int buffer = publications_.last_tex();
  if (!view_ || buffer < 0 || !view_->IsWhole()) return false;
  if (view_->frame_bytes() > request.bytes) {
    request.done(std::nullopt);
    return true;
  }
  if (!std::exchange(request.is_present, true)) TouchPages(request.pixels, request.bytes);
  TryHold hold(view_->Mutex(buffer));
  if (!hold.is_owned()) return false;
  const bool suspect = IsSuspect(buffer, hold.result());
  const uint64_t acquired_at_ns = CurrentPlatform().MonotonicNs();
  const StoredPicture picture = view_->Picture(buffer);
  const bool copied = Guarded([&] { ConvertToRgba8(picture, request.alpha, request.pixels); });
  const bool usable = copied && HeaderAgrees();
  hold.Release();
  if (!usable) return false;
  const CaptureInfo& info = view_->info();
  request.done(Frame{.sequence = sequence_,
                     .width = info.width,
                     .height = info.height,
                     .format = info.format,
                     .buffer = buffer,
                     .map_id = info.map_id,
                     .acquired_at_ns = acquired_at_ns,
                     .lock_held_ns = CurrentPlatform().MonotonicNs() - acquired_at_ns,
                     .suspect = suspect});
  return true;
}

}  // namespace framelatch
