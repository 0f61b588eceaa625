#include "platform/host_symbol.h"

#include <windows.h>

namespace framelatch {

void* HostSymbol(const char* name) noexcept {
  return reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(nullptr), name));
}

}  // namespace framelatch
