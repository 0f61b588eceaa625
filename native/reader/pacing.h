#pragma once

#include <algorithm>
#include <cstdint>

// How long the reader thread sleeps between two looks: about a millisecond while frames come, ever longer when they
// don't, so that an idle source costs next to nothing.
namespace framelatch::pacing {

inline constexpr uint64_t kMs = 1'000'000;
inline constexpr uint64_t kLookNs = 1 * kMs;
inline constexpr uint64_t kOpenRetryNs = 100 * kMs;
inline constexpr uint64_t kIdentityCheckNs = 50 * kMs;
// Whether somebody keeps a hook going is told by a list of all locks of the system: read seldom.
inline constexpr uint64_t kIdleCheckNs = 1000 * kMs;
inline constexpr uint64_t kProducerSearchNs = 1000 * kMs;
// Searching takes at most one part in so many of the thread's time.
inline constexpr uint64_t kProducerSearchShare = 200;
// A producer that begins or re-initialises is between two states for a moment: no failure is reported that short.
inline constexpr uint64_t kReopenGraceNs = 250 * kMs;

// A source without locks that is overwritten during every copy for so long shows what there is, marked.
inline constexpr uint64_t kTornGraceNs = 100 * kMs;
inline constexpr uint64_t kShortestSleepNs = kMs / 2;

// `look_ns`: what a look takes. One that reads the whole picture comes ever more rarely while nothing moves, so that it
// takes one part in a hundred of the thread's time at last.
constexpr uint64_t IntervalFor(uint64_t quiet_ns, uint64_t look_ns) {
  if (quiet_ns < 250 * kMs) return kLookNs;
  if (quiet_ns < 1000 * kMs) return std::max(2 * kLookNs, 5 * look_ns);
  if (quiet_ns < 5000 * kMs) return std::max(5 * kLookNs, 25 * look_ns);
  return std::max(16 * kLookNs, 100 * look_ns);
}

// Sixty looks a second.
inline constexpr uint64_t kWholeLookNs = 16'600'000;

// Until the next look at everything of a source that is sampled otherwise: as often as that until five seconds after
// the last change, at most a quarter of the thread's time; then ever more rarely, down to one part in two hundred: the
// samples between take their share too.
constexpr uint64_t WholeIntervalFor(uint64_t quiet_ns, uint64_t look_ns) {
  const uint64_t often = std::max(kWholeLookNs, 3 * look_ns);
  if (quiet_ns < 5000 * kMs) return often;
  return std::max(often, std::min(quiet_ns / 20, 200 * look_ns));
}

}  // namespace framelatch::pacing
