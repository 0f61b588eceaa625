#pragma once

#include <memory>

#include "platform/platform.h"

namespace framelatch::posix {

std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid);

}  // namespace framelatch::posix
