#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "pixels/facts.h"
#include "pixels/pixels.h"

// Where a frame is going: slots that the reader thread fills and whoever draws gives back.
namespace framelatch {

// What copying a picture told besides.
struct CopyFacts {
  bool alpha_is_zero = false;  // the format stores alpha, and it is 0 everywhere
};

class FrameTarget {
 public:
  FrameTarget() = default;
  FrameTarget(const FrameTarget&) = delete;
  FrameTarget& operator=(const FrameTarget&) = delete;
  virtual ~FrameTarget() = default;

  virtual int slots() const = 0;
  virtual uint64_t slot_bytes() const = 0;
  // Makes the slot's memory present, so that no page fault is paid for under a buffer's mutex. Before the mutex is
  // tried, on the reader thread, for a slot that it has claimed.
  virtual void Prepare(int slot) noexcept = 0;
  // One pass from the stored picture into the slot as RGBA8. Runs on the reader thread, under the buffer's mutex.
  // Nothing when memory vanished on either side (guarded): the frame is discarded.
  virtual std::optional<CopyFacts> Fill(int slot, const StoredPicture& picture, Alpha alpha) noexcept;
  // The one colour of a filled slot's first `count` pixels. After the mutex was released: it may read them all. Nothing
  // also when the slot's memory vanished.
  std::optional<Colour> UniformColourOf(int slot, uint64_t count) const noexcept;
  // The slot's first byte.
  virtual std::byte* Pixels(int slot) const noexcept = 0;
};

// Slots in a file of the renderer's origin private file system (docs/frame-ring.md). Allocates and maps it populated,
// so call it off the JavaScript thread. ring-unavailable, no-space
std::shared_ptr<FrameTarget> OpenRing(const std::string& path, uint64_t header_bytes, int slots, uint64_t slot_bytes);

// Slots in memory that somebody else owns and keeps alive (ArrayBuffers of the JavaScript side, test buffers).
std::shared_ptr<FrameTarget> WrapBuffers(std::byte* const* buffers, int count, uint64_t slot_bytes);

}  // namespace framelatch
