#include <cstring>

#include "core/cpu.h"
#include "pixels/rows.h"

#ifdef FRAMELATCH_X86
#include <immintrin.h>
#endif

// 8-bit formats: a copy, or red and blue exchanged. Bound by memory, so 32 bytes at a time and nothing clever.
namespace framelatch {
namespace {

constexpr uint32_t kOpaqueBits = 0xFF000000;

template <bool kSwap, bool kOpaque>
inline uint32_t ConvertPixel(uint32_t stored) {
  uint32_t pixel = stored;
  if constexpr (kSwap) pixel = (stored & 0xFF00FF00U) | (stored & 0xFFU) << 16 | (stored >> 16 & 0xFFU);
  if constexpr (kOpaque) pixel |= kOpaqueBits;
  return pixel;
}

template <bool kSwap, bool kOpaque>
void ScalarRow(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t pixel = 0;
    std::memcpy(&pixel, source + size_t{i} * 4, 4);
    pixel = ConvertPixel<kSwap, kOpaque>(pixel);
    std::memcpy(target + size_t{i} * 4, &pixel, 4);
  }
}

#ifdef FRAMELATCH_X86
template <bool kSwap, bool kOpaque>
FRAMELATCH_TARGET("ssse3")
void Ssse3Row(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  const __m128i order = _mm_setr_epi8(2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15);
  const __m128i opaque = _mm_set1_epi32(static_cast<int>(kOpaqueBits));
  uint32_t i = 0;
  for (; i + 4 <= count; i += 4) {
    __m128i pixels = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source + size_t{i} * 4));
    if constexpr (kSwap) pixels = _mm_shuffle_epi8(pixels, order);
    if constexpr (kOpaque) pixels = _mm_or_si128(pixels, opaque);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(target + size_t{i} * 4), pixels);
  }
  ScalarRow<kSwap, kOpaque>(source + size_t{i} * 4, target + size_t{i} * 4, count - i);
}

template <bool kSwap, bool kOpaque>
FRAMELATCH_TARGET("avx2")
void Avx2Row(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  const __m256i order = _mm256_setr_epi8(2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15, 2, 1, 0, 3, 6, 5, 4, 7,
                                         10, 9, 8, 11, 14, 13, 12, 15);
  const __m256i opaque = _mm256_set1_epi32(static_cast<int>(kOpaqueBits));
  uint32_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256i pixels = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(source + size_t{i} * 4));
    if constexpr (kSwap) pixels = _mm256_shuffle_epi8(pixels, order);
    if constexpr (kOpaque) pixels = _mm256_or_si256(pixels, opaque);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target + size_t{i} * 4), pixels);
  }
  _mm256_zeroupper();
  ScalarRow<kSwap, kOpaque>(source + size_t{i} * 4, target + size_t{i} * 4, count - i);
}
#endif

template <bool kSwap, bool kOpaque>
RowConverter Best() noexcept {
#ifdef FRAMELATCH_X86
  if (CpuHasAvx2()) return Avx2Row<kSwap, kOpaque>;
  if (CpuHasSsse3()) return Ssse3Row<kSwap, kOpaque>;
#endif
  return ScalarRow<kSwap, kOpaque>;
}

void CopyRow(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  std::memcpy(target, source, size_t{count} * 4);
}

}  // namespace

RowConverter RgbaRow(Alpha alpha) noexcept { return alpha == Alpha::kOpaque ? Best<false, true>() : CopyRow; }

RowConverter BgraRow(Alpha alpha) noexcept {
  return alpha == Alpha::kOpaque ? Best<true, true>() : Best<true, false>();
}

}  // namespace framelatch
