#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

// What a picture is besides its pixels: the reasons why somebody sees nothing, although frames come.
namespace framelatch {

struct Colour {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

struct PictureFacts {
  std::optional<Colour> uniform;  // every pixel has this one colour, as shown
  bool alpha_is_zero = false;     // the format stores alpha, and it is 0 everywhere
  uint64_t unwritten_bytes = 0;   // of the stored picture: its producer never wrote them; shown as zero
  uint64_t unchanged_ns = 0;      // for how long frames have brought this same picture
  friend bool operator==(const PictureFacts&, const PictureFacts&) = default;
};

// The colour of `count` pixels of RGBA8 when all have the same, whatever their alpha. Ends at the first that differs.
std::optional<Colour> UniformColour(const std::byte* rgba, uint64_t count) noexcept;

}  // namespace framelatch
