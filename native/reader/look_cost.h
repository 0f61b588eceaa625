#pragma once

#include <cstdint>

#include "platform/platform.h"

namespace framelatch {

// What one look of the reader thread costs: processor time, over the last looks. Pure bookkeeping: no thread, no clock.
class LookCost {
 public:
  void BeginLook(uint64_t thread_cpu_ns) noexcept { began_at_ns_ = thread_cpu_ns; }

  // Something else is looked at from the next look on; this one tells nothing of it.
  void Forget() noexcept {
    average_ns_ = 0;
    is_void_ = true;
  }

  // Part of the look that goes on now has a budget of its own, or none.
  void Exclude(uint64_t cost_ns) noexcept { excluded_ns_ += cost_ns; }

  void EndLook(uint64_t thread_cpu_ns) noexcept {
    const uint64_t used_ns = thread_cpu_ns - began_at_ns_;
    const uint64_t cost_ns = used_ns > excluded_ns_ ? used_ns - excluded_ns_ : 0;
    // Checks that come with one look in many are paid for by all.
    if (!is_void_) average_ns_ = average_ns_ == 0 ? cost_ns : average_ns_ - average_ns_ / kLooks + cost_ns / kLooks;
    excluded_ns_ = 0;
    is_void_ = false;
  }

  uint64_t ns() const noexcept { return average_ns_; }

 private:
  static constexpr uint64_t kLooks = 16;

  uint64_t average_ns_ = 0;
  uint64_t began_at_ns_ = 0;
  uint64_t excluded_ns_ = 0;
  bool is_void_ = false;
};

// What is done while this lives is no part of a look's cost.
class Apart {
 public:
  explicit Apart(LookCost& cost) : cost_(cost), began_at_ns_(CurrentPlatform().ThreadCpuNs()) {}
  Apart(const Apart&) = delete;
  Apart& operator=(const Apart&) = delete;
  ~Apart() { cost_.Exclude(ns()); }

  uint64_t ns() const { return CurrentPlatform().ThreadCpuNs() - began_at_ns_; }

 private:
  LookCost& cost_;
  uint64_t began_at_ns_;
};

}  // namespace framelatch
