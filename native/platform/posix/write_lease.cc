#include "platform/posix/write_lease.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <cerrno>
#include <csignal>

#include "platform/posix/file_descriptor.h"

namespace framelatch::posix {
namespace {

// An overlay or a network file system knows its own openings, not those of the file behind it.
bool KnowsEveryOpening(const FileDescriptor& file) noexcept {
  struct statfs system {};
  return fstatfs(file.get(), &system) == 0 && system.f_type == TMPFS_MAGIC;
}

}  // namespace

Writers AskForWriters(const std::string& path) noexcept {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid() || !KnowsEveryOpening(file)) return Writers::kUntold;
  // Whoever opens the file meanwhile makes the kernel signal this process: by SIGIO, which would end it, if not told
  // otherwise. Nobody minds SIGURG.
  if (fcntl(file.get(), F_SETSIG, SIGURG) != 0) return Writers::kUntold;
  if (fcntl(file.get(), F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN ? Writers::kSome : Writers::kUntold;
  fcntl(file.get(), F_SETLEASE, F_UNLCK);
  return Writers::kNone;
}

}  // namespace framelatch::posix
