#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "layouts/source_view.h"

// Which pictures of a source are new. Most layouts count no frames, so a frame is an observed publication: the index of
// the newest buffer moved, or the content of the buffer that it names changed (a capture hook that finds the other
// buffer held rewrites the current one, and the index stays). Pure bookkeeping: no thread, no lock, no clock.
namespace framelatch {

class Publications {
 public:
  // The source was opened anew: what was known of its buffers is void, order goes on.
  void Reopened() noexcept;

  // A look outside the lock: the newest buffer, and what tells its content apart. True when this is a new publication.
  bool Observe(int current, uint64_t content) noexcept;

  // Buffers that hold something newer than what was last delivered, best first; -1 = none.
  std::array<int, kMostBuffers> Candidates() const noexcept;
  bool HasUndelivered() const noexcept { return Candidates()[0] >= 0; }

  // A buffer was read under its lock; `content` is what it held then. Returns how many publications were overtaken.
  uint32_t Delivered(int buffer, uint64_t content) noexcept;

  // What was delivered last reached nobody: it is undelivered again.
  void TakeBack() noexcept { delivered_ = delivered_before_; }

  int current() const noexcept { return current_; }
  // Publications observed since construction.
  uint64_t published() const noexcept { return published_; }

 private:
  struct Buffer {
    uint64_t version = 0;  // number of its newest known publication, 0 = none
    uint64_t content = 0;
    bool ahead = false;  // delivered before the index named it
  };

  Buffer& At(int buffer) noexcept { return buffers_[static_cast<std::size_t>(buffer)]; }
  const Buffer& At(int buffer) const noexcept { return buffers_[static_cast<std::size_t>(buffer)]; }

  std::array<Buffer, kMostBuffers> buffers_{};
  int current_ = -1;
  uint64_t published_ = 0;
  uint64_t delivered_ = 0;         // version of the newest delivered publication
  uint64_t delivered_before_ = 0;  // the same before the last delivery
};

}  // namespace framelatch
