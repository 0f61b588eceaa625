#include "ring/ring_bytes.h"

#include "core/error.h"

namespace framelatch {
namespace {

constexpr int kMostSlots = 64;
constexpr uint64_t kMostHeaderBytes = 1 << 20;
constexpr uint64_t kMostSlotBytes = uint64_t{1} << 32;  // 32768 x 32768 RGBA8

}  // namespace

uint64_t RingBytes(const std::string& path, uint64_t header_bytes, int slots, uint64_t slot_bytes) {
  const bool is_sound = slots >= 1 && slots <= kMostSlots && header_bytes <= kMostHeaderBytes && slot_bytes >= 1 &&
                        slot_bytes <= kMostSlotBytes;
  if (is_sound) return header_bytes + static_cast<uint64_t>(slots) * slot_bytes;
  throw Error("ring-unavailable", "open ring", path,
              "found " + std::to_string(slots) + " slots of " + std::to_string(slot_bytes) +
                  " bytes after a header of " + std::to_string(header_bytes) + ", expected 1 to " +
                  std::to_string(kMostSlots) + " slots of at most 4 GiB",
              "Frames go through the message port instead.");
}

}  // namespace framelatch
