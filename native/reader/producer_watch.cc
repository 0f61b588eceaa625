#include "reader/producer_watch.h"

#include "reader/pacing.h"

namespace framelatch {

void ProducerWatch::Find(const std::string& name, uint64_t id, uint64_t now_ns) {
  next_search_ns_ = now_ns + pacing::kProducerSearchNs;
  const auto producer = CurrentPlatform().FindProducer(name, static_cast<int64_t>(id));
  watch_ = producer ? CurrentPlatform().WatchProcess(producer->pid) : nullptr;
}

void ProducerWatch::Refresh(const std::string& name, uint64_t id, uint64_t now_ns) {
  const bool known = watch_ && !watch_->HasExited();
  if (known || now_ns < next_search_ns_) return;
  next_search_ns_ = now_ns + pacing::kProducerSearchNs;
  const auto producer = CurrentPlatform().FindProducer(name, static_cast<int64_t>(id));
  // A dead producer stays named until another is found: the user wants to know who crashed.
  if (producer) watch_ = CurrentPlatform().WatchProcess(producer->pid);
}

std::optional<ProcessInfo> ProducerWatch::info() const {
  if (!watch_) return std::nullopt;
  return watch_->info();
}

bool ProducerWatch::IsGone() const { return watch_ ? watch_->HasExited() : CurrentPlatform().SeesEveryProducer(); }

}  // namespace framelatch
