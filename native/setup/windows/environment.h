#pragma once

#include <string_view>

#include "setup/failure.h"

// The user's own PATH, HKEY_CURRENT_USER\Environment, which new programs get behind the machine's.
namespace framelatch::setup {

// Puts the folder at its end. The value keeps its type and every character, and programs that listen are told.
// Throws Failure where it is no text, or would be longer than a variable can be.
Outcome AddToPath(std::wstring_view folder);

// Takes it out again; kNothingToDo when it is not there.
Outcome RemoveFromPath(std::wstring_view folder);

}  // namespace framelatch::setup
