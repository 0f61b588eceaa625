#pragma once

namespace framelatch::windows {

// Runs `body(context)`; false when a page that it touched could not be read in. See Platform::RunGuarded.
bool RunGuarded(void (*body)(void*), void* context);

}  // namespace framelatch::windows
