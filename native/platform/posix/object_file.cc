#include "platform/posix/object_file.h"

#include <fcntl.h>

#include <cerrno>
#include <ctime>
#include <system_error>

#include "core/error.h"
#include "platform/posix/framebuffer_device.h"
#include "platform/posix/names.h"

namespace framelatch::posix {
namespace {

constexpr mode_t kOwnerOnly = 0600;

std::string SystemReason(int error) { return std::generic_category().message(error); }

std::string NounOf(ObjectRole role) {
  if (role == ObjectRole::kRegion) return "mapping";
  return role == ObjectRole::kMutex ? "mutex" : "event";
}

const char* MissingNext(ObjectRole role) {
  if (role == ObjectRole::kRegion) return "Start the producer, or pick a name from the list of mappings.";
  return role == ObjectRole::kMutex
             ? "Check that the producer creates both buffer mutexes: without them no frame can be read safely."
             : "Check that the other side creates it, and that both use one name.";
}

Error NotSharedMemory(std::string_view name, const std::string& found) {
  if (IsPath(name)) {
    return {"mapping-not-shared-memory", "open file", std::string(name),
            "found " + found + ", expected a regular file, shared memory or a frame buffer",
            "Name a file that holds the bytes, or a mapping of the list (`framelatch list`)."};
  }
  return {"mapping-not-shared-memory", "open object", std::string(name),
          "found " + found + ", expected a shared memory object",
          "Remove what stands at " + std::string(kSharedMemoryFolder) + " under that name, or give another name."};
}

Error OpenError(std::string_view name, ObjectRole role, int error) {
  const std::string target(name);
  const std::string noun = NounOf(role);
  const std::string operation = "open " + noun;
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      if (IsPath(name)) {
        return {noun + "-missing", operation, target, "no file or object of that name exists",
                MissingNext(role), error};
      }
      return {noun + "-missing", operation, target, "no object of that name exists", MissingNext(role), error};
    case EACCES:
    case EPERM:
    case EROFS:
      return {noun + "-denied",
              operation,
              target,
              SystemReason(error),
              "Run Framelatch as the user that runs the producer.",
              error};
    case ELOOP:
      return NotSharedMemory(name, "a symbolic link");
    case EISDIR:
      return NotSharedMemory(name, "a folder");
    case ENXIO:
      return NotSharedMemory(name, "a FIFO or socket");
    case EMFILE:
    case ENFILE:
      return {"no-descriptors",
              operation,
              target,
              SystemReason(error),
              "Raise the limit of open files (`ulimit -n`), or close what holds many.",
              error};
    case ENOMEM:
      return {"no-memory", operation, target, SystemReason(error), "Free some memory and try again.", error};
    default:
      return {"internal", operation, target, SystemReason(error), "Check the system's limits and try again.", error};
  }
}

std::string KindOf(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISLNK(mode)) return "a symbolic link";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

// `/proc/PID/fd/N` and the like: links of the kernel's own, to what a process has open (memfds, Wine's mappings).
bool IsKernelLink(std::string_view path) {
  return path.starts_with("/proc/") &&
         (path.find("/fd/") != std::string_view::npos || path.find("/map_files/") != std::string_view::npos);
}

// Looked at before it is opened: opening a FIFO wakes its writer, and some devices start something.
void CheckPath(std::string_view name, const std::string& path) {
  struct stat status {};
  const bool follows = IsKernelLink(path);
  if ((follows ? stat(path.c_str(), &status) : lstat(path.c_str(), &status)) != 0) return;  // opening says why
  if (!S_ISREG(status.st_mode) && !IsFramebuffer(status)) throw NotSharedMemory(name, KindOf(status.st_mode));
}

// Retries EINTR; returns errno or 0.
int Allocate(int fd, uint64_t bytes) {
  int error = EINTR;
  while (error == EINTR) error = posix_fallocate(fd, 0, static_cast<off_t>(bytes));
  return error;
}

Error CreateError(std::string_view name, ObjectRole role, uint64_t bytes, int error) {
  const std::string target(name);
  const std::string operation = "create " + NounOf(role);
  if (error == EEXIST) {
    return {"mapping-exists",
            operation,
            target,
            "an object of that name exists already",
            "Choose another name, stop the producer that has it, or remove a leftover with `framelatch clean NAME`.",
            error};
  }
  if (error == EINVAL && bytes == 0) {
    return {"usage", operation, target, SystemReason(error) + ": found a size of 0", "Give a size of at least 1 byte.",
            error};
  }
  if (error == ENOSPC || error == ENOMEM || error == EFBIG) {
    return {"no-space",
            operation,
            target,
            SystemReason(error) + ": " + std::to_string(bytes) + " bytes are needed in " + kSharedMemoryFolder,
            "Free shared memory (`framelatch clean` removes leftovers) or choose a smaller size.",
            error};
  }
  return OpenError(name, role, error);
}

// Whoever asks the kernel for the writers of a file keeps others from opening it for some microseconds
// (write_lease.h).
int OpenPastLeases(const std::string& path, int flags) {
  constexpr int kTries = 20;
  constexpr timespec kPause{0, 1'000'000};
  for (int i = 0; i < kTries; ++i) {
    const int fd = open(path.c_str(), flags);
    if (fd >= 0 || errno != EWOULDBLOCK) return fd;
    nanosleep(&kPause, nullptr);
  }
  return -1;
}

}  // namespace

FileDescriptor OpenObject(std::string_view name, Access access, ObjectRole role) {
  const std::string path = role == ObjectRole::kRegion ? RegionPath(name) : ObjectPath(name);
  CheckPath(name, path);
  const int follow = IsKernelLink(path) ? 0 : O_NOFOLLOW;
  const int flags = (access == Access::kReadWrite ? O_RDWR : O_RDONLY) | follow | O_CLOEXEC | O_NONBLOCK;
  FileDescriptor file(OpenPastLeases(path, flags));
  if (!file.valid()) throw OpenError(name, role, errno);
  struct stat status {};
  if (fstat(file.get(), &status) != 0) throw OpenError(name, role, errno);
  if (!S_ISREG(status.st_mode) && !IsFramebuffer(status)) throw NotSharedMemory(name, KindOf(status.st_mode));
  return file;
}

FileDescriptor CreateObject(std::string_view name, uint64_t bytes, ObjectRole role) {
  const std::string path = ObjectPath(name);
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  if (!file.valid()) throw CreateError(name, role, bytes, errno);
  const int error = Allocate(file.get(), bytes);
  if (error != 0) {
    unlink(path.c_str());
    throw CreateError(name, role, bytes, error);
  }
  return file;
}

bool IsStillNamed(const FileDescriptor& file, std::string_view name) noexcept {
  if (!IsPath(name) && !IsValidName(name)) return false;
  struct stat held {};
  struct stat named {};
  const std::string path = RegionPath(name);
  const int found = IsKernelLink(path) ? stat(path.c_str(), &named) : lstat(path.c_str(), &named);
  if (fstat(file.get(), &held) != 0 || found != 0) return false;
  return held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

}  // namespace framelatch::posix
