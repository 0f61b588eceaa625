#pragma once

#include <windows.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"

// Win32 error codes in the project's words.
namespace framelatch::windows {

// Which object an error speaks of: decides between mapping-*, mutex-* and event-* codes.
enum class ObjectRole { kRegion, kMutex, kEvent };

// "Access is denied (error 5)", in the system's language.
std::string SystemReason(DWORD error);
Error OpenError(std::string_view name, ObjectRole role, DWORD error);
Error CreateError(std::string_view name, ObjectRole role, uint64_t bytes, DWORD error);

}  // namespace framelatch::windows
