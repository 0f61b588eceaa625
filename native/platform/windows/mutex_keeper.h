#pragma once

#include <optional>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::windows {

// A process that has a handle to the mutex; nothing when there is none, or its handles may not be looked at.
std::optional<ProcessInfo> FindMutexKeeper(std::string_view name);

}  // namespace framelatch::windows
