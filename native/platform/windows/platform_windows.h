#pragma once

#include "platform/platform.h"

namespace framelatch::windows {

Platform& Instance();

}  // namespace framelatch::windows
