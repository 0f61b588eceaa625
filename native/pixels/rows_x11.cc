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

// One channel that is an index into a column of the palette: 0 red, 1 green, 2 blue.
class Column {
 public:
  Column(uint32_t mask, const Palette& palette, uint32_t number) noexcept
      : mask_(mask), palette_(palette), shift_(8 * number) {}
  uint32_t Of(uint32_t pixel) const noexcept { return palette_[ChannelIndex(mask_, pixel)] >> shift_ & 0xFF; }

 private:
  uint32_t mask_;
  const Palette& palette_;
  uint32_t shift_;
};

template <typename Levels>
struct Levels3 {
  Levels red;
  Levels green;
  Levels blue;
};

template <uint32_t kBytes, bool kBigEndian, typename Levels>
void Convert(const std::byte* source, const Levels& levels, std::byte* target, uint32_t count) noexcept {
  const auto& [red, green, blue] = levels;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t stored = Load<kBytes, kBigEndian>(source + size_t{i} * kBytes);
    const uint32_t pixel = red.Of(stored) | green.Of(stored) << 8 | blue.Of(stored) << 16 | kOpaqueBits;
    std::memcpy(target + size_t{i} * 4, &pixel, 4);
  }
}

template <typename Levels>
void ConvertAs(const std::byte* source, const ChannelMasks& masks, const Levels& levels, std::byte* target,
               uint32_t count) noexcept {
  const bool is_big = masks.is_big_endian;
  switch (masks.bytes_per_pixel) {
    case 1:
      return Convert<1, false>(source, levels, target, count);
    case 2:
      return is_big ? Convert<2, true>(source, levels, target, count)
                    : Convert<2, false>(source, levels, target, count);
    case 3:
      return is_big ? Convert<3, true>(source, levels, target, count)
                    : Convert<3, false>(source, levels, target, count);
    default:
      return is_big ? Convert<4, true>(source, levels, target, count)
                    : Convert<4, false>(source, levels, target, count);
  }
}

}  // namespace

void IndexedRow(const std::byte* source, const uint32_t* palette, std::byte* target, uint32_t count) noexcept {
  for (uint32_t i = 0; i < count; ++i) {
    std::memcpy(target + size_t{i} * 4, palette + std::to_integer<uint8_t>(source[i]), 4);
  }
}

uint32_t ChannelIndex(uint32_t mask, uint32_t pixel) noexcept {
  if (mask == 0) return 0;
  const auto lowest = static_cast<uint32_t>(std::countr_zero(mask));
  const auto bits = static_cast<uint32_t>(std::bit_width(mask >> lowest));
  return (pixel & mask) >> lowest >> (bits > 8 ? bits - 8 : 0);
}

void MaskedRow(const std::byte* source, const ChannelMasks& masks, std::byte* target, uint32_t count) noexcept {
  ConvertAs(source, masks, Levels3<Channel>{Channel(masks.red), Channel(masks.green), Channel(masks.blue)}, target,
            count);
}

void DirectRow(const std::byte* source, const ChannelMasks& masks, const Palette& palette, std::byte* target,
               uint32_t count) noexcept {
  const Levels3<Column> columns{Column(masks.red, palette, 0), Column(masks.green, palette, 1),
                                Column(masks.blue, palette, 2)};
  ConvertAs(source, masks, columns, target, count);
}

}  // namespace framelatch
