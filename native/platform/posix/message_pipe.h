#pragma once

#include <memory>
#include <string>

#include "platform/platform.h"

namespace framelatch::posix {

// A Unix stream socket; each message is a u32 length and so many bytes.
std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path);

}  // namespace framelatch::posix
