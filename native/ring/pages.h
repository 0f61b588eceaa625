#pragma once

#include <cstddef>
#include <cstdint>

namespace framelatch {

// Writes to each page of memory whose content nobody needs, so that the system provides it now.
inline void TouchPages(std::byte* memory, uint64_t bytes) noexcept {
  constexpr uint64_t kPageBytes = 4096;  // the smallest of every platform
  auto* touched = const_cast<volatile std::byte*>(memory);
  for (uint64_t at = 0; at < bytes; at += kPageBytes) touched[at] = std::byte{0};
}

}  // namespace framelatch
