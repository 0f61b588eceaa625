#include <array>
#include <cstring>

#include "pixels/rows.h"

// Formats with channels of 1 to 10 bits: round(v * 255 / max), from tables.
namespace framelatch {
namespace {

template <size_t kBits>
constexpr std::array<uint8_t, size_t{1} << kBits> UnormTable() {
  constexpr uint32_t kMax = (1U << kBits) - 1;
  std::array<uint8_t, size_t{1} << kBits> table{};
  for (uint32_t v = 0; v <= kMax; ++v) table[v] = static_cast<uint8_t>((v * 510 + kMax) / (2 * kMax));
  return table;
}

constexpr auto kUnorm2 = UnormTable<2>();
constexpr auto kUnorm5 = UnormTable<5>();
constexpr auto kUnorm6 = UnormTable<6>();
constexpr auto kUnorm10 = UnormTable<10>();
constexpr uint32_t kOpaque = 255;

template <typename Word>
Word Load(const std::byte* source, uint32_t index) {
  Word word = 0;
  std::memcpy(&word, source + size_t{index} * sizeof(Word), sizeof(Word));
  return word;
}

void Store(std::byte* target, uint32_t index, uint32_t red, uint32_t green, uint32_t blue, uint32_t alpha) {
  const uint32_t pixel = red | green << 8 | blue << 16 | alpha << 24;
  std::memcpy(target + size_t{index} * 4, &pixel, 4);
}

bool B5g6r5(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t word = Load<uint16_t>(source, i);
    Store(target, i, kUnorm5[word >> 11], kUnorm6[word >> 5 & 63], kUnorm5[word & 31], kOpaque);
  }
  return true;
}

template <bool kKeepAlpha>
bool B5g5r5a1(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t word = Load<uint16_t>(source, i);
    seen |= word;
    const uint32_t alpha = !kKeepAlpha || (word & 0x8000U) != 0 ? kOpaque : 0;
    Store(target, i, kUnorm5[word >> 10 & 31], kUnorm5[word >> 5 & 31], kUnorm5[word & 31], alpha);
  }
  return (seen & 0x8000U) != 0;
}

template <bool kKeepAlpha>
bool R10g10b10a2(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const auto word = Load<uint32_t>(source, i);
    seen |= word;
    const uint32_t alpha = kKeepAlpha ? kUnorm2[word >> 30] : kOpaque;
    Store(target, i, kUnorm10[word & 1023], kUnorm10[word >> 10 & 1023], kUnorm10[word >> 20 & 1023], alpha);
  }
  return seen >> 30 != 0;
}

}  // namespace

RowConverter B5g6r5Row() noexcept { return B5g6r5; }

RowConverter B5g5r5a1Row(Alpha alpha) noexcept { return alpha == Alpha::kStored ? B5g5r5a1<true> : B5g5r5a1<false>; }

RowConverter R10g10b10a2Row(Alpha alpha) noexcept {
  return alpha == Alpha::kStored ? R10g10b10a2<true> : R10g10b10a2<false>;
}

}  // namespace framelatch
