#include "platform/windows/clock.h"

#include "core/error.h"
#include "platform/windows/handle.h"
#include "platform/windows/object_error.h"

namespace framelatch::windows {
namespace {

constexpr uint64_t kNsPerSecond = 1'000'000'000;
// CREATE_WAITABLE_TIMER_HIGH_RESOLUTION of the Windows SDK; mingw-w64 10 lacks it.
constexpr DWORD kHighResolution = 0x00000002;

Handle CreateTimer() {
  // Systems before Windows 10 1803 refuse the flag.
  for (const DWORD flags : {kHighResolution, DWORD{0}}) {
    Handle timer(CreateWaitableTimerExW(nullptr, nullptr, flags, TIMER_ALL_ACCESS));
    if (timer.valid()) return timer;
  }
  const DWORD error = GetLastError();
  throw Error("internal", "create", "timer", SystemReason(error), "Close programs and try again.", error);
}

// Negative: relative; 100 ns units.
void Start(const Handle& timer, uint64_t nanoseconds) {
  LARGE_INTEGER due;
  due.QuadPart = -static_cast<LONGLONG>(nanoseconds / 100 + 1);
  SetWaitableTimer(timer.get(), &due, 0, nullptr, nullptr, FALSE);
}

class WindowsWakeableTimer final : public WakeableTimer {
 public:
  WindowsWakeableTimer() : timer_(CreateTimer()), wake_(CreateEventW(nullptr, FALSE, FALSE, nullptr)) {
    if (wake_.valid()) return;
    const DWORD error = GetLastError();
    throw Error("internal", "create", "event", SystemReason(error), "Close programs and try again.", error);
  }

  void WaitNs(uint64_t nanoseconds) noexcept override {
    Start(timer_, nanoseconds);
    const HANDLE either[] = {wake_.get(), timer_.get()};
    WaitForMultipleObjects(2, either, FALSE, INFINITE);
  }

  void Wake() noexcept override { SetEvent(wake_.get()); }

 private:
  Handle timer_;
  Handle wake_;  // auto-reset
};

}  // namespace

uint64_t MonotonicNs() {
  static const auto frequency = [] {
    LARGE_INTEGER ticks_per_second;
    QueryPerformanceFrequency(&ticks_per_second);
    return static_cast<uint64_t>(ticks_per_second.QuadPart);
  }();
  LARGE_INTEGER now;
  QueryPerformanceCounter(&now);
  const auto ticks = static_cast<uint64_t>(now.QuadPart);
  return ticks / frequency * kNsPerSecond + ticks % frequency * kNsPerSecond / frequency;
}

void SleepNs(uint64_t nanoseconds) {
  const Handle timer = CreateTimer();
  Start(timer, nanoseconds);
  WaitForSingleObject(timer.get(), INFINITE);
}

std::unique_ptr<WakeableTimer> CreateWakeableTimer() { return std::make_unique<WindowsWakeableTimer>(); }

}  // namespace framelatch::windows
