#pragma once

#include <cstdint>

// How long the reader thread sleeps between two looks: about a millisecond while frames come, ever longer when they
// don't, so that an idle source costs next to nothing.
namespace framelatch::pacing {

inline constexpr uint64_t kMs = 1'000'000;
inline constexpr uint64_t kLookNs = 1 * kMs;
inline constexpr uint64_t kOpenRetryNs = 100 * kMs;
inline constexpr uint64_t kIdentityCheckNs = 50 * kMs;
inline constexpr uint64_t kProducerSearchNs = 1000 * kMs;
// Searching takes at most one part in so many of the thread's time.
inline constexpr uint64_t kProducerSearchShare = 200;
// A producer that re-initialises is between two states for a moment: no failure is reported that short.
inline constexpr uint64_t kReopenGraceNs = 250 * kMs;

constexpr uint64_t IntervalFor(uint64_t quiet_ns) {
  if (quiet_ns < 250 * kMs) return kLookNs;
  if (quiet_ns < 1000 * kMs) return 2 * kLookNs;
  if (quiet_ns < 5000 * kMs) return 5 * kLookNs;
  return 16 * kLookNs;
}

}  // namespace framelatch::pacing
