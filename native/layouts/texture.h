#pragma once

#include <cstddef>
#include <cstdint>

// The 12 bytes in front of a texture mapping, the same in both dialects (docs/capture-hook.md).
namespace framelatch {

struct StoredTextureHeader {
  int32_t last_tex;  // -1 until the first frame, then 0 or 1
  uint32_t tex1_offset;
  uint32_t tex2_offset;
};
static_assert(sizeof(StoredTextureHeader) == 12);
static_assert(offsetof(StoredTextureHeader, last_tex) == 0);
static_assert(offsetof(StoredTextureHeader, tex1_offset) == 4);
static_assert(offsetof(StoredTextureHeader, tex2_offset) == 8);

}  // namespace framelatch
