#include "reader/producer_watch.h"

#include <algorithm>
#include <utility>

#include "reader/pacing.h"

namespace framelatch {

void ProducerWatch::Forget() {
  if (watch_) last_pid_ = watch_->info().pid;
  watch_ = nullptr;
  found_ = Liveness::kUnknown;
  searched_ = false;
  saw_exit_ = false;
}

uint64_t ProducerWatch::Refresh(const ProducerClue& clue) {
  const bool has_exited = watch_ && watch_->HasExited();
  const bool is_known = watch_ && !has_exited;
  // One that has just ended may not have been the only one.
  const bool is_due = !searched_ || (has_exited && !saw_exit_);
  if (!is_due && (is_known || CurrentPlatform().MonotonicNs() < next_search_ns_)) return 0;
  const uint64_t began_ns = CurrentPlatform().ThreadCpuNs();
  const ProducerLook look = CurrentPlatform().LookForProducer({clue.object, Hint(clue.pid)});
  saw_exit_ = has_exited;
  found_ = look.liveness;
  // A dead producer stays named until another is found: the user wants to know who crashed.
  auto found = look.process ? CurrentPlatform().WatchProcess(look.process->pid) : nullptr;
  if (found) {
    watch_ = std::move(found);
    saw_exit_ = false;
  }
  searched_ = true;
  const uint64_t cost_ns = CurrentPlatform().ThreadCpuNs() - began_ns;
  next_search_ns_ =
      CurrentPlatform().MonotonicNs() + std::max(pacing::kProducerSearchNs, cost_ns * pacing::kProducerSearchShare);
  return cost_ns;
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
  if (found_ == Liveness::kGone) return true;
  // Somebody who is not seen may write on where one that was seen has ended.
  return watch_ && saw_exit_ && found_ != Liveness::kRunning;
}

}  // namespace framelatch
