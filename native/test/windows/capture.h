#pragma once

#include <windows.h>

#include <cstdint>
#include <string>

// A capture as a hook makes it, written from docs/capture-hook.md alone: it shares no code with the product, so that
// the two check each other.
namespace capture {

inline constexpr uint32_t kWidth = 64;
inline constexpr uint32_t kHeight = 48;

class Capture {
 public:
  // `dialect`: CaptureHook or GameCapture. Ends the process with a message when an object cannot be made.
  Capture(const std::wstring& dialect, const std::wstring& id);

  // One frame by the locking rules. Every pixel is B = `number` % 256, G = 0x40, R = 0x80, A = 0.
  void Publish(uint32_t number);
  // Takes both buffers' mutexes and keeps them.
  void HoldBoth();

 private:
  void WriteInfo();

  bool game_capture_;
  uint8_t* info_ = nullptr;
  uint8_t* texture_ = nullptr;
  HANDLE mutexes_[2] = {};
  uint32_t next_ = 0;
};

// Prints "message (error N)" and ends the process.
[[noreturn]] void Fail(const char* message);
uint8_t* CreateMapping(const std::wstring& name, uint32_t bytes);

}  // namespace capture
