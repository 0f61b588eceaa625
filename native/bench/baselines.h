#pragma once

#include <cstddef>
#include <cstdint>

// What the kernels are measured against; baselines.cc is compiled with -O2 and without vectorisation.
namespace framelatch::bench {

// The loop of document 003: one table, a byte at a time.
uint64_t BytewiseCrc64(const std::byte* bytes, size_t count);

// A plain loop over pixels, BT.709 limited, in 8-bit fixed point.
void PixelwiseNv12(const std::byte* luma, const std::byte* chroma, uint32_t width, uint32_t height, std::byte* target);

}  // namespace framelatch::bench
