#include <bit>
#include <cstring>

#include "pixels/rows.h"

// What X servers store beside the DXGI formats: palette indices, and pixels whose channels stand where masks say.
namespace framelatch {
namespace {

constexpr uint32_t kOpaqueBits = 0xFF000000;

// One channel of n bits, n <= 16, to 8: value * 255 / (2^n - 1), rounded.
class Channel {
 public:
  explicit Channel(uint32_t mask) noexcept
      : mask_(mask), shift_(mask == 0 ? 0U : static_cast<uint32_t>(std::countr_zero(mask))) {
    uint32_t largest = mask_ >> shift_;
    // Of a channel wider than 16 bits the upper ones are enough.
    while (largest > 0xFFFF) {
      largest >>= 1;
      ++shift_;
    }
    scale_ = largest == 0 ? 0 : (kOne * 255 + largest / 2) / largest;
  }
  uint32_t Of(uint32_t pixel) const noexcept {
    return static_cast<uint32_t>((uint64_t{(pixel & mask_) >> shift_} * scale_ + kOne / 2) / kOne);
  }

 private:
  static constexpr uint64_t kOne = uint64_t{1} << 24;
  uint32_t mask_;
  uint32_t shift_;
  uint64_t scale_ = 0;
};

template <uint32_t kBytes, bool kBigEndian>
uint32_t Load(const std::byte* source) noexcept {
  uint32_t pixel = 0;
  for (uint32_t i = 0; i < kBytes; ++i) {
    const uint32_t at = kBigEndian ? kBytes - 1 - i : i;
    pixel |= std::to_integer<uint32_t>(source[i]) << 8 * at;
  }
  return pixel;
}

template <uint32_t kBytes, bool kBigEndian>
void Convert(const std::byte* source, const ChannelMasks& masks, std::byte* target, uint32_t count) noexcept {
  const Channel red(masks.red);
  const Channel green(masks.green);
  const Channel blue(masks.blue);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t stored = Load<kBytes, kBigEndian>(source + size_t{i} * kBytes);
    const uint32_t pixel = red.Of(stored) | green.Of(stored) << 8 | blue.Of(stored) << 16 | kOpaqueBits;
    std::memcpy(target + size_t{i} * 4, &pixel, 4);
  }
}

}  // namespace

void IndexedRow(const std::byte* source, const uint32_t* palette, std::byte* target, uint32_t count) noexcept {
  for (uint32_t i = 0; i < count; ++i) {
    std::memcpy(target + size_t{i} * 4, palette + std::to_integer<uint8_t>(source[i]), 4);
  }
}

void MaskedRow(const std::byte* source, const ChannelMasks& masks, std::byte* target, uint32_t count) noexcept {
  switch (masks.bytes_per_pixel) {
    case 1:
      return Convert<1, false>(source, masks, target, count);
    case 2:
      return masks.is_big_endian ? Convert<2, true>(source, masks, target, count)
                                 : Convert<2, false>(source, masks, target, count);
    case 3:
      return masks.is_big_endian ? Convert<3, true>(source, masks, target, count)
                                 : Convert<3, false>(source, masks, target, count);
    default:
      return masks.is_big_endian ? Convert<4, true>(source, masks, target, count)
                                 : Convert<4, false>(source, masks, target, count);
  }
}

}  // namespace framelatch
