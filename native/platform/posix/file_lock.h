#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::posix {

// `flock` on `<folder>/<name>`, shared for readers, exclusive for writers (docs/posix-objects.md).
std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder);

}  // namespace framelatch::posix
