#pragma once

#include <memory>

#include "platform/platform.h"

// Time: QueryPerformanceCounter, and waits by high-resolution timers (an ordinary wait may take 15 ms).
namespace framelatch::windows {

uint64_t MonotonicNs();
void SleepNs(uint64_t nanoseconds);
std::unique_ptr<WakeableTimer> CreateWakeableTimer();

}  // namespace framelatch::windows
