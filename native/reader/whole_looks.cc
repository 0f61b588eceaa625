#include <utility>

#include "reader/pacing.h"
#include "reader/source_thread.h"

// A source that is only sampled while frames come: once its index stands still, everything is looked at, outside any
// lock. A writer that rewrites the buffer which is shown stores no index, and 128 samples miss a small change.
namespace framelatch {

// What the samples told, made another number by each change that they missed.
std::optional<uint64_t> SourceThread::ContentKey(int buffer, std::optional<uint64_t> content) const {
  if (!content) return std::nullopt;
  return *content ^ missed_changes_[static_cast<size_t>(buffer)] * 0x9E3779B97F4A7C15;
}

bool SourceThread::IsWholeLookDue() const {
  const int buffer = publications_.current();
  if (!view_ || !view_->IsSampled() || buffer < 0 || publications_.HasUndelivered()) return false;
  return whole_look_.IsDue(now_ns_, now_ns_ - last_publication_ns_);
}

// Another number than the last time is another picture, and so is one that is not what the viewer got. A hash that was
// taken while the writer wrote is one of no picture: it only causes another read, under the lock.
void SourceThread::LookWhole() {
  if (!IsWholeLookDue()) return;
  const int buffer = publications_.current();
  const StoredPicture picture = view_->Picture(buffer);
  const uint64_t quiet_ns = now_ns_ - last_publication_ns_;
  const Apart apart(look_cost_);
  const bool is_first = !whole_look_.HasSeen();
  const uint32_t parts = whole_look_.PartsFor(quiet_ns);
  bool is_news = false;
  for (uint32_t part = 0; part < parts; ++part) {
    const PictureRows rows{whole_look_.next_part(), WholeLook::kParts};
    uint64_t hash = 0;
    if (!Guarded(CurrentPlatform(), [&] { hash = ContentHash(picture, rows); })) return LoseView();
    is_news = whole_look_.Saw(hash) || is_news;
  }
  whole_look_.EndLook(parts, apart.ns(), quiet_ns, CurrentPlatform().MonotonicNs());
  const bool is_other = is_first && !IsWhatWasDelivered(picture);
  if (!is_news && !is_other) return;
  ++missed_changes_[static_cast<size_t>(buffer)];
  whole_look_.Forget();
  if (Note(buffer) == Noted::kVanished) LoseView();
}

// The first whole look after a delivery has no earlier one to compare with: the slot still holds what was delivered.
bool SourceThread::IsWhatWasDelivered(const StoredPicture& picture) {
  if (sequence_ == 0 || last_.buffer != publications_.current()) return true;
  const auto peek = slots_.TryPeek(last_.target);
  if (!peek) return true;  // somebody else's memory by now: a new target gets the picture anyway
  const uint64_t bytes = uint64_t{picture.width} * picture.height * 4;
  if (last_.width != picture.width || last_.height != picture.height || bytes > peek->target().slot_bytes())
    return true;
  row_.resize(size_t{picture.width} * 4);
  const std::byte* shown = peek->target().Pixels(last_.slot);
  bool is_same = true;
  const bool is_readable =
      Guarded(CurrentPlatform(), [&] { is_same = IsShownAs(picture, options_.alpha, shown, row_.data()); });
  return is_same || !is_readable;
}

}  // namespace framelatch
