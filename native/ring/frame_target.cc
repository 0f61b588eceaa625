#include "ring/frame_target.h"

#include "platform/platform.h"

namespace framelatch {

// Both sides may vanish: the producer may shrink its region, the page may cut its ring short.
std::optional<CopyFacts> FrameTarget::Fill(int slot, const StoredPicture& picture, Alpha alpha) noexcept {
  if (uint64_t{picture.width} * picture.height * 4 > slot_bytes()) return std::nullopt;
  std::byte* target = Pixels(slot);
  CopyFacts facts;
  if (!Guarded(CurrentPlatform(), [&] { facts.alpha_is_zero = ConvertToRgba8(picture, alpha, target); }))
    return std::nullopt;
  return facts;
}

std::optional<Colour> FrameTarget::UniformColourOf(int slot, uint64_t count) const noexcept {
  const std::byte* pixels = Pixels(slot);
  std::optional<Colour> colour;
  if (!Guarded(CurrentPlatform(), [&] { colour = UniformColour(pixels, count); })) return std::nullopt;
  return colour;
}

}  // namespace framelatch
