#pragma once

#include "platform/platform.h"

namespace framelatch {

// One try at a buffer's mutex, for as long as this lives: whatever is thrown meanwhile, the producer gets it back.
class TryHold {
 public:
  explicit TryHold(NamedMutex& mutex) noexcept : mutex_(mutex), result_(mutex.TryLock()) {}
  TryHold(const TryHold&) = delete;
  TryHold& operator=(const TryHold&) = delete;
  ~TryHold() { Release(); }

  bool is_owned() const noexcept { return held_; }
  TryLockResult result() const noexcept { return result_; }

  void Release() noexcept {
    if (held_) mutex_.Unlock(LockRole::kReader);
    held_ = false;
  }

 private:
  NamedMutex& mutex_;
  const TryLockResult result_;
  bool held_ = result_ != TryLockResult::kBusy;
};

}  // namespace framelatch
