#include <algorithm>
#include <cstring>

#include "core/cpu.h"
#include "pixels/rows.h"

#ifdef FRAMELATCH_X86
#include <immintrin.h>
#endif

// NV12 to RGBA8. One arithmetic for every path, so that each gives the same bytes: values in 64ths in 16 bits with
// saturation, coefficients as a whole part and a fraction in 2^15ths. Chroma is taken as it stands for its 2 x 2
// pixels.
namespace framelatch {
namespace {

constexpr int kFractionBits = 15;
constexpr int kValueBits = 6;

// A coefficient: whole * x + fraction * x, the fraction in [-1, 1).
struct Coefficient {
  int16_t whole;
  int16_t fraction;
};

struct Coefficients {
  int16_t luma_offset;
  Coefficient luma;
  Coefficient red_v;
  Coefficient green_u;
  Coefficient green_v;
  Coefficient blue_u;
};

constexpr Coefficient Split(double value) {
  const int whole = static_cast<int>(value);  // towards zero
  const double fraction = (value - whole) * (1 << kFractionBits);
  return {static_cast<int16_t>(whole), static_cast<int16_t>(fraction < 0 ? fraction - 0.5 : fraction + 0.5)};
}

// Source: ITU-R BT.601-7 and BT.709-6, the luma weights of red and blue; the rest follows from them.
constexpr Coefficients From(double red, double blue, bool is_full_range) {
  const double green = 1 - red - blue;
  const double luma = is_full_range ? 1.0 : 255.0 / 219;
  const double chroma = is_full_range ? 1.0 : 255.0 / 224;
  return {.luma_offset = static_cast<int16_t>(is_full_range ? 0 : 16),
          .luma = Split(luma),
          .red_v = Split(2 * (1 - red) * chroma),
          .green_u = Split(-2 * (1 - blue) * blue / green * chroma),
          .green_v = Split(-2 * (1 - red) * red / green * chroma),
          .blue_u = Split(2 * (1 - blue) * chroma)};
}

constexpr Coefficients kBt601 = From(0.299, 0.114, false);
constexpr Coefficients kBt601Full = From(0.299, 0.114, true);
constexpr Coefficients kBt709 = From(0.2126, 0.0722, false);
constexpr Coefficients kBt709Full = From(0.2126, 0.0722, true);

const Coefficients& CoefficientsOf(const YuvCoding& coding) noexcept {
  if (coding.is_bt709) return coding.is_full_range ? kBt709Full : kBt709;
  return coding.is_full_range ? kBt601Full : kBt601;
}

int Saturated(int value) { return std::clamp(value, -32768, 32767); }

// As _mm_mulhrs_epi16 and saturating additions give it.
int Times(int value, const Coefficient& by) {
  const int fraction = ((value * by.fraction >> (kFractionBits - 1)) + 1) >> 1;
  int sum = fraction;
  for (int i = 0; i < (by.whole < 0 ? -by.whole : by.whole); ++i)
    sum = Saturated(by.whole < 0 ? sum - value : sum + value);
  return sum;
}

uint32_t ToByte(int value) {
  const int rounded = Saturated(value + (1 << (kValueBits - 1))) >> kValueBits;
  return static_cast<uint32_t>(std::clamp(rounded, 0, 255));
}

#ifdef FRAMELATCH_X86
// Sixteen values each.
struct VectorCoefficient {
  __m256i fraction;
  int whole;
};

FRAMELATCH_TARGET("avx2")
inline VectorCoefficient Spread(const Coefficient& coefficient) noexcept {
  return {_mm256_set1_epi16(coefficient.fraction), coefficient.whole};
}

FRAMELATCH_TARGET("avx2")
inline __m256i Times(__m256i value, const VectorCoefficient& by) noexcept {
  __m256i sum = _mm256_mulhrs_epi16(value, by.fraction);
  for (int i = 0; i < by.whole; ++i) sum = _mm256_adds_epi16(sum, value);
  for (int i = 0; i > by.whole; --i) sum = _mm256_subs_epi16(sum, value);
  return sum;
}

// To 0..255 in 16 bits each.
FRAMELATCH_TARGET("avx2")
inline __m256i ToByte(__m256i value) noexcept {
  const __m256i half = _mm256_set1_epi16(1 << (kValueBits - 1));
  const __m256i rounded = _mm256_srai_epi16(_mm256_adds_epi16(value, half), kValueBits);
  return _mm256_max_epi16(_mm256_min_epi16(rounded, _mm256_set1_epi16(255)), _mm256_setzero_si256());
}

FRAMELATCH_TARGET("avx2")
void Avx2Nv12Row(const std::byte* luma, const std::byte* chroma, const YuvCoding& coding, std::byte* target,
                 uint32_t count) noexcept {
  const Coefficients& by = CoefficientsOf(coding);
  const VectorCoefficient by_luma = Spread(by.luma);
  const VectorCoefficient by_red_v = Spread(by.red_v);
  const VectorCoefficient by_green_u = Spread(by.green_u);
  const VectorCoefficient by_green_v = Spread(by.green_v);
  const VectorCoefficient by_blue_u = Spread(by.blue_u);
  const __m256i luma_offset = _mm256_set1_epi16(by.luma_offset);
  const __m256i chroma_offset = _mm256_set1_epi16(128);
  const __m256i opaque = _mm256_set1_epi16(static_cast<int16_t>(0xFF00));
  const __m128i every_u = _mm_setr_epi8(0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
  const __m128i every_v = _mm_setr_epi8(1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15);
  uint32_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m128i y8 = _mm_loadu_si128(reinterpret_cast<const __m128i*>(luma + i));
    const __m128i uv8 = _mm_loadu_si128(reinterpret_cast<const __m128i*>(chroma + i));
    const __m256i y16 = _mm256_sub_epi16(_mm256_cvtepu8_epi16(y8), luma_offset);
    const __m256i u16 = _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_shuffle_epi8(uv8, every_u)), chroma_offset);
    const __m256i v16 = _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_shuffle_epi8(uv8, every_v)), chroma_offset);
    const __m256i y = Times(_mm256_slli_epi16(y16, kValueBits), by_luma);
    const __m256i u = _mm256_slli_epi16(u16, kValueBits);
    const __m256i v = _mm256_slli_epi16(v16, kValueBits);
    const __m256i red = ToByte(_mm256_adds_epi16(y, Times(v, by_red_v)));
    const __m256i green_sum = _mm256_adds_epi16(_mm256_adds_epi16(y, Times(u, by_green_u)), Times(v, by_green_v));
    const __m256i green = ToByte(green_sum);
    const __m256i blue = ToByte(_mm256_adds_epi16(y, Times(u, by_blue_u)));
    const __m256i red_green = _mm256_or_si256(red, _mm256_slli_epi16(green, 8));
    const __m256i blue_alpha = _mm256_or_si256(blue, opaque);
    const __m256i low = _mm256_unpacklo_epi16(red_green, blue_alpha);   // pixels 0-3, 8-11
    const __m256i high = _mm256_unpackhi_epi16(red_green, blue_alpha);  // pixels 4-7, 12-15
    auto* out = reinterpret_cast<__m256i*>(target + size_t{i} * 4);
    _mm256_storeu_si256(out, _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(low, high, 0x31));
  }
  _mm256_zeroupper();
  ScalarNv12Row(luma + i, chroma + i, coding, target + size_t{i} * 4, count - i);
}
#endif

}  // namespace

