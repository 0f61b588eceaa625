#include "layouts/texture.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/error.h"
#include "layouts/capture.h"
#include "layouts/dialect.h"

// Finding, opening and checking the texture mapping of a validated hook info.
namespace framelatch {
namespace {

Error TextureError(const char* code, std::string_view target, std::string reason, std::string next) {
  return {code, "open texture of", std::string(target), std::move(reason), std::move(next)};
}

// Names to try before any listing: by the raw window, its root window, and the id (dialect GameCapture).
std::vector<std::string> LikelyNames(Platform& platform, const CaptureInfo& info, const HookInfoName& name) {
  std::vector<std::string> names;
  if (name.dialect == Dialect::kGameCapture) {
    names.push_back(TextureName(name, name.id, info.map_id));
    return names;
  }
  names.push_back(TextureName(name, info.window, info.map_id));
  const auto root = platform.RootWindow(info.window);
  if (root && *root != info.window) names.push_back(TextureName(name, *root, info.map_id));
  return names;
}

// `CaptureHook_Texture_<digits>_<map_id>`
bool IsTextureName(std::string_view candidate, const HookInfoName& name, uint32_t map_id) {
  const std::string stem = std::string(TraitsOf(name.dialect).prefix) + "Texture_";
  std::string tail = "_";
  tail += std::to_string(map_id);
  if (candidate.size() <= stem.size() + tail.size()) return false;
  if (!candidate.starts_with(stem) || !candidate.ends_with(tail)) return false;
  candidate.remove_prefix(stem.size());
  candidate.remove_suffix(tail.size());
  return std::all_of(candidate.begin(), candidate.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::unique_ptr<Region> OpenIfThere(Platform& platform, const std::string& name) {
  try {
    return platform.OpenRegion(name, Access::kReadOnly);
  } catch (const Error& error) {
    if (error.code == "mapping-missing") return nullptr;
    throw;
  }
}

// Listings tell no sizes on Windows.
uint64_t BytesOf(Platform& platform, const NamedObject& object) {
  if (object.bytes != 0) return object.bytes;
  const auto region = OpenIfThere(platform, object.name);
  return region ? region->size() : 0;
}

// Whose process is known: another hook's texture may have the same map_id and size, as while this one is between two.
bool IsOfAnother(Platform& platform, const std::string& texture, const HookInfoName& name, std::string_view target) {
  const auto hook = platform.LookForProducer({std::string(target), static_cast<int64_t>(name.id)});
  const auto other = platform.LookForProducer({texture, hook.process ? hook.process->pid : 0});
  if (hook.liveness == Liveness::kUnknown || other.liveness == Liveness::kUnknown) return false;
  if (hook.liveness != other.liveness) return true;
  return hook.process && other.process && hook.process->pid != other.process->pid;
}

// By listing: every texture mapping with this map_id that is as large as the header says.
std::vector<std::string> ListedNames(Platform& platform, const CaptureInfo& info, const HookInfoName& name) {
  std::vector<std::string> names;
  for (const NamedObject& object : platform.ListObjects()) {
    std::string_view bare = object.name;
    if (!name.prefix.empty() && bare.starts_with(name.prefix)) bare.remove_prefix(name.prefix.size());
    if (object.kind != ObjectKind::kRegion || !IsTextureName(bare, name, info.map_id)) continue;
    if (BytesOf(platform, object) >= info.map_size) names.push_back(object.name);
  }
  return names;
}

std::vector<std::string> FittingNames(Platform& platform, const CaptureInfo& info, const HookInfoName& name,
                                      std::string_view target) {
  std::vector<std::string> listed = ListedNames(platform, info, name);
  std::erase_if(listed, [&](const std::string& candidate) { return IsOfAnother(platform, candidate, name, target); });
  return listed;
}

TextureView FindTexture(Platform& platform, const CaptureInfo& info, const HookInfoName& name,
                        std::string_view target) {
  const std::vector<std::string> likely = LikelyNames(platform, info, name);
  for (const std::string& candidate : likely) {
    auto region = OpenIfThere(platform, candidate);
    if (region) return {std::move(region), candidate, {}};
  }
  const std::vector<std::string> listed = FittingNames(platform, info, name, target);
  if (listed.size() > 1) {
    std::string all;
    for (const std::string& candidate : listed) all += (all.empty() ? "" : ", ") + candidate;
    throw TextureError("texture-ambiguous", target, "found several texture mappings that fit: " + all,
                       "Stop the other producers, or remove leftovers with `framelatch clean`.");
  }
  auto region = listed.empty() ? nullptr : OpenIfThere(platform, listed.front());
  if (!region) {
    throw TextureError("texture-missing", target,
                       "found no mapping " + likely.front() + " (map_id " + std::to_string(info.map_id) + ")",
                       "The producer may be re-initialising: this clears by itself. If it stays, check the window and "
                       "map_id that it puts into the name.");
  }
  return {std::move(region), listed.front(), {}};
}

void CheckBuffer(uint64_t offset, int number, uint64_t frame_bytes, uint64_t mapped, std::string_view target) {
  // offset < 2^32 and frame_bytes < 2^31: no overflow in 64 bits.
  if (offset >= sizeof(StoredTextureHeader) && offset + frame_bytes <= mapped) return;
  throw TextureError("texture-offset-invalid", target,
                     "found tex" + std::to_string(number) + "_offset = " + std::to_string(offset) + ", expected " +
                         std::to_string(frame_bytes) + " bytes between the 12-byte header and the end at " +
                         std::to_string(mapped),
                     "Check what the producer writes into the texture mapping's header.");
}

void CheckSize(const CaptureInfo& info, uint64_t mapped, uint64_t needed, const std::string& texture,
               std::string_view target) {
  if (mapped >= needed && mapped >= info.map_size) return;
  throw TextureError("texture-too-small", target,
                     "found " + std::to_string(mapped) + " bytes in " + texture + ", expected at least " +
                         std::to_string(std::max<uint64_t>(needed, info.map_size)),
                     "Check how the producer sizes the texture mapping: 64 + 2 * (pitch * cy rounded up to 32).");
}

}  // namespace

std::optional<std::string> StandingTexture(Platform& platform, const std::string& hook_info) {
  try {
    const HookInfoName name = RequireHookInfoName(hook_info);
    const auto region = platform.OpenRegion(hook_info, Access::kReadOnly);
    const CaptureInfo info = ReadCaptureInfo(platform, *region, name, hook_info);
    for (const std::string& candidate : LikelyNames(platform, info, name)) {
      if (OpenIfThere(platform, candidate)) return candidate;
    }
    const std::vector<std::string> fitting = FittingNames(platform, info, name, hook_info);
    return fitting.size() == 1 ? std::optional(fitting.front()) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<TextureHeader> ReadTextureHeader(Platform& platform, const Region& region) {
  if (std::min(region.size(), region.CurrentSize()) < sizeof(StoredTextureHeader)) return std::nullopt;
  StoredTextureHeader stored{};
  if (!Guarded(platform, [&] { std::memcpy(&stored, region.data(), sizeof stored); })) return std::nullopt;
  return TextureHeader{stored.last_tex, stored.tex1_offset, stored.tex2_offset};
}

bool HasTexture(Platform& platform, const CaptureInfo& info, const HookInfoName& name) {
  const auto names = LikelyNames(platform, info, name);
  return std::ranges::any_of(names, [&](const std::string& texture) { return platform.ObjectExists(texture); });
}

TextureView OpenTexture(Platform& platform, const CaptureInfo& info, const HookInfoName& name,
                        std::string_view target) {
  TextureView view = FindTexture(platform, info, name, target);
  const uint64_t mapped = std::min(view.region->size(), view.region->CurrentSize());
  const uint64_t frame_bytes = uint64_t{info.pitch} * info.height;
  CheckSize(info, mapped, sizeof(StoredTextureHeader) + 2 * frame_bytes, view.name, target);
  const auto header = ReadTextureHeader(platform, *view.region);
  if (!header) CheckSize(info, 0, sizeof(StoredTextureHeader), view.name, target);
  const uint64_t first = header->tex1_offset;
  const uint64_t second = header->tex2_offset;
  CheckBuffer(first, 1, frame_bytes, mapped, target);
  CheckBuffer(second, 2, frame_bytes, mapped, target);
  if (std::max(first, second) - std::min(first, second) < frame_bytes) {
    throw TextureError("texture-offset-invalid", target,
                       "found buffers at " + std::to_string(first) + " and " + std::to_string(second) +
                           ", which overlap: a frame has " + std::to_string(frame_bytes) + " bytes",
                       "Check what the producer writes into the texture mapping's header.");
  }
  view.offsets = {first, second};
  return view;
}

}  // namespace framelatch
