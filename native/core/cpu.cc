#include "core/cpu.h"

#if defined(FRAMELATCH_X86) && defined(_MSC_VER)
#include <intrin.h>
#endif

namespace framelatch {

#if defined(FRAMELATCH_X86) && defined(__GNUC__)
bool CpuHasSsse3() noexcept { return __builtin_cpu_supports("ssse3") != 0; }
bool CpuHasAvx2() noexcept { return __builtin_cpu_supports("avx2") != 0; }
bool CpuHasCarrylessMultiply() noexcept {
  return __builtin_cpu_supports("pclmul") != 0 && __builtin_cpu_supports("sse4.1") != 0;
}
#elif defined(FRAMELATCH_X86) && defined(_MSC_VER)
// Source: Intel SDM, CPUID leaf 1 (ECX bit 9 SSSE3, bit 27 OSXSAVE) and leaf 7 (EBX bit 5 AVX2).
bool CpuHasSsse3() noexcept {
  int registers[4];
  __cpuid(registers, 1);
  return (registers[2] & 1 << 9) != 0;
}
bool CpuHasAvx2() noexcept {
  int registers[4];
  __cpuid(registers, 1);
  if ((registers[2] & 1 << 27) == 0 || (_xgetbv(0) & 6) != 6) return false;
  __cpuidex(registers, 7, 0);
  return (registers[1] & 1 << 5) != 0;
}
// Leaf 1: ECX bit 1 PCLMULQDQ, bit 19 SSE4.1.
bool CpuHasCarrylessMultiply() noexcept {
  int registers[4];
  __cpuid(registers, 1);
  constexpr int kBoth = 1 << 1 | 1 << 19;
  return (registers[2] & kBoth) == kBoth;
}
#else
bool CpuHasSsse3() noexcept { return false; }
bool CpuHasAvx2() noexcept { return false; }
bool CpuHasCarrylessMultiply() noexcept { return false; }
#endif

}  // namespace framelatch
