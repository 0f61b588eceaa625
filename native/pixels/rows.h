#pragma once

#include <cstddef>
#include <cstdint>

#include "pixels/pixels.h"

// One row of stored pixels to RGBA8: `count` pixels, 4 bytes each into `target`. Source and target do not overlap. Each
// function holds nothing that needs a destructor, so it may run guarded.
namespace framelatch {

// Returns whether the stored alpha of one of the pixels is above 0: told by the bytes that are in hand anyway, as this
// runs under the producer's lock. Of a format that stores none, what it returns says nothing.
using RowConverter = bool (*)(const std::byte* source, std::byte* target, uint32_t count) noexcept;

// The converter of a format; never null for a format that BytesPerPixel knows.
RowConverter RowConverterFor(uint32_t dxgi_format, Alpha alpha) noexcept;

// rows_8bit.cc
RowConverter RgbaRow(Alpha alpha) noexcept;
RowConverter BgraRow(Alpha alpha) noexcept;
// rows_packed.cc
RowConverter B5g6r5Row() noexcept;
RowConverter B5g5r5a1Row(Alpha alpha) noexcept;
RowConverter R10g10b10a2Row(Alpha alpha) noexcept;
// rows_wide.cc
RowConverter R16UnormRow(Alpha alpha) noexcept;
RowConverter R16FloatRow(Alpha alpha) noexcept;
RowConverter R32FloatRow(Alpha alpha) noexcept;

// rows_x11.cc
void IndexedRow(const std::byte* source, const uint32_t* palette, std::byte* target, uint32_t count) noexcept;
void MaskedRow(const std::byte* source, const ChannelMasks& masks, std::byte* target, uint32_t count) noexcept;
// Channels that are indices into the palette's red, green and blue.
void DirectRow(const std::byte* source, const ChannelMasks& masks, const Palette& palette, std::byte* target,
               uint32_t count) noexcept;

// rows_nv12.cc. A row of luma with the row of chroma that belongs to it; `count` may be odd.
using YuvRowConverter = void (*)(const std::byte* luma, const std::byte* chroma, const YuvCoding& coding,
                                 std::byte* target, uint32_t count) noexcept;
YuvRowConverter Nv12Row() noexcept;
// The same without vector instructions, for comparison.
void ScalarNv12Row(const std::byte* luma, const std::byte* chroma, const YuvCoding& coding, std::byte* target,
                   uint32_t count) noexcept;
// The chroma row that belongs to a row of the upright picture.
const std::byte* ChromaRowOf(const StoredPicture& picture, uint32_t row) noexcept;

}  // namespace framelatch
