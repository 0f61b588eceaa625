#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "core/error.h"
#include "fuzz/targets.h"
#include "layouts/capture.h"
#include "layouts/layout.h"
#include "layouts/raw.h"

namespace framelatch::fuzz {
namespace {

// A picture as its header says; what stands in no header is fixed.
struct StoredDescription {
  uint16_t width;
  uint16_t height;
  uint32_t pitch;
  uint32_t format;
  uint32_t red;
  uint32_t green;
  uint32_t blue;
  uint8_t bytes_per_pixel;
  uint8_t flags;
  uint16_t padding;
};

}  // namespace

void Sniff(std::span<const std::byte> input) {
  const std::span<const std::byte> start = input.first(std::min(input.size(), kSniffedBytes));
  for (const Layout& layout : Layouts()) {
    layout.fits(start, input.size());
    layout.fits(start, UINT64_MAX);
  }
}

void Convert(std::span<const std::byte> input) {
  StoredDescription stored{};
  if (input.size() < sizeof stored) return;
  std::memcpy(&stored, input.data(), sizeof stored);
  static const Palette palette{};
  const PictureDescription description{.width = stored.width,
                                       .height = stored.height,
                                       .pitch = stored.pitch,
                                       .format = stored.format,
                                       .flip = (stored.flags & 1) != 0,
                                       .palette = (stored.flags & 2) != 0 ? &palette : nullptr,
                                       .masks = {.bytes_per_pixel = stored.bytes_per_pixel,
                                                 .is_big_endian = (stored.flags & 4) != 0,
                                                 .red = stored.red,
                                                 .green = stored.green,
                                                 .blue = stored.blue},
                                       .yuv = {(stored.flags & 8) != 0, (stored.flags & 16) != 0}};
  try {
    // A copy of its own: the byte behind the last must be nobody's.
    const std::vector<std::byte> bytes(input.begin() + sizeof stored, input.end());
    const StoredPicture picture = StoredPicture::Of(description, bytes);
    std::vector<std::byte> pixels(size_t{picture.width} * picture.height * 4);
    ConvertToRgba8(picture, Alpha::kStored, pixels.data());
    ConvertToRgba8(picture, Alpha::kOpaque, pixels.data());
    Fingerprint(picture);
    ContentHash(picture);
  } catch (const Error&) {
    return;  // cannot be built
  }
}

void Names(std::span<const std::byte> input) {
  const std::string name(reinterpret_cast<const char*>(input.data()), input.size());
  const auto parsed = ParseHookInfoName(name);
  // A name that is taken for a hook's is that hook's, but for leading zeroes.
  if (parsed && !ParseHookInfoName(parsed->prefix + HookInfoNameFor(parsed->dialect, parsed->id))) __builtin_trap();
  LayoutByName(name);
  WithoutNamespace(name);
}

}  // namespace framelatch::fuzz
