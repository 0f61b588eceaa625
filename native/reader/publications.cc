#include "reader/publications.h"

namespace framelatch {

void Publications::Reopened() noexcept {
  buffers_ = {};
  current_ = -1;
}

bool Publications::Observe(int current, uint64_t content) noexcept {
  Buffer& buffer = At(current);
  const bool moved = current != current_;
  const bool rewritten = content != buffer.content;
  current_ = current;
  if (moved && buffer.ahead && !rewritten) {
    // It was delivered ahead of this store.
    buffer.ahead = false;
    return false;
  }
  if (!moved && !rewritten) return false;
  buffer.content = content;
  // Seen while it is being rewritten, a buffer changes from look to look: one publication until it was delivered.
  if (!moved && buffer.version > delivered_) return false;
  buffer.ahead = false;
  buffer.version = ++published_;
  return true;
}

std::array<int, kMostBuffers> Publications::Candidates() const noexcept {
  std::array<int, kMostBuffers> candidates;
  candidates.fill(-1);
  if (current_ < 0) return candidates;
  std::size_t count = 0;
  const auto rank = [this](int buffer) { return buffer == current_ ? UINT64_MAX : At(buffer).version; };
  for (int buffer = 0; buffer < kMostBuffers; ++buffer) {
    if (At(buffer).version <= delivered_) continue;
    // The named one first, then the others by age.
    std::size_t at = count++;
    for (; at > 0 && rank(candidates[at - 1]) < rank(buffer); --at) candidates[at] = candidates[at - 1];
    candidates[at] = buffer;
  }
  return candidates;
}

uint32_t Publications::Delivered(int buffer, uint64_t content) noexcept {
  delivered_before_ = delivered_;
  Buffer& read = At(buffer);
  if (read.content != content && buffer != current_) {
    // The writer had rewritten the older buffer and not stored its index yet: newer than everything observed, so what
    // the index still names must not be delivered after it.
    read.version = ++published_;
    read.ahead = true;
  }
  read.content = content;
  if (read.version <= delivered_) return 0;  // delivered again on request
  const auto overtaken = static_cast<uint32_t>(read.version - delivered_ - 1);
  delivered_ = read.version;
  return overtaken;
}

}  // namespace framelatch
