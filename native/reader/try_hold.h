#pragma once

#include "layouts/source_view.h"

namespace framelatch {

// One try at a buffer's lock, for as long as this lives: whatever is thrown meanwhile, the producer gets it back.
class TryHold {
 public:
  TryHold(SourceView& view, int buffer) noexcept : view_(view), buffer_(buffer), result_(view.TryLock(buffer)) {}
  TryHold(const TryHold&) = delete;
  TryHold& operator=(const TryHold&) = delete;
  ~TryHold() { Release(); }

  bool is_owned() const noexcept { return held_; }
  TryLockResult result() const noexcept { return result_; }

  void Release() noexcept {
    if (held_) view_.Unlock(buffer_);
    held_ = false;
  }

 private:
  SourceView& view_;
  const int buffer_;
  const TryLockResult result_;
  bool held_ = result_ != TryLockResult::kBusy;
};

}  // namespace framelatch
