#pragma once

#include <vector>

#include "platform/platform.h"

namespace framelatch::windows {

// The named objects of this session by their bare names, and those of all sessions with `Global\` in front.
std::vector<NamedObject> ListNamedObjects();

}  // namespace framelatch::windows
