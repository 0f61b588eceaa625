#include "reader/slots.h"

#include <utility>

namespace framelatch {

uint64_t Slots::SetTarget(std::shared_ptr<FrameTarget> target) {
  std::shared_ptr<FrameTarget> old;  // unmapped after the lock is released
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return !filling_; });
  old = std::exchange(target_, std::move(target));
  taken_.assign(target_ ? static_cast<size_t>(target_->slots()) : 0, false);
  return ++generation_;
}

void Slots::Release(int slot) {
  const std::lock_guard lock(mutex_);
  if (slot >= 0 && static_cast<size_t>(slot) < taken_.size()) taken_[static_cast<size_t>(slot)] = false;
}

std::optional<Slots::Claim> Slots::TryClaim(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (!target_ || target_->slot_bytes() < bytes) return std::nullopt;
  for (size_t slot = 0; slot < taken_.size(); ++slot) {
    if (taken_[slot]) continue;
    taken_[slot] = true;
    filling_ = true;
    return Claim{target_, static_cast<int>(slot), generation_};
  }
  return std::nullopt;
}

void Slots::Keep() {
  {
    const std::lock_guard lock(mutex_);
    filling_ = false;
  }
  idle_.notify_all();
}

void Slots::GiveBack(const Claim& claim) {
  {
    const std::lock_guard lock(mutex_);
    taken_[static_cast<size_t>(claim.slot)] = false;
    filling_ = false;
  }
  idle_.notify_all();
}

}  // namespace framelatch
