#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "layouts/capture.h"
#include "platform/platform.h"

// The producer's side: creates the objects of one capture and publishes frames by the locking rules.
namespace framelatch {

struct WriterOptions {
  Dialect dialect = Dialect::kCaptureHook;
  uint64_t id = 0;      // number in the names
  uint64_t window = 0;  // named in the texture mapping (dialect GameCapture: the id when 0)
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t pitch = 0;  // 0 = width * bytes per pixel
  uint32_t format = 87;
  bool flip = false;
};

class Writer {
 public:
  // Creates hook info, texture and both mutexes. mapping-exists (says how to clean up), no-space, header-*, format-*
  explicit Writer(const WriterOptions& options);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();  // unlinks everything

  // Fills the next buffer under its mutex and publishes it. `fill` gets the buffer (pitch * height bytes) and its
  // index. Returns the buffer index, or -1 when both were busy: the frame is dropped. Never waits.
  int Publish(const std::function<void(std::byte* pixels)>& fill);
  // Frees the texture mapping and re-creates it with a new map_id, as a hook does on resize.
  void Resize(uint32_t width, uint32_t height, uint32_t pitch);
  uint32_t map_id() const;
  uint32_t pitch() const;
  uint32_t height() const;
  const std::string& hook_info_name() const;
  std::string texture_name() const;

  // Test and fault injection: take a buffer's mutex on this thread and keep it.
  bool HoldLock(int buffer);
  void DropLock(int buffer);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace framelatch
