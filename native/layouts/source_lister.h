#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/error.h"
#include "layouts/listing.h"
#include "platform/names_watch.h"
#include "platform/platform.h"

namespace framelatch {

// The list of sources, kept up by a thread of its own: nobody ever waits for it. Looking takes half a hundredth of a
// core at most, however many objects there are: the more a look costs, the rarer it is. Names that come or go bring the
// next one forward, up to a twentieth.
class SourceLister {
 public:
  explicit SourceLister(Platform& platform);
  SourceLister(const SourceLister&) = delete;
  SourceLister& operator=(const SourceLister&) = delete;
  // Joins the thread.
  ~SourceLister();

  // The rows when they are others than those that were taken last, nothing when not. Throws what the last look threw,
  // as ListSources does. Any thread.
  std::optional<std::vector<Listing>> Take();

 private:
  void Run() noexcept;
  void Look();
  // `cost_ns`: the processor time of the look before.
  void Rest(uint64_t cost_ns);

  Platform& platform_;
  std::mutex mutex_;           // guards the next four
  std::vector<Listing> rows_;  // of the last look that succeeded
  bool is_news_ = false;
  bool has_looked_ = false;
  std::optional<Error> error_;  // of the last look
  std::atomic<bool> ended_ = false;
  std::unique_ptr<WakeableTimer> timer_;
  std::unique_ptr<NamesWatch> names_;
  std::thread thread_;
};

}  // namespace framelatch
