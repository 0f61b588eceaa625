#pragma once

#include <algorithm>
#include <cstdint>

namespace framelatch {

// For how long the frames of a source have brought the same picture: one that goes on publishing and shows nothing new
// is frozen, and looks live. Samples of each frame tell most changes; what they miss, a hash of all pixels finds, for
// which a budget is kept. Pure bookkeeping: no thread, no clock.
class Unchanged {
 public:
  // Samples of the frame that was read at that time. Whether all of it is to be hashed.
  bool Sampled(uint64_t samples, uint64_t now_ns) noexcept {
    if (!is_begun_ || samples_ != samples) {
      is_begun_ = true;
      samples_ = samples;
      is_hashed_ = false;
      next_ns_ = now_ns;
      return false;
    }
    return now_ns >= next_ns_;
  }

  // The hash of all pixels of that frame, and the processor time that it took.
  void Hashed(uint64_t hash, uint64_t cost_ns, uint64_t now_ns) noexcept {
    if (!is_hashed_ || hash_ != hash) since_ns_ = now_ns;
    is_hashed_ = true;
    hash_ = hash;
    // Not always after the same time: what blinks would be looked at in step with it.
    is_odd_ = !is_odd_;
    next_ns_ = now_ns + std::max(is_odd_ ? kOftenNs : kOftenNs * 11 / 8, kShare * cost_ns);
  }

  // Since the first frame whose pixels were found to be those of the last; 0 before a second one was.
  uint64_t ForNs(uint64_t now_ns) const noexcept { return is_hashed_ ? now_ns - since_ns_ : 0; }

 private:
  static constexpr uint64_t kOftenNs = 100'000'000;
  static constexpr uint64_t kShare = 50;  // one part of a core in so many

  uint64_t samples_ = 0;
  uint64_t hash_ = 0;
  uint64_t since_ns_ = 0;
  uint64_t next_ns_ = 0;
  bool is_begun_ = false;   // samples_ are a frame's
  bool is_hashed_ = false;  // hash_ is that of the last frames
  bool is_odd_ = false;
};

}  // namespace framelatch
