#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// Which pictures of a source are new. There is no frame counter in the capture hook, so a frame is an observed
// publication: `last_tex` moved, or the fingerprint of the buffer it names changed (a writer that finds the other
// buffer held rewrites the current one and `last_tex` stays). Pure bookkeeping: no thread, no lock, no clock.
namespace framelatch {

class Publications {
 public:
  // The source was opened anew: what was known of its buffers is void, order goes on.
  void Reopened() noexcept;

  // A look outside the lock: `last_tex` is 0 or 1, `fingerprint` that buffer's. True when this is a new publication.
  bool Observe(int last_tex, uint64_t fingerprint) noexcept;

  // Buffers that hold something newer than what was last delivered, best first; -1 = none.
  std::array<int, 2> Candidates() const noexcept;
  bool HasUndelivered() const noexcept { return Candidates()[0] >= 0; }

  // A buffer was read under its lock; `fingerprint` is what it held then. Returns how many publications were overtaken.
  uint32_t Delivered(int buffer, uint64_t fingerprint) noexcept;

  int last_tex() const noexcept { return last_tex_; }
  // Publications observed since construction.
  uint64_t published() const noexcept { return published_; }

 private:
  struct Buffer {
    uint64_t version = 0;  // number of its newest known publication, 0 = none
    uint64_t fingerprint = 0;
    bool ahead = false;  // delivered before last_tex named it
  };

  Buffer& At(int buffer) noexcept { return buffers_[static_cast<std::size_t>(buffer)]; }
  const Buffer& At(int buffer) const noexcept { return buffers_[static_cast<std::size_t>(buffer)]; }

  std::array<Buffer, 2> buffers_{};
  int last_tex_ = -1;
  uint64_t published_ = 0;
  uint64_t delivered_ = 0;  // version of the newest delivered publication
};

}  // namespace framelatch
