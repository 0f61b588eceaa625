#include "platform/posix/framebuffer_device.h"

#include <linux/fb.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

namespace framelatch::posix {

// Source: Linux, Documentation/admin-guide/devices.txt: 29 char, universal frame buffer.
bool IsFramebuffer(const struct stat& status) noexcept {
  constexpr unsigned int kMajor = 29;
  return S_ISCHR(status.st_mode) && major(status.st_rdev) == kMajor;
}

uint64_t FramebufferBytes(int fd) noexcept {
  fb_fix_screeninfo info{};
  return ioctl(fd, FBIOGET_FSCREENINFO, &info) == 0 ? info.smem_len : 0;
}

}  // namespace framelatch::posix
