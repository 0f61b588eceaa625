#pragma once

#include <optional>

#include "pixels/pixels.h"
#include "platform/platform.h"

// What layouts without locks and counters share: the picture itself is looked at.
namespace framelatch {

// Sixty looks a second.
inline constexpr uint64_t kLocklessLookNs = 16'600'000;

// Nothing when the memory vanished.
inline std::optional<uint64_t> HashGuarded(Platform& platform, const StoredPicture& picture) {
  uint64_t hash = 0;
  if (!Guarded(platform, [&] { hash = ContentHash(picture); })) return std::nullopt;
  return hash;
}

}  // namespace framelatch
