#pragma once

#include <windows.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace probe {

// Whether `call` enters the code at `place`, for this object (nullptr: for any).
bool Receives(uint8_t* place, const void* object, const std::function<void()>& call);

// Each makes a device of its own, and calls the method that `name` means through its interface.
bool ProbeDxgi(HWND window, const std::string& name, size_t offset);
bool ProbeD3d9(HWND window, const std::string& name, size_t offset);
bool ProbeD3d8(HWND window, size_t offset);

// Prints `why` and ends the process with status 3.
[[noreturn]] void Fail(const char* why);

}  // namespace probe
