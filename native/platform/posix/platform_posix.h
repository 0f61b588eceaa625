#pragma once

#include "platform/platform.h"

namespace framelatch::posix {

Platform& Instance();

}  // namespace framelatch::posix
