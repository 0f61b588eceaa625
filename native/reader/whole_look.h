#pragma once

#include <cstdint>
#include <optional>

// When a source whose looks only sample it is looked at whole, and what came of the last time. Pure bookkeeping: no
// thread, no lock, no clock.
namespace framelatch {

class WholeLook {
 public:
  // Another picture may be there: what was seen before says nothing of it.
  void Forget() noexcept { seen_.reset(); }
  // Whether something whole was seen since.
  bool HasSeen() const noexcept { return seen_.has_value(); }

  // `quiet_ns`: since the last publication. The first look comes soon after a source fell quiet.
  bool IsDue(uint64_t now_ns, uint64_t quiet_ns) const noexcept;
  // The hash of a whole look that began and ended then. True when it is not that of the last one.
  bool Saw(uint64_t hash, uint64_t quiet_ns, uint64_t began_ns, uint64_t ended_ns) noexcept;

 private:
  std::optional<uint64_t> seen_;
  uint64_t next_ns_ = 0;
};

}  // namespace framelatch
