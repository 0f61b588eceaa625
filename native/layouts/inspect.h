#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/error.h"
#include "layouts/layout.h"

namespace framelatch {

struct InspectedTexture {
  std::string name;
  uint64_t mapping_bytes = 0;
  TextureHeader header;
};

// What can be told of a source without acquiring anything.
struct Inspection {
  std::string name;
  Dialect dialect = Dialect::kCaptureHook;
  Fields fields;
  uint64_t mapping_bytes = 0;
  std::optional<InspectedTexture> texture;
  std::array<MutexLook, 2> mutexes;
  MutexLook keep_alive;
  std::optional<ProcessInfo> producer;
  std::optional<Error> error;  // what keeps frames from being read
};

// Throws when the hook info itself cannot be opened or read, or when the name is no hook info's.
Inspection Inspect(const std::string& name);

// The name's dialect and number; throws layout-unknown for any other name.
HookInfoName RequireHookInfoName(const std::string& name);

}  // namespace framelatch
