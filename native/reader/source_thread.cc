#include "reader/source_thread.h"

#include <algorithm>
#include <utility>

#include "core/caught_error.h"
#include "reader/pacing.h"

namespace framelatch {

SourceThread::SourceThread(ReaderOptions options, std::shared_ptr<ReaderListener> listener)
    : options_(std::move(options)), listener_(std::move(listener)), timer_(CurrentPlatform().CreateWakeableTimer()) {}

void SourceThread::Stop() {
  stop_ = true;
  timer_->Wake();
}

void SourceThread::TakeBack(uint64_t sequence) {
  returned_ = sequence;
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
    look_cost_.BeginLook(CurrentPlatform().ThreadCpuNs());
    Attempt(&SourceThread::Look);
    Attempt(&SourceThread::UpdateStatus);
    look_cost_.EndLook(CurrentPlatform().ThreadCpuNs());
    timer_->WaitNs(SleepNs());
  }
  const std::lock_guard lock(mutex_);
  finished_ = true;
  for (CaptureRequest& request : captures_) {
    Quietly([&] { request.done(std::nullopt); });
  }
  captures_.clear();
}

void SourceThread::Attempt(void (SourceThread::*step)()) {
  try {
    (this->*step)();
  } catch (...) {
    // An exception out of a thread ends the process. Where there is no memory even for the error, the next look tries.
    Quietly([this] { Fail(CaughtError()); });
  }
}

void SourceThread::Look() {
  now_ns_ = CurrentPlatform().MonotonicNs();
  OpenIfDue();
  if (view_is_current_) {
    if (Region* pixels = view_->PixelRegion()) pixels->Refresh();
    if (view_->HeaderIsUnchanged()) {
      Observe();
    } else {
      LoseView();
    }
  }
  if (view_is_current_ && !error_) LookWhole();
  // Before a picture goes out: that of a dead producer is told as such.
  CheckIdentity();
  if (CanDeliver()) Deliver();
  ServeCaptures();
}

uint64_t SourceThread::SleepNs() const {
  if (!view_is_current_) return next_open_ns_ > now_ns_ ? next_open_ns_ - now_ns_ : 1;
  const uint64_t share = view_->ReadsEverything() ? pacing::kOnlyShare : pacing::kGlanceShare;
  const uint64_t interval =
      std::max(pacing::IntervalFor(now_ns_ - last_publication_ns_, look_cost_.ns(), share), view_->ShortestLookNs());
  // From look to look, not from end to start; a layout that looks often has next to nothing to take off.
  const uint64_t taken = CurrentPlatform().MonotonicNs() - now_ns_;
  return interval > taken + pacing::kShortestSleepNs ? interval - taken : pacing::kShortestSleepNs;
}

void SourceThread::OpenIfDue() {
  if (view_is_current_ || now_ns_ < next_open_ns_) return;
  if (absent_since_ns_ == 0) absent_since_ns_ = now_ns_;
  next_open_ns_ = now_ns_ + pacing::OpenRetryFor(now_ns_ - absent_since_ns_, look_cost_.ns());
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
  view_ = OpenSource(CurrentPlatform(), options_.address);
  producer_.Forget();
  view_is_current_ = true;
  name_is_gone_ = false;
  error_.reset();
  failing_since_ns_ = 0;
  absent_since_ns_ = 0;
  if (opened_before_) ++counters_.reopened;
  opened_before_ = true;
  publications_.Reopened();
  suspect_buffers_ = {};
  publications_at_open_ = counters_.published;
  looked_since_open_ = false;
  saw_publication_ = false;
  delivered_at_open_ = counters_.delivered;
  contended_since_ns_ = 0;
  last_publication_ns_ = now_ns_;
  next_identity_check_ns_ = now_ns_;
  whole_look_.Forget();
  look_cost_.Forget();
  next_idle_check_ns_ = now_ns_;
}

// The header changed, memory vanished, or a name means something else now: open anew at the next look.
void SourceThread::LoseView() {
  view_is_current_ = false;
  next_open_ns_ = now_ns_;
}

void SourceThread::Observe() {
  std::optional<int> current;
  try {
    current = view_->CurrentBuffer();
  } catch (const Error& error) {
    error_ = error;
    if (failing_since_ns_ == 0) failing_since_ns_ = now_ns_;
    return;
  }
  if (!current) return LoseView();
  error_.reset();
  failing_since_ns_ = 0;
  if (*current >= 0 && Note(*current) == Noted::kVanished) LoseView();
  looked_since_open_ = true;
}

SourceThread::Noted SourceThread::Note(int current) {
  const auto content = ContentKey(current, view_->ContentOf(current));
  if (!content) return Noted::kVanished;
  const auto index = view_->CurrentBuffer();
  if (!index) return Noted::kVanished;
  if (*index != current) return Noted::kMoved;
  if (!publications_.Observe(current, *content)) return Noted::kYes;
  suspect_buffers_[static_cast<size_t>(current)] = false;
  whole_look_.Forget();
  counters_.published = publications_.published();
  last_publication_ns_ = now_ns_;
  saw_publication_ = saw_publication_ || looked_since_open_;
  return Noted::kYes;
}

void SourceThread::CheckIdentity() {
  if (!view_ || now_ns_ < next_identity_check_ns_) return;
  next_identity_check_ns_ = now_ns_ + pacing::kIdentityCheckNs;
  look_cost_.Exclude(producer_.Refresh(view_->producer()));
  if (!producer_.IsGone()) gone_since_ns_ = 0;
  if (producer_.IsGone() && gone_since_ns_ == 0) gone_since_ns_ = now_ns_;
  if (!view_is_current_) return;
  CheckIdle();
  if (!view_->IsStillNamed()) LoseView();
}

void SourceThread::CheckIdle() {
  // Only where there is no picture is it of interest who asks for one.
  if (publications_.current() >= 0 || now_ns_ < next_idle_check_ns_) return;
  next_idle_check_ns_ = now_ns_ + pacing::kIdleCheckNs;
  is_idle_ = view_->IsIdle();
}

void SourceThread::Fail(const Error& error) {
  LoseView();
  next_open_ns_ = now_ns_ + pacing::kOpenRetryNs;
  error_ = error;
  if (failing_since_ns_ == 0) failing_since_ns_ = now_ns_;
}

}  // namespace framelatch
