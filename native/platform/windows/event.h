#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::windows {

std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name);
std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name);

}  // namespace framelatch::windows
