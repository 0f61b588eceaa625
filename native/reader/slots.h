#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "ring/frame_target.h"

// Who owns which slot of the current target. Shared between the reader thread and whoever draws.
namespace framelatch {

class Slots {
 public:
  // A slot that the reader thread fills; free again when this goes, unless it was kept.
  class Claim {
   public:
    Claim(Slots& slots, std::shared_ptr<FrameTarget> target, int slot, uint64_t generation);
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim();

    int slot() const { return slot_; }
    uint64_t generation() const { return generation_; }
    FrameTarget& target() const { return *target_; }
    // Filled: the slot is the listener's, and this thread doesn't touch the target any more.
    void Keep();

   private:
    Slots& slots_;
    std::shared_ptr<FrameTarget> target_;
    int slot_;
    uint64_t generation_;
  };

  // Reading what a slot of the current target holds, the listener's or not: the target stays as long as this lives.
  class Peek {
   public:
    Peek(Slots& slots, std::shared_ptr<FrameTarget> target) : slots_(slots), target_(std::move(target)) {}
    Peek(const Peek&) = delete;
    Peek& operator=(const Peek&) = delete;
    ~Peek() { slots_.EndPeek(target_); }
    FrameTarget& target() const { return *target_; }

   private:
    Slots& slots_;
    std::shared_ptr<FrameTarget> target_;
  };

  // Waits until the reader has left the old target (one copy at most).
  uint64_t SetTarget(std::shared_ptr<FrameTarget> target);
  // The listener gives a slot back. A slot that is being filled is not the listener's to give.
  void Release(int slot);

  // The reader thread takes a free slot that holds `bytes`; nothing when there is none.
  std::optional<Claim> TryClaim(uint64_t bytes);
  // Nothing when that target has been replaced.
  std::optional<Peek> TryPeek(uint64_t generation);

 private:
  static constexpr int kNone = -1;

  void EndPeek(std::shared_ptr<FrameTarget>& target);
  // Ends the filling of a claimed slot and lets go of its target.
  void End(std::shared_ptr<FrameTarget>& target, bool is_taken);

  std::mutex mutex_;
  std::condition_variable idle_;
  std::shared_ptr<FrameTarget> target_;
  std::vector<bool> taken_;
  uint64_t generation_ = 0;
  int filling_ = kNone;
  bool is_peeked_ = false;
};

}  // namespace framelatch