void ScalarNv12Row(const std::byte* luma, const std::byte* chroma, const YuvCoding& coding, std::byte* target,
                   uint32_t count) noexcept {
  const Coefficients& by = CoefficientsOf(coding);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t pair = i & ~1U;
    const int y = Times((std::to_integer<int>(luma[i]) - by.luma_offset) * (1 << kValueBits), by.luma);
    const int u = (std::to_integer<int>(chroma[pair]) - 128) * (1 << kValueBits);
    const int v = (std::to_integer<int>(chroma[pair + 1]) - 128) * (1 << kValueBits);
    const uint32_t red = ToByte(Saturated(y + Times(v, by.red_v)));
    const uint32_t green = ToByte(Saturated(Saturated(y + Times(u, by.green_u)) + Times(v, by.green_v)));
    const uint32_t blue = ToByte(Saturated(y + Times(u, by.blue_u)));
    const uint32_t pixel = red | green << 8 | blue << 16 | 0xFF000000;
    std::memcpy(target + size_t{i} * 4, &pixel, 4);
  }
}

YuvRowConverter Nv12Row() noexcept {
#ifdef FRAMELATCH_X86
  if (CpuHasAvx2()) return Avx2Nv12Row;
#endif
  return ScalarNv12Row;
}

}  // namespace framelatch
