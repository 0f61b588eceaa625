#pragma once

#include <cstdint>
#include <optional>

#include "platform/platform.h"

namespace framelatch::posix {

std::optional<ProcessModules> LoadedModules(int64_t pid);

}  // namespace framelatch::posix
