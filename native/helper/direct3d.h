#pragma once

#include <windows.h>

#include <cstdint>
#include <vector>

// Where a Direct3D library has its functions: each as the distance from the library's base, which is the same in every
// process of one bitness. Empty where the library, or a device, cannot be had.
namespace framelatch::helper {

struct Place {
  const char* name;  // its key in the INI
  uint32_t offset;   // bytes from the library's base
};
using Places = std::vector<Place>;

// Direct3D 10, 11 and 12 present through it.
Places FindDxgi(HWND window);
Places FindD3d9(HWND window);
Places FindD3d8(HWND window);

}  // namespace framelatch::helper
