#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "platform/platform.h"

namespace framelatch {

// What is mapped from `offset` on; nothing behind the end. Bytes that were mapped once stay so: an object that shrinks
// is what Guarded is for.
inline std::span<const std::byte> BytesFrom(const Region& region, uint64_t offset) {
  const auto at = static_cast<size_t>(std::min(offset, region.size()));
  return {region.data() + at, static_cast<size_t>(region.size()) - at};
}

}  // namespace framelatch
