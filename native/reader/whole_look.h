#pragma once

#include <array>
#include <cstdint>
#include <optional>

// When a source whose looks only sample it is looked at whole, and what came of the last time. Pure bookkeeping: no
// thread, no lock, no clock.
namespace framelatch {

class WholeLook {
 public:
  // A picture is looked at in parts, each of every so manieth row: at rest one after another, so that a change that is
  // as high as that is seen by the next part, however much of the picture a look has time for.
  static constexpr uint32_t kParts = 16;

  // Another picture may be there: what was seen before says nothing of it.
  void Forget() noexcept { seen_ = {}; }
  // Whether all of it was seen since.
  bool HasSeen() const noexcept { return seen_.back().has_value(); }

  // `quiet_ns`: since the last publication. The first look comes soon after a source fell quiet.
  bool IsDue(uint64_t now_ns, uint64_t quiet_ns) const noexcept;
  // The parts to look at now: all until the source is at rest, then as many as the budget has room for.
  uint32_t PartsFor(uint64_t quiet_ns) const noexcept;
  // The part that comes next.
  uint32_t next_part() const noexcept { return next_part_; }
  // The hash of the next part. True when it is not that of the last time.
  bool Saw(uint64_t hash) noexcept;
  // A look at so many parts has ended, which took so much processor time.
  void EndLook(uint32_t parts, uint64_t cost_ns, uint64_t quiet_ns, uint64_t now_ns) noexcept;

 private:
  std::array<std::optional<uint64_t>, kParts> seen_;
  uint32_t next_part_ = 0;
  uint64_t part_cost_ns_ = 0;  // of the last look
  uint64_t next_ns_ = 0;
};

}  // namespace framelatch
