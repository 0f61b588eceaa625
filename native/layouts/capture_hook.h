#pragma once

#include <cstddef>
#include <cstdint>

// Hook info of OBS Studio's capture hook, version 1.8 (docs/capture-hook.md, dialect A). Little-endian, 648 bytes.
namespace framelatch::capture_hook {

struct HookInfo {
  uint32_t hook_ver_major;
  uint32_t hook_ver_minor;
  int32_t type;     // 0 = memory, 1 = texture (a GPU handle)
  uint32_t window;  // low 32 bits of the window handle
  uint32_t format;  // DXGI_FORMAT
  uint32_t cx;      // pixels
  uint32_t cy;      // pixels
  uint32_t unused_28;
  uint32_t unused_32;
  uint32_t pitch;     // bytes per row
  uint32_t map_id;    // counts (re)initialisations
  uint32_t map_size;  // bytes of the texture mapping
  uint8_t flip;       // 1 = rows stored bottom-up
  uint8_t padding_49[7];
  alignas(8) uint64_t frame_interval;  // nanoseconds between captures, 0 = every present
  uint8_t unused_64;
  uint8_t force_shmem;  // 1 = ask for memory capture
  uint8_t capture_overlay;
  uint8_t allow_srgb_alias;
  uint8_t offsets[76];  // graphics function offsets
  uint32_t reserved[126];
};

static_assert(sizeof(HookInfo) == 648);
static_assert(offsetof(HookInfo, hook_ver_major) == 0);
static_assert(offsetof(HookInfo, hook_ver_minor) == 4);
static_assert(offsetof(HookInfo, type) == 8);
static_assert(offsetof(HookInfo, window) == 12);
static_assert(offsetof(HookInfo, format) == 16);
static_assert(offsetof(HookInfo, cx) == 20);
static_assert(offsetof(HookInfo, cy) == 24);
static_assert(offsetof(HookInfo, pitch) == 36);
static_assert(offsetof(HookInfo, map_id) == 40);
static_assert(offsetof(HookInfo, map_size) == 44);
static_assert(offsetof(HookInfo, flip) == 48);
static_assert(offsetof(HookInfo, frame_interval) == 56);
static_assert(offsetof(HookInfo, force_shmem) == 65);
static_assert(offsetof(HookInfo, capture_overlay) == 66);
static_assert(offsetof(HookInfo, allow_srgb_alias) == 67);
static_assert(offsetof(HookInfo, offsets) == 68);
static_assert(offsetof(HookInfo, reserved) == 144);

inline constexpr uint32_t kVersionMajor = 1;
inline constexpr uint32_t kVersionMinor = 8;

}  // namespace framelatch::capture_hook
