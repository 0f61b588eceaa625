#include "reader/producer_watch.h"

#include <algorithm>

#include "reader/pacing.h"

namespace framelatch {

void ProducerWatch::Forget() {
  if (watch_) last_pid_ = watch_->info().pid;
  watch_ = nullptr;
  searched_ = false;
}

void ProducerWatch::Refresh(const ProducerClue& clue) {
  const bool is_known = watch_ && !watch_->HasExited();
  const uint64_t started_ns = CurrentPlatform().MonotonicNs();
  if (searched_ && (is_known || started_ns < next_search_ns_)) return;
  const auto producer = CurrentPlatform().FindProducer(clue.object, Hint(clue.pid));
  // A dead producer stays named until another is found: the user wants to know who crashed.
  if (producer) watch_ = CurrentPlatform().WatchProcess(producer->pid);
  searched_ = true;
  const uint64_t ended_ns = CurrentPlatform().MonotonicNs();
  next_search_ns_ =
      ended_ns + std::max(pacing::kProducerSearchNs, (ended_ns - started_ns) * pacing::kProducerSearchShare);
}

int64_t ProducerWatch::Hint(int64_t pid) const {
  if (last_pid_ == 0) return pid;
  const auto last = CurrentPlatform().WatchProcess(last_pid_);
  return last && !last->HasExited() ? last_pid_ : pid;
}

std::optional<ProcessInfo> ProducerWatch::info() const {
  if (!watch_) return std::nullopt;
  return watch_->info();
}

bool ProducerWatch::IsGone() const {
  return watch_ ? watch_->HasExited() : searched_ && CurrentPlatform().SeesEveryProducer();
}

}  // namespace framelatch
