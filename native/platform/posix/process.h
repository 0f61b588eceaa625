#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::posix {

std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid);
std::optional<ProcessInfo> FindProducer(std::string_view name, int64_t pid_hint);

}  // namespace framelatch::posix
