#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::posix {

// The event object of docs/posix-objects.md: 16 bytes, the state changed under flock.
std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name);
std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name);

}  // namespace framelatch::posix
