#pragma once

#include <cstddef>
#include <string_view>

#include "layouts/capture.h"

// What one dialect knows of its own header; capture_hook.cc and game_capture.cc each give one.
namespace framelatch {

struct DialectTraits {
  Dialect dialect;
  LayoutId layout;
  std::string_view prefix;  // of every object's name: "CaptureHook_"
  size_t info_bytes;
  CaptureInfo (*decode)(const std::byte* bytes);
  Fields (*fields)(const std::byte* bytes);
};

extern const DialectTraits kCaptureHookTraits;
extern const DialectTraits kGameCaptureTraits;
const DialectTraits& TraitsOf(Dialect dialect);

}  // namespace framelatch
