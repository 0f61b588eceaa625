#include "reader/whole_look.h"

#include <algorithm>
#include <utility>

#include "reader/pacing.h"

namespace framelatch {

bool WholeLook::IsDue(uint64_t now_ns, uint64_t quiet_ns) const noexcept {
  return quiet_ns >= pacing::kWholeLookNs && now_ns >= next_ns_;
}

uint32_t WholeLook::PartsFor(uint64_t quiet_ns) const noexcept {
  if (!HasSeen() || quiet_ns < pacing::kRestNs) return kParts;
  const uint64_t cost_ns = std::max<uint64_t>(pacing::WholeFactorFor(quiet_ns) * part_cost_ns_, 1);
  return static_cast<uint32_t>(std::clamp<uint64_t>(pacing::kWholeLookNs / cost_ns, 1, kParts));
}

bool WholeLook::Saw(uint64_t hash) noexcept {
  const std::optional<uint64_t> before = std::exchange(seen_[next_part_], hash);
  next_part_ = (next_part_ + 1) % kParts;
  return before && *before != hash;
}

void WholeLook::EndLook(uint32_t parts, uint64_t cost_ns, uint64_t quiet_ns, uint64_t now_ns) noexcept {
  part_cost_ns_ = cost_ns / std::max(parts, 1U);
  next_ns_ = now_ns + std::max(pacing::kWholeLookNs, pacing::WholeFactorFor(quiet_ns) * cost_ns);
}

}  // namespace framelatch
