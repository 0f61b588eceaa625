#include "reader/whole_look.h"

#include "reader/pacing.h"

namespace framelatch {

bool WholeLook::IsDue(uint64_t now_ns, uint64_t quiet_ns) const noexcept {
  return quiet_ns >= pacing::kWholeLookNs && now_ns >= next_ns_;
}

bool WholeLook::Saw(uint64_t hash, uint64_t quiet_ns, uint64_t began_ns, uint64_t ended_ns) noexcept {
  const bool is_news = seen_ && *seen_ != hash;
  seen_ = hash;
  next_ns_ = ended_ns + pacing::WholeIntervalFor(quiet_ns, ended_ns - began_ns);
  return is_news;
}

}  // namespace framelatch
