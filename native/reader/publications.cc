#include "reader/publications.h"

namespace framelatch {

void Publications::Reopened() noexcept {
  buffers_ = {};
  last_tex_ = -1;
}

bool Publications::Observe(int last_tex, uint64_t fingerprint) noexcept {
  Buffer& buffer = At(last_tex);
  const bool moved = last_tex != last_tex_;
  const bool rewritten = fingerprint != buffer.fingerprint;
  last_tex_ = last_tex;
  if (moved && buffer.ahead && !rewritten) {
    // It was delivered ahead of this store.
    buffer.ahead = false;
    return false;
  }
  if (!moved && !rewritten) return false;
  buffer.fingerprint = fingerprint;
  // Seen while it is being rewritten, a buffer changes from look to look: one publication until it was delivered.
  if (!moved && buffer.version > delivered_) return false;
  buffer.ahead = false;
  buffer.version = ++published_;
  return true;
}

std::array<int, 2> Publications::Candidates() const noexcept {
  std::array<int, 2> candidates{-1, -1};
  if (last_tex_ < 0) return candidates;
  std::size_t count = 0;
  for (const int buffer : {last_tex_, 1 - last_tex_}) {
    if (At(buffer).version > delivered_) candidates[count++] = buffer;
  }
  return candidates;
}

uint32_t Publications::Delivered(int buffer, uint64_t fingerprint) noexcept {
  Buffer& read = At(buffer);
  if (read.fingerprint != fingerprint && buffer != last_tex_) {
    // The writer had rewritten the older buffer and not stored last_tex yet: newer than everything observed, so what
    // last_tex still names must not be delivered after it.
    read.version = ++published_;
    read.ahead = true;
  }
  read.fingerprint = fingerprint;
  if (read.version <= delivered_) return 0;  // delivered again on request
  const auto overtaken = static_cast<uint32_t>(read.version - delivered_ - 1);
  delivered_ = read.version;
  return overtaken;
}

}  // namespace framelatch
