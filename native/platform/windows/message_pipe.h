#pragma once

#include <memory>
#include <string>

#include "platform/platform.h"

namespace framelatch::windows {

// A pipe in message mode with OVERLAPPED I/O; the first and only instance of its name.
std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path);

}  // namespace framelatch::windows
