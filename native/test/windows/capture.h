#pragma once

#include <windows.h>

#include <cstdint>
#include <string>

// A capture as a hook makes it, written from docs/capture-hook.md alone: it shares no code with the product, so that
// the two check each other.
namespace capture {

class Capture {
 public:
  // `dialect`: CaptureHook or GameCapture. Ends the process with a message when an object cannot be made.
  Capture(const std::wstring& dialect, const std::wstring& id);

  // One frame by the locking rules. Every pixel is B = `number` % 256, G = 0x40, R = 0x80, A = 0.
  void Publish(uint32_t number);
  // Takes both buffers' mutexes and keeps them.
  void HoldBoth();
  // As a hook does: drops the texture, raises map_id, makes another.
  void Resize(uint32_t width, uint32_t height);

 private:
  void CreateTexture();
  void WriteInfo();
  uint32_t FrameBytes() const { return width_ * height_ * 4; }
  uint32_t TextureBytes() const { return 64 + 2 * FrameBytes(); }
  uint32_t OffsetOf(uint32_t buffer) const { return 32 + buffer * FrameBytes(); }

  std::wstring dialect_;
  std::wstring texture_owner_;
  bool game_capture_;
  uint32_t width_ = 64;
  uint32_t height_ = 48;  // with the width, a frame's bytes stay a multiple of 32: offsets need no rounding
  uint32_t map_id_ = 0;
  HANDLE texture_section_ = nullptr;
  uint8_t* info_ = nullptr;
  uint8_t* texture_ = nullptr;
  HANDLE mutexes_[2] = {};
  uint32_t next_ = 0;
};

// Prints "message (error N)" and ends the process.
[[noreturn]] void Fail(const char* message);
HANDLE CreateSection(const std::wstring& name, DWORD flags, DWORD bytes, SECURITY_ATTRIBUTES* attributes);

}  // namespace capture
