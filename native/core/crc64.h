#pragma once

#include <cstddef>
#include <cstdint>

namespace framelatch {

// CRC-64 of the ECMA-182 polynomial, reflected, initial and final complement: "123456789" gives 0x995dc9bbdf1939fa
// (docs/layouts.md). `crc`: of the bytes before, 0 for the first. Holds nothing that needs a destructor, so it
// may run guarded.
uint64_t Crc64(const std::byte* bytes, size_t count, uint64_t crc = 0) noexcept;

// The same without carry-less multiplication, for processors without it.
uint64_t SlicedCrc64(const std::byte* bytes, size_t count, uint64_t crc = 0) noexcept;

}  // namespace framelatch
