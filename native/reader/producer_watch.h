#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "layouts/source_view.h"
#include "platform/platform.h"

// Who writes the source, and whether that process lives. Used by the reader thread alone.
namespace framelatch {

class ProducerWatch {
 public:
  // The source was opened anew: the next Refresh looks for its producer.
  void Forget();
  // Looks for the producer while nobody living is known, now and then: some producers map late. A search may take
  // milliseconds (it reads every process's mappings), so it comes after the frame and the rarer the longer it takes.
  // Returns the processor time that searching took.
  uint64_t Refresh(const ProducerClue& clue);

  std::optional<ProcessInfo> info() const;
  // The process that was found has ended, and no other writes; or it is known that nobody writes.
  bool IsGone() const;

 private:
  // The last producer first: it re-opens its own source more often than another takes it over.
  int64_t Hint(int64_t pid) const;

  std::unique_ptr<ProcessWatch> watch_;
  int64_t last_pid_ = 0;
  Liveness found_ = Liveness::kUnknown;  // by the last search
  bool searched_ = false;
  bool saw_exit_ = false;  // of the watched process, by a search since
  uint64_t next_search_ns_ = 0;
};

}  // namespace framelatch
