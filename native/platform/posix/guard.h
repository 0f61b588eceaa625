#pragma once

namespace framelatch::posix {

// Runs `body(context)`; false when a page that it touched was gone (SIGBUS). See Platform::RunGuarded.
bool RunGuarded(void (*body)(void*), void* context);

}  // namespace framelatch::posix
