#pragma once

#include <cstddef>
#include <cstdint>

// Hook info of the older `GameCapture` dialect (docs/capture-hook.md, dialect B). Little-endian, 56 bytes.
namespace framelatch::game_capture {

struct HookInfo {
  uint32_t state;
  int32_t type;       // 0 = memory, 1 = texture (a GPU handle)
  uint32_t cx;        // pixels
  uint32_t cy;        // pixels
  uint32_t format;    // DXGI_FORMAT
  uint32_t pitch;     // bytes per row
  uint32_t map_id;    // counts (re)initialisations
  uint32_t map_size;  // bytes of the texture mapping
  uint8_t flip;       // 1 = rows stored bottom-up
  uint8_t padding_33[7];
  alignas(8) uint64_t frame_interval;  // nanoseconds between captures, 0 = every present
  uint8_t use_scale;
  uint8_t force_shmem;  // 1 = ask for memory capture
  uint8_t padding_50[6];
};

static_assert(sizeof(HookInfo) == 56);
static_assert(offsetof(HookInfo, state) == 0);
static_assert(offsetof(HookInfo, type) == 4);
static_assert(offsetof(HookInfo, cx) == 8);
static_assert(offsetof(HookInfo, cy) == 12);
static_assert(offsetof(HookInfo, format) == 16);
static_assert(offsetof(HookInfo, pitch) == 20);
static_assert(offsetof(HookInfo, map_id) == 24);
static_assert(offsetof(HookInfo, map_size) == 28);
static_assert(offsetof(HookInfo, flip) == 32);
static_assert(offsetof(HookInfo, frame_interval) == 40);
static_assert(offsetof(HookInfo, use_scale) == 48);
static_assert(offsetof(HookInfo, force_shmem) == 49);

}  // namespace framelatch::game_capture
