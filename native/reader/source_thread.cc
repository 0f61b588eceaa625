#include "reader/source_thread.h"

#include <algorithm>
#include <utility>

#include "reader/pacing.h"

namespace framelatch {

SourceThread::SourceThread(ReaderOptions options, std::shared_ptr<ReaderListener> listener)
    : options_(std::move(options)), listener_(std::move(listener)), timer_(CurrentPlatform().CreateWakeableTimer()) {}

void SourceThread::Stop() {
  stop_ = true;
  timer_->Wake();
}

void SourceThread::RequestCurrent() {
  current_requested_ = true;
  timer_->Wake();
}

void SourceThread::Capture(CaptureRequest request) {
  {
    const std::lock_guard lock(mutex_);
    if (finished_) return request.done(std::nullopt);
    captures_.push_back(std::move(request));
  }
  timer_->Wake();
}

Status SourceThread::GetStatus() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void SourceThread::Run() noexcept {
  while (!stop_) {
    uint64_t sleep_ns = pacing::kOpenRetryNs;
    try {
      sleep_ns = Look();
    } catch (const Error& error) {
      Fail(error);
    } catch (const std::exception& exception) {
      Fail(Error("internal", "read", options_.name, exception.what(), "Please report this."));
    }
    timer_->WaitNs(sleep_ns);
  }
  const std::lock_guard lock(mutex_);
  finished_ = true;
  for (CaptureRequest& request : captures_) request.done(std::nullopt);
  captures_.clear();
}

uint64_t SourceThread::Look() {
  now_ns_ = CurrentPlatform().MonotonicNs();
  OpenIfDue();
  if (view_is_current_) {
    if (view_->HeaderIsUnchanged()) {
      Observe();
    } else {
      LoseView();
    }
  }
  if (view_is_current_) Deliver();
  ServeCaptures();
  CheckIdentity();
  UpdateStatus();
  if (!view_is_current_) return std::min(pacing::kOpenRetryNs, next_open_ns_ > now_ns_ ? next_open_ns_ - now_ns_ : 1);
  return pacing::IntervalFor(now_ns_ - last_publication_ns_);
}

void SourceThread::OpenIfDue() {
  if (view_is_current_ || now_ns_ < next_open_ns_) return;
  next_open_ns_ = now_ns_ + pacing::kOpenRetryNs;
  try {
    Open();
  } catch (const Error& error) {
    // Removed, or not there yet: that is a state, not a failure. The held view keeps its last picture.
    name_is_gone_ = error.code == "mapping-missing";
    if (name_is_gone_) {
      error_.reset();
      failing_since_ns_ = 0;
      return;
    }
    error_ = error;
    if (failing_since_ns_ == 0) failing_since_ns_ = now_ns_;
  }
}

void SourceThread::Open() {
  auto view = std::make_unique<SourceView>(options_.name);
  producer_.Find(options_.name, view->parsed_name().id, now_ns_);
  view_ = std::move(view);
  view_is_current_ = true;
  name_is_gone_ = false;
  error_.reset();
  failing_since_ns_ = 0;
  if (opened_before_) ++counters_.reopened;
  opened_before_ = true;
  publications_.Reopened();
  suspect_buffers_ = {};
  publications_at_open_ = counters_.published;
  last_publication_ns_ = now_ns_;
  next_identity_check_ns_ = now_ns_ + pacing::kIdentityCheckNs;
  keep_alive_held_ = CurrentPlatform().ObjectExists(KeepAliveName(view_->parsed_name()));
}

// The header changed, memory vanished, or a name means something else now: open anew at the next look.
void SourceThread::LoseView() {
  view_is_current_ = false;
  next_open_ns_ = now_ns_;
}

void SourceThread::Observe() {
  const auto last_tex = view_->LastTex();
  if (!last_tex) return LoseView();
  if (*last_tex < -1 || *last_tex > 1) {
    error_ = Error("texture-index-invalid", "read texture header of", options_.name,
                   "found last_tex = " + std::to_string(*last_tex) + ", expected -1, 0 or 1",
                   "Check what the producer stores there: the buffer it wrote last.");
    if (failing_since_ns_ == 0) failing_since_ns_ = now_ns_;
    return;
  }
  error_.reset();
  failing_since_ns_ = 0;
  if (*last_tex < 0) return;
  const auto fingerprint = view_->FingerprintOf(*last_tex);
  if (!fingerprint) return LoseView();
  if (!publications_.Observe(*last_tex, *fingerprint)) return;
  suspect_buffers_[static_cast<size_t>(*last_tex)] = false;
  ++counters_.published;
  last_publication_ns_ = now_ns_;
}

bool SourceThread::IsSuspect(int buffer, TryLockResult lock) {
  bool& suspect = suspect_buffers_[static_cast<size_t>(buffer)];
  suspect = suspect || lock == TryLockResult::kOwnedAbandoned;
  return suspect;
}

void SourceThread::Deliver() {
  const bool again = current_requested_ && publications_.last_tex() >= 0;
  auto candidates = publications_.Candidates();
  if (candidates[0] < 0 && again) candidates[0] = publications_.last_tex();
  if (candidates[0] < 0 || error_) return;
  const auto claim = slots_.TryClaim(view_->frame_bytes());
  if (!claim) return;
  for (const int buffer : candidates) {
    if (buffer < 0) continue;
    const ReadResult result = ReadBuffer(buffer, *claim);
    if (result == ReadResult::kDelivered) return;
    if (result == ReadResult::kUnusable) {
      slots_.GiveBack(*claim);
      return LoseView();
    }
  }
  slots_.GiveBack(*claim);
  ++contended_since_frame_;
  ++counters_.contended;
}

SourceThread::ReadResult SourceThread::ReadBuffer(int buffer, const Slots::Claim& claim) {
  NamedMutex& mutex = view_->Mutex(buffer);
  const TryLockResult lock = mutex.TryLock();
  if (lock == TryLockResult::kBusy) return ReadResult::kBusy;
  const uint64_t acquired_at_ns = CurrentPlatform().MonotonicNs();
  const bool filled = view_->IsWhole() && claim.target->Fill(claim.slot, view_->Picture(buffer), options_.alpha);
  const auto fingerprint = view_->FingerprintOf(buffer);
  // A producer that re-initialised meanwhile may have written by another geometry.
  const bool usable = filled && fingerprint && view_->IsWhole() && view_->HeaderIsUnchanged();
  mutex.Unlock(LockRole::kReader);
  const uint64_t held_ns = CurrentPlatform().MonotonicNs() - acquired_at_ns;
  if (!usable) return ReadResult::kUnusable;

  const uint64_t published_before = publications_.published();
  const uint32_t overtaken = publications_.Delivered(buffer, *fingerprint);
  counters_.published += publications_.published() - published_before;
  counters_.overtaken += overtaken;
  ++counters_.delivered;
  const bool suspect = IsSuspect(buffer, lock);
  if (suspect) ++counters_.suspect;
  current_requested_ = false;
  const CaptureInfo& info = view_->info();
  const Frame frame{.slot = claim.slot,
                    .target = claim.generation,
                    .sequence = ++sequence_,
                    .width = info.width,
                    .height = info.height,
                    .format = info.format,
                    .buffer = buffer,
                    .map_id = info.map_id,
                    .acquired_at_ns = acquired_at_ns,
                    .lock_held_ns = held_ns,
                    .suspect = suspect,
                    .contended = std::exchange(contended_since_frame_, 0),
                    .overtaken = overtaken};
  slots_.Keep();
  listener_->OnFrame(frame);
  return ReadResult::kDelivered;
}

void SourceThread::CheckIdentity() {
  if (!view_ || now_ns_ < next_identity_check_ns_) return;
  next_identity_check_ns_ = now_ns_ + pacing::kIdentityCheckNs;
  producer_.Refresh(options_.name, view_->parsed_name().id, now_ns_);
  if (!view_is_current_) return;
  keep_alive_held_ = CurrentPlatform().ObjectExists(KeepAliveName(view_->parsed_name()));
  if (!view_->IsStillNamed()) LoseView();
}

void SourceThread::Fail(const Error& error) {
  LoseView();
  next_open_ns_ = now_ns_ + pacing::kOpenRetryNs;
  error_ = error;
  if (failing_since_ns_ == 0) failing_since_ns_ = now_ns_;
}

}  // namespace framelatch
