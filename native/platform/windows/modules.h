#pragma once

#include <cstdint>
#include <optional>

#include "platform/platform.h"

namespace framelatch::windows {

std::optional<ProcessModules> LoadedModules(int64_t pid);

}  // namespace framelatch::windows
