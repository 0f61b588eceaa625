#pragma once

// What the processor at hand can do, asked at run time: one binary for all of them.
#if defined(__x86_64__) || defined(_M_X64)
#define FRAMELATCH_X86 1
#endif

#if defined(__GNUC__)
#define FRAMELATCH_TARGET(features) __attribute__((target(features)))
#else
#define FRAMELATCH_TARGET(features)
#endif

namespace framelatch {

bool CpuHasSsse3() noexcept;
bool CpuHasAvx2() noexcept;
bool CpuHasCarrylessMultiply() noexcept;  // and SSE4.1

}  // namespace framelatch
