#include "platform/platform.h"

#ifdef _WIN32
#include "platform/windows/platform_windows.h"
#else
#include "platform/posix/platform_posix.h"
#endif

namespace framelatch {

// The one place that knows which systems there are.
Platform& CurrentPlatform() {
#ifdef _WIN32
  return windows::Instance();
#else
  return posix::Instance();
#endif
}

}  // namespace framelatch
