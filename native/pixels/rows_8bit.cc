#include <cstring>

#include "core/cpu.h"
#include "pixels/rows.h"

#ifdef FRAMELATCH_X86
#include <immintrin.h>
#endif

// 8-bit formats: a copy, or red and blue exchanged. Bound by memory, so 32 bytes at a time and nothing clever; the
// alpha of all pixels is gathered on the way, which costs nothing beside it.
namespace framelatch {
namespace {

constexpr uint32_t kAlphaBits = 0xFF000000;

template <bool kSwap, bool kOpaque>
inline uint32_t ConvertPixel(uint32_t stored) {
  uint32_t pixel = stored;
  if constexpr (kSwap) pixel = (stored & 0xFF00FF00U) | (stored & 0xFFU) << 16 | (stored >> 16 & 0xFFU);
  if constexpr (kOpaque) pixel |= kAlphaBits;
  return pixel;
}

template <bool kSwap, bool kOpaque>
bool ScalarRow(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t pixel = 0;
    std::memcpy(&pixel, source + size_t{i} * 4, 4);
    seen |= pixel;
    pixel = ConvertPixel<kSwap, kOpaque>(pixel);
    std::memcpy(target + size_t{i} * 4, &pixel, 4);
  }
  return (seen & kAlphaBits) != 0;
}

#ifdef FRAMELATCH_X86
template <bool kSwap, bool kOpaque>
FRAMELATCH_TARGET("ssse3")
bool Ssse3Row(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  const __m128i order = _mm_setr_epi8(2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15);
  const __m128i alpha = _mm_set1_epi32(static_cast<int>(kAlphaBits));
  __m128i seen = _mm_setzero_si128();
  uint32_t i = 0;
  for (; i + 4 <= count; i += 4) {
    __m128i pixels = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source + size_t{i} * 4));
    seen = _mm_or_si128(seen, pixels);
    if constexpr (kSwap) pixels = _mm_shuffle_epi8(pixels, order);
    if constexpr (kOpaque) pixels = _mm_or_si128(pixels, alpha);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(target + size_t{i} * 4), pixels);
  }
  const __m128i is_zero = _mm_cmpeq_epi8(_mm_and_si128(seen, alpha), _mm_setzero_si128());
  const bool rest = ScalarRow<kSwap, kOpaque>(source + size_t{i} * 4, target + size_t{i} * 4, count - i);
  return rest || _mm_movemask_epi8(is_zero) != 0xFFFF;
}

template <bool kSwap, bool kOpaque>
FRAMELATCH_TARGET("avx2")
bool Avx2Row(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  const __m256i order = _mm256_setr_epi8(2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15, 2, 1, 0, 3, 6, 5, 4, 7,
                                         10, 9, 8, 11, 14, 13, 12, 15);
  const __m256i alpha = _mm256_set1_epi32(static_cast<int>(kAlphaBits));
  __m256i seen = _mm256_setzero_si256();
  uint32_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256i pixels = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(source + size_t{i} * 4));
    seen = _mm256_or_si256(seen, pixels);
    if constexpr (kSwap) pixels = _mm256_shuffle_epi8(pixels, order);
    if constexpr (kOpaque) pixels = _mm256_or_si256(pixels, alpha);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target + size_t{i} * 4), pixels);
  }
  const bool is_zero = _mm256_testz_si256(seen, alpha) != 0;
  _mm256_zeroupper();
  return ScalarRow<kSwap, kOpaque>(source + size_t{i} * 4, target + size_t{i} * 4, count - i) || !is_zero;
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

}  // namespace

RowConverter RgbaRow(Alpha alpha) noexcept {
  return alpha == Alpha::kOpaque ? Best<false, true>() : Best<false, false>();
}

RowConverter BgraRow(Alpha alpha) noexcept {
  return alpha == Alpha::kOpaque ? Best<true, true>() : Best<true, false>();
}

}  // namespace framelatch
