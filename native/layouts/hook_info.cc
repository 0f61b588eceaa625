#include <array>
#include <cstring>

#include "core/error.h"
#include "layouts/capture.h"
#include "layouts/dialect.h"
#include "layouts/formats.h"
#include "pixels/pixels.h"

// Reading a hook info: copied first, then validated, then used.
namespace framelatch {
namespace {

constexpr size_t kLargestInfo = 648;
using InfoBytes = std::array<std::byte, kLargestInfo>;

Error TooSmall(std::string_view target, uint64_t found, uint64_t expected, std::string_view layout) {
  return {"mapping-too-small", "read header of", std::string(target),
          "found " + std::to_string(found) + " bytes, expected at least " + std::to_string(expected) + " of a " +
              std::string(layout) + " header",
          "Check that the producer writes this layout, and that it sizes the mapping before it fills it."};
}

InfoBytes CopyInfo(Platform& platform, const Region& region, const DialectTraits& traits, std::string_view target) {
  const uint64_t bytes = std::min(region.size(), region.CurrentSize());
  if (bytes < traits.info_bytes) throw TooSmall(target, bytes, traits.info_bytes, NameOf(traits.layout));
  InfoBytes copy{};
  const bool whole = Guarded(platform, [&] { std::memcpy(copy.data(), region.data(), traits.info_bytes); });
  if (!whole) throw TooSmall(target, region.CurrentSize(), traits.info_bytes, NameOf(traits.layout));
  return copy;
}

Error HeaderError(const char* code, std::string_view target, std::string reason, std::string next) {
  return {code, "read header of", std::string(target), std::move(reason), std::move(next)};
}

constexpr char kProducerBug[] = "Check what the producer writes; `framelatch inspect` shows every field.";

void ValidateKind(const CaptureInfo& info, std::string_view target) {
  if (info.dialect == Dialect::kCaptureHook && info.version_major > 1) {
    throw HeaderError("header-version-unsupported", target,
                      "found hook version " + std::to_string(info.version_major) + "." +
                          std::to_string(info.version_minor) + ", expected 1.x",
                      "Use a hook of major version 1, or a newer Framelatch.");
  }
  if (info.type == 1) {
    throw HeaderError(
        "gpu-texture", target, "the hook shares a GPU texture (type = 1): its frames are not in shared memory",
        "Ask the capturing application for shared memory (force_shmem), in OBS by the game capture's SLI/Crossfire "
        "mode; or end it and attach: `framelatch attach` asks for that.");
  }
  if (info.type != 0) {
    throw HeaderError("capture-type-unknown", target, "found type = " + std::to_string(info.type) + ", expected 0 or 1",
                      kProducerBug);
  }
}

}  // namespace

CaptureInfo ReadCaptureInfo(Platform& platform, const Region& region, const HookInfoName& name,
                            std::string_view target) {
  const DialectTraits& traits = TraitsOf(name.dialect);
  return traits.decode(CopyInfo(platform, region, traits, target).data());
}

Fields HookInfoFields(Platform& platform, const Region& region, const HookInfoName& name, std::string_view target) {
  const DialectTraits& traits = TraitsOf(name.dialect);
  return traits.fields(CopyInfo(platform, region, traits, target).data());
}

void ValidateCaptureInfo(const CaptureInfo& info, std::string_view target) {
  ValidateKind(info, target);
  const std::string size = std::to_string(info.width) + " x " + std::to_string(info.height);
  if (info.width == 0 || info.height == 0) {
    throw HeaderError("header-size-zero", target, "found a size of " + size + ", expected at least 1 x 1",
                      "The producer may not be capturing yet; this clears by itself when it does.");
  }
  if (!Holds(kColourFormats, info.format)) {
    throw HeaderError(
        "format-unsupported", target,
        "found DXGI_FORMAT " + std::to_string(info.format) + ", expected one of " + NumbersOf(kColourFormats),
        "Let the producer convert to B8G8R8A8_UNORM (87), or ask for this format.");
  }
  // All in 64 bits: 2^32 * 16 and 2^32 * 2^32 / 2 both fit, and anything near them is refused.
  const uint64_t row = uint64_t{info.width} * BytesPerPixel(info.format);
  if (info.pitch < row) {
    throw HeaderError("pitch-too-small", target,
                      "found a pitch of " + std::to_string(info.pitch) + " bytes, expected at least " +
                          std::to_string(row) + " for " + std::to_string(info.width) + " pixels",
                      kProducerBug);
  }
  // map_size is 32 bits and holds two buffers.
  const uint64_t pixels = uint64_t{info.width} * info.height;
  if (uint64_t{info.pitch} * info.height >= kLargestPicture || pixels >= kLargestPicture / 4) {
    throw HeaderError("header-size-overflow", target,
                      "found " + size + " with a pitch of " + std::to_string(info.pitch) +
                          " bytes: two such frames do not fit a 32-bit map_size",
                      kProducerBug);
  }
}

}  // namespace framelatch
