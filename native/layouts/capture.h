#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layouts/inspection.h"
#include "platform/platform.h"

// The capture hook's names and headers: which mapping is its hook info, what stands in it, where the texture is. Each
// dialect is one small file behind this interface. Headers are copied, then validated, then used.
namespace framelatch {

enum class Dialect { kCaptureHook, kGameCapture };

// The validated description of a capture, the same for both dialects.
struct CaptureInfo {
  Dialect dialect = Dialect::kCaptureHook;
  uint32_t version_major = 0;
  uint32_t version_minor = 0;
  int32_t type = 0;     // 0 = memory, 1 = texture (a GPU handle)
  uint64_t window = 0;  // 0 where the dialect has none
  uint32_t format = 0;  // DXGI_FORMAT
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t pitch = 0;  // bytes per row
  uint32_t map_id = 0;
  uint32_t map_size = 0;  // bytes of the texture mapping, as the header says
  bool flip = false;
  friend bool operator==(const CaptureInfo&, const CaptureInfo&) = default;
};

// Both mutexes, the texture mapping and the validated offsets of an opened capture.
struct TextureView {
  std::unique_ptr<Region> region;
  std::string name;
  std::array<uint64_t, 2> offsets{};
};

// The hook-info name's dialect and numeric suffix; nothing when it is neither dialect's name.
struct HookInfoName {
  Dialect dialect;
  uint64_t id;         // the pid in the name: only a number until such a process is found
  std::string prefix;  // "", "Local\\" or "Global\\", kept for the sister objects
};
std::optional<HookInfoName> ParseHookInfoName(std::string_view name);
// The same; throws layout-mismatch for any other name.
HookInfoName RequireHookInfoName(const std::string& name);

// Names of the sister objects, with the hook-info name's prefix.
std::string HookInfoNameFor(Dialect dialect, uint64_t id);
std::string TextureMutexName(const HookInfoName& name, int buffer);  // buffer 0 or 1
std::string KeepAliveName(const HookInfoName& name);
std::string EventName(const HookInfoName& name, std::string_view event);  // "Restart", "Stop", …
std::string TextureName(const HookInfoName& name, uint64_t window, uint32_t map_id);

// The sister objects of a hook that is gone, there or not; those that belong to somebody who lives left out.
std::vector<std::string> CompanionsOfHook(Platform& platform, const std::string& hook_info);

// Copies the header out of the region (guarded), no validation but the size. mapping-too-small
CaptureInfo ReadCaptureInfo(Platform& platform, const Region& region, const HookInfoName& name,
                            std::string_view target);
Fields HookInfoFields(Platform& platform, const Region& region, const HookInfoName& name, std::string_view target);
// What a reader needs to hold before it touches pixels; throws header-*, format-*, pitch-*, capture-type-*,
// gpu-texture.
void ValidateCaptureInfo(const CaptureInfo& info, std::string_view target);

// Finds and opens the texture mapping of a validated info, checks offsets against the real size.
// texture-missing, texture-ambiguous (lists them), texture-too-small, texture-offset-invalid
TextureView OpenTexture(Platform& platform, const CaptureInfo& info, const HookInfoName& name, std::string_view target);
// The texture mapping that stands there for a hook info now, whatever is in it (a GPU handle too): by the raw window,
// its root window, or a listing where only one fits. Nothing where none does, or the info cannot be read.
std::optional<std::string> StandingTexture(Platform& platform, const std::string& hook_info);
// Whether the mapping of its pictures is there, by its likely names: a hook that nobody uses keeps a header of old.
bool HasTexture(Platform& platform, const CaptureInfo& info, const HookInfoName& name);
// Guarded copy of the texture header; nothing when the memory vanished.
std::optional<TextureHeader> ReadTextureHeader(Platform& platform, const Region& region);

}  // namespace framelatch
