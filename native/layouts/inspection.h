#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "layouts/layout_id.h"
#include "platform/platform.h"

namespace framelatch {

// A header's field for `inspect`, by its name in docs/.
using FieldValue = std::variant<uint64_t, int64_t, bool, std::string>;
using Fields = std::vector<std::pair<std::string, FieldValue>>;

// The 12 bytes in front of a texture mapping.
struct TextureHeader {
  int32_t last_tex = -1;
  uint32_t tex1_offset = 0;
  uint32_t tex2_offset = 0;
};

struct InspectedTexture {
  std::string name;
  uint64_t mapping_bytes = 0;
  TextureHeader header;
};

// What can be told of a source without acquiring anything.
struct Inspection {
  std::string name;
  LayoutId layout = LayoutId::kCaptureHook;
  Fields fields;
  uint64_t mapping_bytes = 0;
  std::optional<InspectedTexture> texture;  // of the layouts that keep pictures in an object of their own
  std::vector<MutexLook> mutexes;           // one for each buffer that has one
  std::optional<MutexLook> keep_alive;      // of a capture hook
  std::optional<ProcessInfo> producer;
  Liveness liveness = Liveness::kUnknown;  // of whoever writes it
  std::optional<Error> error;              // what keeps pictures from being read
};

}  // namespace framelatch
