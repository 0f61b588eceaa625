#include "reader/slots.h"

#include <utility>

namespace framelatch {

Slots::Claim::Claim(Slots& slots, std::shared_ptr<FrameTarget> target, int slot, uint64_t generation)
    : slots_(slots), target_(std::move(target)), slot_(slot), generation_(generation) {}

Slots::Claim::~Claim() {
  if (target_) slots_.End(target_, false);
}

void Slots::Claim::Keep() { slots_.End(target_, true); }

uint64_t Slots::SetTarget(std::shared_ptr<FrameTarget> target) {
  std::shared_ptr<FrameTarget> old;  // unmapped after the lock is released
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return filling_ == kNone && !is_peeked_; });
  old = std::exchange(target_, std::move(target));
  taken_.assign(target_ ? static_cast<size_t>(target_->slots()) : 0, false);
  return ++generation_;
}

void Slots::Release(int slot) {
  const std::lock_guard lock(mutex_);
  if (slot == filling_ || slot < 0 || static_cast<size_t>(slot) >= taken_.size()) return;
  taken_[static_cast<size_t>(slot)] = false;
}

std::optional<Slots::Claim> Slots::TryClaim(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (!target_ || target_->slot_bytes() < bytes) return std::nullopt;
  for (size_t slot = 0; slot < taken_.size(); ++slot) {
    if (taken_[slot]) continue;
    taken_[slot] = true;
    filling_ = static_cast<int>(slot);
    return std::optional<Claim>(std::in_place, *this, target_, filling_, generation_);
  }
  return std::nullopt;
}

std::optional<Slots::Peek> Slots::TryPeek(uint64_t generation) {
  const std::lock_guard lock(mutex_);
  if (!target_ || generation != generation_) return std::nullopt;
  is_peeked_ = true;
  return std::optional<Peek>(std::in_place, *this, target_);
}

void Slots::EndPeek(std::shared_ptr<FrameTarget>& target) {
  {
    const std::lock_guard lock(mutex_);
    is_peeked_ = false;
    target.reset();
  }
  idle_.notify_all();
}

void Slots::End(std::shared_ptr<FrameTarget>& target, bool is_taken) {
  {
    const std::lock_guard lock(mutex_);
    taken_[static_cast<size_t>(filling_)] = is_taken;
    filling_ = kNone;
    // Before SetTarget goes on: it promises that nobody but its caller holds the old target.
    target.reset();
  }
  idle_.notify_all();
}

}  // namespace framelatch
