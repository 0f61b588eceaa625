#include "platform/posix/process.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>

#include "platform/posix/file_descriptor.h"

namespace framelatch::posix {
namespace {

// pidfd_open(2) has no wrapper in glibc before 2.36.
int PidfdOpen(int64_t pid) { return static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0)); }

std::string CommandName(int64_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

class PosixProcessWatch final : public ProcessWatch {
 public:
  PosixProcessWatch(FileDescriptor pidfd, int64_t pid) : pidfd_(std::move(pidfd)), pid_(pid), name_(CommandName(pid)) {}

  bool HasExited() const noexcept override {
    pollfd request{pidfd_.get(), POLLIN, 0};
    return poll(&request, 1, 0) > 0;
  }

  ProcessInfo info() const override { return {pid_, name_, !HasExited()}; }

 private:
  FileDescriptor pidfd_;
  int64_t pid_;
  std::string name_;
};

}  // namespace

std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid) {
  FileDescriptor pidfd(PidfdOpen(pid));
  if (!pidfd.valid()) return nullptr;
  return std::make_unique<PosixProcessWatch>(std::move(pidfd), pid);
}

}  // namespace framelatch::posix
