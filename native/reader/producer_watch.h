#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "layouts/layout.h"
#include "platform/platform.h"

// Who writes the source, and whether that process lives. Used by the reader thread alone.
namespace framelatch {

class ProducerWatch {
 public:
  // Looks the producer up anew: call it when a source was opened.
  void Find(const std::string& name, uint64_t id, uint64_t now_ns);
  // While nobody is known, looks again once a second: some producers map late.
  void Refresh(const std::string& name, uint64_t id, uint64_t now_ns);

  std::optional<ProcessInfo> info() const;
  // The process that was found has ended, or the platform sees that nobody writes.
  bool IsGone() const;

 private:
  std::unique_ptr<ProcessWatch> watch_;
  uint64_t next_search_ns_ = 0;
};

}  // namespace framelatch
