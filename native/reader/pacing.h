#pragma once

#include <algorithm>
#include <cstdint>

// How long the reader thread sleeps between two looks: about a millisecond while frames come, ever longer when they
// don't, so that an idle source costs next to nothing. What a look costs is processor time of the thread, so that a
// busy machine makes nothing rarer than it has to be.
namespace framelatch::pacing {

inline constexpr uint64_t kMs = 1'000'000;
inline constexpr uint64_t kLookNs = 1 * kMs;
inline constexpr uint64_t kOpenRetryNs = 100 * kMs;
inline constexpr uint64_t kIdentityCheckNs = 50 * kMs;
// Whether somebody keeps a hook going is told by a list of all locks of the system: read seldom.
inline constexpr uint64_t kIdleCheckNs = 1000 * kMs;
inline constexpr uint64_t kProducerSearchNs = 1000 * kMs;
// A producer that begins or re-initialises is between two states for a moment: no failure is reported that short.
inline constexpr uint64_t kReopenGraceNs = 250 * kMs;

// A source without locks that is overwritten during every copy for so long shows what there is, marked.
inline constexpr uint64_t kTornGraceNs = 100 * kMs;
inline constexpr uint64_t kShortestSleepNs = kMs / 2;

// A source that changed nothing for so long is at rest.
inline constexpr uint64_t kRestNs = 5000 * kMs;
inline constexpr uint64_t kRestLookNs = 16 * kMs;
inline constexpr uint64_t kRestOpenRetryNs = 250 * kMs;
// Sixty looks a second.
inline constexpr uint64_t kWholeLookNs = 16'600'000;

// At rest each takes at most one part in so many of a core. All of them, and what the process does besides, are to stay
// under a hundredth (docs/performance.md).
inline constexpr uint64_t kGlanceShare = 500;          // looks that sample, and what goes with every look
inline constexpr uint64_t kWholeShare = 300;           // looks at everything beside them
inline constexpr uint64_t kOnlyShare = 200;            // looks that read everything, where there are no others
inline constexpr uint64_t kProducerSearchShare = 500;  // at rest or not

// How many times its cost lies between two looks: `often` until five quiet seconds, then twice as many with each
// second, to `share`.
constexpr uint64_t RestFactor(uint64_t quiet_ns, uint64_t often, uint64_t share) {
  const uint64_t seconds = std::min<uint64_t>((quiet_ns - kRestNs) / (1000 * kMs), 16);
  return std::min(often << (seconds + 1), share);
}

// `cost_ns`: of one look. `share`: kGlanceShare or kOnlyShare.
constexpr uint64_t IntervalFor(uint64_t quiet_ns, uint64_t cost_ns, uint64_t share) {
  if (quiet_ns < 250 * kMs) return kLookNs;
  if (quiet_ns < 1000 * kMs) return std::max(2 * kLookNs, 5 * cost_ns);
  if (quiet_ns < kRestNs) return std::max(5 * kLookNs, 25 * cost_ns);
  return std::max(kRestLookNs, RestFactor(quiet_ns, 25, share) * cost_ns);
}

// How many times its cost lies between two looks at everything of a source that is sampled otherwise: a quarter of a
// core at most until the source is at rest.
constexpr uint64_t WholeFactorFor(uint64_t quiet_ns) {
  return quiet_ns < kRestNs ? 3 : RestFactor(quiet_ns, 3, kWholeShare);
}

// Until what could not be opened for so long is tried again.
constexpr uint64_t OpenRetryFor(uint64_t absent_ns, uint64_t cost_ns) {
  return absent_ns < kRestNs ? kOpenRetryNs
                             : std::max(kRestOpenRetryNs, RestFactor(absent_ns, 25, kGlanceShare) * cost_ns);
}

}  // namespace framelatch::pacing
