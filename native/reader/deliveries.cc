#include <algorithm>
#include <span>
#include <utility>

#include "reader/pacing.h"
#include "reader/source_thread.h"
#include "reader/try_hold.h"

// The stream of frames: which buffer is read next, under its lock, into a slot of the target.
namespace framelatch {

// A view whose name is gone still holds the last picture; one that is being re-initialised holds nothing to trust.
bool SourceThread::CanDeliver() const { return view_ && (view_is_current_ || name_is_gone_) && !error_; }

void SourceThread::Deliver() {
  ForgetReturned();
  auto candidates = publications_.Candidates();
  if (candidates[0] < 0 && current_requested_) candidates[0] = publications_.current();
  if (candidates[0] < 0) return;
  auto claim = slots_.TryClaim(view_->frame_bytes());
  if (!claim) return;
  const Apart apart(look_cost_);
  for (const int buffer : candidates) {
    if (buffer < 0) continue;
    const ReadResult result = ReadBuffer(buffer, *claim);
    if (result == ReadResult::kDelivered) return;
    if (result == ReadResult::kUnusable) return LoseView();
    if (result == ReadResult::kTorn) break;  // an older buffer without a lock is no better
  }
  NoteContention();
}

void SourceThread::NoteContention() {
  ++contended_since_frame_;
  ++counters_.contended;
  if (contended_since_ns_ == 0) contended_since_ns_ = now_ns_;
}

SourceThread::ReadResult SourceThread::ReadBuffer(int buffer, Slots::Claim& claim) {
  claim.target().Prepare(claim.slot());
  const uint64_t unwritten_bytes = UnwrittenBytesOf(buffer);
  TryHold hold(*view_, buffer);
  if (!hold.is_owned()) return ReadResult::kBusy;
  const uint64_t acquired_at_ns = CurrentPlatform().MonotonicNs();
  const Noted noted = LookUnderLock();
  if (noted == Noted::kMoved) return ReadResult::kTorn;
  const auto content = noted == Noted::kYes ? ContentKey(buffer, view_->ContentUnderLock(buffer)) : std::nullopt;
  const auto copied =
      content ? claim.target().Fill(claim.slot(), view_->Picture(buffer), options_.alpha) : std::nullopt;
  const bool usable = copied && view_->IsWhole() && HeaderAgrees();
  const bool overwritten = usable && !view_->IsIntact(buffer);
  hold.Release();
  const uint64_t held_ns = CurrentPlatform().MonotonicNs() - acquired_at_ns;
  if (!usable) return ReadResult::kUnusable;
  const bool torn = overwritten || HolesWereFilled(buffer, unwritten_bytes);
  if (torn && !TornForTooLong()) return ReadResult::kTorn;

  const uint32_t overtaken = publications_.Delivered(buffer, *content);
  const SourceShape shape = view_->shape();
  Hand({.slot = claim.slot(),
        .target = claim.generation(),
        .sequence = ++sequence_,
        .width = shape.width,
        .height = shape.height,
        .format = shape.format,
        .buffer = buffer,
        .map_id = shape.map_id,
        .acquired_at_ns = acquired_at_ns,
        .lock_held_ns = LockHeld(held_ns),
        .suspect = IsSuspect(buffer, hold.result()) || torn,
        .contended = std::exchange(contended_since_frame_, 0),
        .overtaken = overtaken,
        .picture = {.uniform = claim.target().UniformColourOf(claim.slot(), uint64_t{shape.width} * shape.height),
                    .alpha_is_zero = copied->alpha_is_zero,
                    .unwritten_bytes = unwritten_bytes,
                    .unchanged_ns = UnchangedNs(claim, shape, acquired_at_ns)}},
       claim);
  return ReadResult::kDelivered;
}

std::optional<uint64_t> SourceThread::LockHeld(uint64_t ns) const {
  return view_->HasLocks() ? std::optional(ns) : std::nullopt;
}

bool SourceThread::TornForTooLong() const {
  return contended_since_ns_ != 0 && now_ns_ - contended_since_ns_ >= pacing::kTornGraceNs;
}

// A writer that was held up between its release and its store of the index may have rewritten this buffer after the one
// that the index names now. Noting that one first puts the two in order: nothing older is delivered afterwards.
SourceThread::Noted SourceThread::LookUnderLock() {
  std::optional<int> current;
  try {
    current = view_->CurrentBuffer();
  } catch (const Error&) {
    current = -1;  // no index: the next look tells of it
  }
  if (!current) return Noted::kVanished;
  return *current >= 0 && *current != publications_.current() ? Note(*current) : Noted::kYes;
}

uint64_t SourceThread::UnwrittenBytesOf(int buffer) const {
  const Region* region = view_->PixelRegion();
  if (region == nullptr) return 0;
  const StoredPicture picture = view_->Picture(buffer);
  const auto offset = static_cast<uint64_t>(picture.pixels - region->data());
  return region->UnwrittenBytes(offset, StoredBytes(picture.format, picture.pitch, picture.height));
}

uint64_t SourceThread::UnchangedNs(const Slots::Claim& claim, const SourceShape& shape, uint64_t acquired_at_ns) {
  const FrameTarget& target = claim.target();
  const std::span slot(target.Pixels(claim.slot()), target.slot_bytes());
  const StoredPicture shown = StoredPicture::Of({.width = shape.width,
                                                 .height = shape.height,
                                                 .pitch = shape.width * 4,
                                                 .format = static_cast<uint32_t>(DxgiFormat::kR8G8B8A8Unorm)},
                                                slot);
  // The slot's memory may vanish, like that of a producer: then nothing is known.
  Platform& platform = CurrentPlatform();
  uint64_t samples = 0;
  if (!Guarded(platform, [&] { samples = Fingerprint(shown); })) return 0;
  if (unchanged_.Sampled(samples, acquired_at_ns)) {
    const uint64_t began_at_ns = platform.ThreadCpuNs();
    uint64_t hash = 0;
    if (!Guarded(platform, [&] { hash = ContentHash(shown); })) return 0;
    unchanged_.Hashed(hash, platform.ThreadCpuNs() - began_at_ns, acquired_at_ns);
  }
  return unchanged_.ForNs(acquired_at_ns);
}

bool SourceThread::HolesWereFilled(int buffer, uint64_t unwritten_bytes) {
  if (unwritten_bytes == 0) return false;
  if (Region* region = view_->PixelRegion()) region->Refresh();
  return UnwrittenBytesOf(buffer) != unwritten_bytes;
}

// A view that is kept for its last picture has no header to agree with any more.
bool SourceThread::HeaderAgrees() const { return !view_is_current_ || view_->HeaderIsUnchanged(); }

bool SourceThread::IsSuspect(int buffer, TryLockResult lock) {
  bool& suspect = suspect_buffers_[static_cast<size_t>(buffer)];
  suspect = suspect || lock == TryLockResult::kOwnedAbandoned;
  return suspect;
}

void SourceThread::Hand(const Frame& frame, Slots::Claim& claim) {
  counters_.published = publications_.published();
  counters_.overtaken += frame.overtaken;
  ++counters_.delivered;
  if (frame.suspect) ++counters_.suspect;
  last_ = frame;
  shown_ = view_->shape();
  contended_since_ns_ = 0;
  // Before the slot is kept: a request that comes with a new target is meant for that one.
  current_requested_ = false;
  PublishStatus(CurrentStatus());
  claim.Keep();
  listener_->OnFrame(frame);
}

void SourceThread::ForgetReturned() {
  const uint64_t returned = returned_.exchange(0);
  if (returned == 0 || returned != sequence_) return;
  --sequence_;
  publications_.TakeBack();
  --counters_.delivered;
  counters_.overtaken -= last_.overtaken;
  if (last_.suspect) --counters_.suspect;
  delivered_at_open_ = std::min(delivered_at_open_, counters_.delivered);
  contended_since_frame_ += last_.contended;
  // It may have been asked for, though it was not new.
  current_requested_ = true;
}

}  // namespace framelatch
