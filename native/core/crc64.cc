#include "core/crc64.h"

#include <array>
#include <bit>
#include <cstring>

#include "core/cpu.h"

#ifdef FRAMELATCH_X86
#include <immintrin.h>
#endif

namespace framelatch {
namespace {

// x^64 + …, bit-reflected: the coefficient of x^63 is bit 0.
constexpr uint64_t kPolynomial = 0xC96C5795D7870F42;
constexpr size_t kSlices = 16;

using Table = std::array<std::array<uint64_t, 256>, kSlices>;

constexpr uint64_t TimesX(uint64_t remainder) { return (remainder & 1 ? kPolynomial : 0) ^ remainder >> 1; }

// tables[n][b]: the remainder of the byte b with n zero bytes behind it.
constexpr Table MakeTables() {
  Table tables{};
  for (size_t byte = 0; byte < 256; ++byte) {
    uint64_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = TimesX(remainder);
    tables[0][byte] = remainder;
  }
  for (size_t slice = 1; slice < kSlices; ++slice) {
    for (size_t byte = 0; byte < 256; ++byte) {
      const uint64_t before = tables[slice - 1][byte];
      tables[slice][byte] = tables[0][before & 0xFF] ^ before >> 8;
    }
  }
  return tables;
}

constexpr Table kTables = MakeTables();

static_assert(std::endian::native == std::endian::little);

uint64_t LoadLittle(const std::byte* bytes) noexcept {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Of a register that is complemented already.
uint64_t Update(uint64_t state, const std::byte* bytes, size_t count) noexcept {
  for (; count >= kSlices; bytes += kSlices, count -= kSlices) {
    const uint64_t words[2] = {LoadLittle(bytes) ^ state, LoadLittle(bytes + 8)};
    state = 0;
    for (size_t at = 0; at < kSlices; ++at) {
      state ^= kTables[kSlices - 1 - at][words[at / 8] >> 8 * (at % 8) & 0xFF];
    }
  }
  for (; count > 0; ++bytes, --count) {
    state = kTables[0][(state ^ std::to_integer<uint64_t>(*bytes)) & 0xFF] ^ state >> 8;
  }
  return state;
}

#ifdef FRAMELATCH_X86
// x^power modulo the polynomial, reflected.
constexpr uint64_t PowerOfX(int power) {
  uint64_t remainder = uint64_t{1} << 63;  // x^0
  for (int i = 0; i < power; ++i) remainder = TimesX(remainder);
  return remainder;
}

// Sixteen bytes ahead by `kBits`: the first half is multiplied by x^(kBits + 64), the second by x^kBits. A product of
// reflected factors comes out one place too low, so each power is one less.
// Source: Intel, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (2009).
template <int kBits>
FRAMELATCH_TARGET("pclmul,sse4.1")
inline __m128i Folded(__m128i register_, __m128i next) noexcept {
  constexpr uint64_t kFirst = PowerOfX(kBits + 63);
  constexpr uint64_t kSecond = PowerOfX(kBits - 1);
  const __m128i powers = _mm_set_epi64x(static_cast<int64_t>(kSecond), static_cast<int64_t>(kFirst));
  const __m128i first = _mm_clmulepi64_si128(register_, powers, 0x00);
  const __m128i second = _mm_clmulepi64_si128(register_, powers, 0x11);
  return _mm_xor_si128(_mm_xor_si128(first, second), next);
}

FRAMELATCH_TARGET("pclmul,sse4.1")
inline __m128i LoadBlock(const std::byte* bytes) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

// Eight registers, so that no multiplication waits for another; folded into one at the end, whose sixteen bytes the
// tables reduce like a message.
FRAMELATCH_TARGET("pclmul,sse4.1")
uint64_t FoldedUpdate(uint64_t state, const std::byte* bytes, size_t count) noexcept {
  constexpr size_t kBlock = 16;
  constexpr size_t kLanes = 8;
  constexpr size_t kStep = kBlock * kLanes;
  if (count < 2 * kStep) return Update(state, bytes, count);
  __m128i lanes[kLanes];
  for (size_t lane = 0; lane < kLanes; ++lane) lanes[lane] = LoadBlock(bytes + lane * kBlock);
  lanes[0] = _mm_xor_si128(lanes[0], _mm_set_epi64x(0, static_cast<int64_t>(state)));
  for (bytes += kStep, count -= kStep; count >= kStep; bytes += kStep, count -= kStep) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] = Folded<kStep * 8>(lanes[lane], LoadBlock(bytes + lane * kBlock));
    }
  }
  __m128i sum = lanes[0];
  for (size_t lane = 1; lane < kLanes; ++lane) sum = Folded<kBlock * 8>(sum, lanes[lane]);
  std::byte rest[kBlock];
  _mm_storeu_si128(reinterpret_cast<__m128i*>(rest), sum);
  return Update(Update(0, rest, kBlock), bytes, count);
}
#endif

}  // namespace

uint64_t SlicedCrc64(const std::byte* bytes, size_t count, uint64_t crc) noexcept {
  return ~Update(~crc, bytes, count);
}

uint64_t Crc64(const std::byte* bytes, size_t count, uint64_t crc) noexcept {
#ifdef FRAMELATCH_X86
  if (CpuHasCarrylessMultiply()) return ~FoldedUpdate(~crc, bytes, count);
#endif
  return SlicedCrc64(bytes, count, crc);
}

}  // namespace framelatch
