// What gathering a picture's facts adds to the time under the producer's lock, where it is most: alpha 0 everywhere,
// the whole picture black. The conversion against the same loop without facts, in turn, in one process:
//   framelatch_facts_bench WIDTH HEIGHT ROUNDS
// Prints {"factsNs":…,"plainNs":…,"ratio":…}; ratio = time with facts / time without.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/cpu.h"
#include "core/error.h"
#include "pixels/pixels.h"
#include "platform/platform.h"

#ifdef FRAMELATCH_X86
#include <immintrin.h>
#endif

namespace {

using namespace framelatch;

using Bytes = std::vector<std::byte>;

#ifdef FRAMELATCH_X86
// B8G8R8A8 to opaque RGBA8 as the addon's own does it, and nothing else; widths are multiples of eight.
FRAMELATCH_TARGET("avx2")
void PlainRow(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  const __m256i order = _mm256_setr_epi8(2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15, 2, 1, 0, 3, 6, 5, 4, 7,
                                         10, 9, 8, 11, 14, 13, 12, 15);
  const __m256i opaque = _mm256_set1_epi32(static_cast<int>(0xFF000000U));
  for (uint32_t i = 0; i + 8 <= count; i += 8) {
    const __m256i pixels = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(source + size_t{i} * 4));
    const __m256i swapped = _mm256_or_si256(_mm256_shuffle_epi8(pixels, order), opaque);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target + size_t{i} * 4), swapped);
  }
  _mm256_zeroupper();
}
#else
void PlainRow(const std::byte* source, std::byte* target, uint32_t count) noexcept {
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t pixel = 0;
    std::memcpy(&pixel, source + size_t{i} * 4, 4);
    pixel = 0xFF000000U | (pixel & 0xFF00U) | (pixel & 0xFFU) << 16 | (pixel >> 16 & 0xFFU);
    std::memcpy(target + size_t{i} * 4, &pixel, 4);
  }
}
#endif

uint64_t Median(std::vector<uint64_t>& samples) {
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
  return samples[samples.size() / 2];
}

// Processor time: what others do meanwhile is not counted.
template <typename Body>
uint64_t Timed(Body&& body) {
  const uint64_t start = CurrentPlatform().ThreadCpuNs();
  body();
  return CurrentPlatform().ThreadCpuNs() - start;
}

int Run(uint32_t width, uint32_t height, int rounds) {
  const size_t bytes = size_t{width} * height * 4;
  const Bytes stored(bytes);
  Bytes target(bytes, std::byte{1});
  const StoredPicture picture =
      StoredPicture::Of({.width = width, .height = height, .pitch = width * 4, .format = 87}, stored);
  std::vector<uint64_t> facts_ns;
  std::vector<uint64_t> plain_ns;
  bool is_told = true;
  const auto with_facts = [&] { is_told = ConvertToRgba8(picture, Alpha::kOpaque, target.data()) && is_told; };
  const auto plain = [&] {
    for (uint32_t row = 0; row < height; ++row) {
      PlainRow(RowOf(picture, row), target.data() + size_t{row} * width * 4, width);
    }
    asm volatile("" : : "r"(target.data()) : "memory");
  };
  for (int round = 0; round < rounds; ++round) {
    // Neither always comes second, to what the other left in the cache.
    if (round % 2 == 0) facts_ns.push_back(Timed(with_facts));
    plain_ns.push_back(Timed(plain));
    if (round % 2 != 0) facts_ns.push_back(Timed(with_facts));
  }
  if (!is_told) {
    std::fputs("alpha is 0 everywhere and was not told\n", stderr);
    return 1;
  }
  const uint64_t facts = Median(facts_ns);
  const uint64_t without = Median(plain_ns);
  std::printf("{\"factsNs\":%llu,\"plainNs\":%llu,\"ratio\":%.4f}\n", static_cast<unsigned long long>(facts),
              static_cast<unsigned long long>(without), static_cast<double>(facts) / static_cast<double>(without));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: framelatch_facts_bench WIDTH HEIGHT ROUNDS\n", stderr);
    return 2;
  }
#ifdef FRAMELATCH_X86
  if (!framelatch::CpuHasAvx2()) {
    std::fputs("this processor has no AVX2: there is nothing to compare with\n", stderr);
    return 1;
  }
#endif
  try {
    return Run(static_cast<uint32_t>(std::atoi(argv[1])), static_cast<uint32_t>(std::atoi(argv[2])),
               std::max(1, std::atoi(argv[3])));
  } catch (const framelatch::Error& error) {
    std::fprintf(stderr, "%s: %s\n", error.what(), error.next.c_str());
    return 1;
  }
}
