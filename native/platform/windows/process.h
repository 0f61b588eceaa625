#pragma once

#include <memory>

#include "platform/platform.h"

namespace framelatch::windows {

// Nothing when no such process exists or this user may not watch it.
std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid);

}  // namespace framelatch::windows
