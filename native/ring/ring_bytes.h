#pragma once

#include <cstdint>
#include <string>

namespace framelatch {

// Bytes of a ring file: a header and its slots. The numbers come from a page that may be hijacked, so they are bounded
// before anything is multiplied. Throws ring-unavailable.
uint64_t RingBytes(const std::string& path, uint64_t header_bytes, int slots, uint64_t slot_bytes);

}  // namespace framelatch
