#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ring/frame_target.h"

// Who owns which slot of the current target. Shared between the reader thread and whoever draws.
namespace framelatch {

class Slots {
 public:
  struct Claim {
    std::shared_ptr<FrameTarget> target;
    int slot = 0;
    uint64_t generation = 0;
  };

  // Waits until the reader has left the old target (one copy at most).
  uint64_t SetTarget(std::shared_ptr<FrameTarget> target);
  // The listener gives a slot back.
  void Release(int slot);

  // The reader thread takes a free slot that holds `bytes`; nothing when there is none.
  std::optional<Claim> TryClaim(uint64_t bytes);
  // The reader has filled it: the slot is the listener's.
  void Keep();
  // The reader could not use it: free again.
  void GiveBack(const Claim& claim);

 private:
  std::mutex mutex_;
  std::condition_variable idle_;
  std::shared_ptr<FrameTarget> target_;
  std::vector<bool> taken_;
  uint64_t generation_ = 0;
  bool filling_ = false;
};

}  // namespace framelatch
