#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::windows {

// Two files with share modes, `<folder>\<name>.wlc` and `.rlc` (docs/layouts.md).
std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder);

}  // namespace framelatch::windows
