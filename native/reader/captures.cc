#include <utility>

#include "reader/pacing.h"
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
  if (requests.empty()) return;
  const Apart apart(look_cost_);
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
  const int buffer = publications_.current();
  if (!view_ || buffer < 0 || !view_->IsWhole()) return false;
  if (view_->frame_bytes() > request.bytes) {
    request.done(std::nullopt);
    return true;
  }
  if (!std::exchange(request.is_present, true)) TouchPages(request.pixels, request.bytes);
  if (Region* region = view_->PixelRegion()) region->Refresh();
  const uint64_t unwritten_bytes = UnwrittenBytesOf(buffer);
  TryHold hold(*view_, buffer);
  if (!hold.is_owned()) return false;
  const bool suspect = IsSuspect(buffer, hold.result());
  const uint64_t acquired_at_ns = CurrentPlatform().MonotonicNs();
  const StoredPicture picture = view_->Picture(buffer);
  PictureFacts facts;
  const bool copied =
      Guarded(CurrentPlatform(), [&] { facts.alpha_is_zero = ConvertToRgba8(picture, request.alpha, request.pixels); });
  const bool usable = copied && HeaderAgrees();
  const bool overwritten = usable && !view_->IsIntact(buffer);
  hold.Release();
  const uint64_t held_ns = CurrentPlatform().MonotonicNs() - acquired_at_ns;
  const bool torn = overwritten || (usable && HolesWereFilled(buffer, unwritten_bytes));
  // Near its end a capture takes what there is, marked.
  if (!usable || (torn && now_ns_ + pacing::kTornGraceNs < request.deadline_ns)) return false;
  const SourceShape shape = view_->shape();
  facts.unwritten_bytes = unwritten_bytes;
  facts.uniform = UniformColour(request.pixels, uint64_t{shape.width} * shape.height);
  request.done(Frame{.sequence = sequence_,
                     .width = shape.width,
                     .height = shape.height,
                     .format = shape.format,
                     .buffer = buffer,
                     .map_id = shape.map_id,
                     .acquired_at_ns = acquired_at_ns,
                     .lock_held_ns = LockHeld(held_ns),
                     .suspect = suspect || torn,
                     .picture = facts});
  return true;
}

}  // namespace framelatch
