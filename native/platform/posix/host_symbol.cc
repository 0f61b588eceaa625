#include "platform/host_symbol.h"

#include <dlfcn.h>

namespace framelatch {

void* HostSymbol(const char* name) noexcept { return dlsym(RTLD_DEFAULT, name); }

}  // namespace framelatch
