#include "reader/pacing.h"
#include "reader/source_thread.h"

// From what the thread knows to what it tells.
namespace framelatch {
namespace {

bool SameProcess(const std::optional<ProcessInfo>& a, const std::optional<ProcessInfo>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->pid == b->pid && a->alive == b->alive);
}

// Whether a listener has to hear of it: counters and ages alone are polled.
bool IsNews(const Status& before, const Status& after) {
  const std::string before_code = before.error ? before.error->code + before.error->reason : "";
  const std::string after_code = after.error ? after.error->code + after.error->reason : "";
  return before.phase != after.phase || before.wait_reason != after.wait_reason ||
         before.gone_reason != after.gone_reason || before_code != after_code || before.shape != after.shape ||
         before.counters.reopened != after.counters.reopened || !SameProcess(before.producer, after.producer);
}

WaitReason WaitReasonOf(bool idle, bool busy) {
  if (busy) return WaitReason::kBuffersBusy;
  return idle ? WaitReason::kHookIdle : WaitReason::kNothingPublished;
}

}  // namespace

Phase SourceThread::CurrentPhase() const {
  if (error_ && now_ns_ - failing_since_ns_ >= pacing::kReopenGraceNs) return Phase::kFailed;
  if (!view_) return Phase::kSearching;
  if (name_is_gone_) return publications_.current() >= 0 ? Phase::kProducerGone : Phase::kSearching;
  const uint64_t quiet_ns = now_ns_ - last_publication_ns_;
  const bool is_quiet = !saw_publication_ || quiet_ns > pacing::kReopenGraceNs;
  if (producer_.IsGone() && is_quiet && !IsRefutedByPictures()) return Phase::kProducerGone;
  if (publications_.current() < 0 || counters_.published == publications_at_open_) return Phase::kWaiting;
  if (NeverGotIn()) return Phase::kWaiting;
  return quiet_ns > options_.stall_after_ns ? Phase::kStalled : Phase::kLive;
}

// Its very last picture is seen a moment after its end.
bool SourceThread::IsRefutedByPictures() const {
  return gone_since_ns_ != 0 && saw_publication_ && last_publication_ns_ > gone_since_ns_ + pacing::kReopenGraceNs;
}

bool SourceThread::NeverGotIn() const {
  return contended_since_ns_ != 0 && counters_.delivered == delivered_at_open_ &&
         now_ns_ - contended_since_ns_ >= pacing::kReopenGraceNs;
}

// Where names go with their processes, that a name is gone says less than that its process is.
GoneReason SourceThread::WhyGone() const {
  const auto producer = producer_.info();
  const bool has_exited = producer && !producer->alive;
  const bool is_removed = name_is_gone_ && (CurrentPlatform().NamesOutliveProcesses() || !has_exited);
  return is_removed ? GoneReason::kMappingRemoved : GoneReason::kProcessExited;
}

Status SourceThread::CurrentStatus() const {
  Status status;
  status.phase = CurrentPhase();
  status.wait_reason = WaitReasonOf(is_idle_, publications_.current() >= 0);
  status.gone_reason = WhyGone();
  if (status.phase == Phase::kFailed) status.error = error_;
  if (view_) {
    status.shape = view_->shape();
    status.frame_bytes = view_->frame_bytes();
  }
  status.shown = shown_;
  if (shown_) status.picture = last_.picture;
  status.producer = producer_.info();
  status.quiet_ns = view_ ? now_ns_ - last_publication_ns_ : 0;
  status.saw_publication = saw_publication_;
  status.counters = counters_;
  return status;
}

void SourceThread::PublishStatus(const Status& status) {
  const std::lock_guard lock(mutex_);
  status_ = status;
}

void SourceThread::UpdateStatus() {
  const Status status = CurrentStatus();
  PublishStatus(status);
  if (!IsNews(told_, status)) return;
  told_ = status;
  listener_->OnStatus(status);
}

}  // namespace framelatch
