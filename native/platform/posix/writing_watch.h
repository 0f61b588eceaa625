#pragma once

#include <memory>

#include "platform/platform.h"

namespace framelatch::posix {

// By inotify(7) on the folder of the objects: the kernel tells of every process, in whatever namespace.
std::unique_ptr<WritingWatch> WatchWriting();

}  // namespace framelatch::posix
