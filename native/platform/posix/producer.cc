#include <dirent.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>

#include "platform/posix/names.h"
#include "platform/posix/process.h"

namespace framelatch::posix {
namespace {

struct ObjectIdentity {
  dev_t device;
  ino_t inode;
};

std::optional<ObjectIdentity> IdentityOf(std::string_view name) {
  if (!IsValidName(name)) return std::nullopt;
  struct stat status {};
  if (lstat(ObjectPath(name).c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return ObjectIdentity{status.st_dev, status.st_ino};
}

// Whether a process has the object mapped writable and shared. A line of /proc/<pid>/maps (source: proc(5)):
// `7f00-7f01 rw-s 00000000 00:1a 56  /dev/shm/NAME`.
bool MapsWritable(int64_t pid, const ObjectIdentity& object) {
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  for (std::string line; std::getline(maps, line);) {
    char permissions[5] = {};
    unsigned int major_number = 0;
    unsigned int minor_number = 0;
    uint64_t inode = 0;
    const int read =
        std::sscanf(line.c_str(), "%*x-%*x %4s %*x %x:%x %" SCNu64, permissions, &major_number, &minor_number, &inode);
    if (read == 4 && inode == object.inode && permissions[1] == 'w' && permissions[3] == 's' &&
        makedev(major_number, minor_number) == object.device) {
      return true;
    }
  }
  return false;
}

std::optional<ProcessInfo> Describe(int64_t pid) {
  const auto watch = WatchProcess(pid);
  if (!watch) return std::nullopt;
  return watch->info();
}

std::optional<int64_t> PidOf(const dirent& entry) {
  int64_t pid = 0;
  const char* end = entry.d_name + std::strlen(entry.d_name);
  const auto [rest, error] = std::from_chars(entry.d_name, end, pid);
  if (error != std::errc() || rest != end) return std::nullopt;
  return pid;
}

}  // namespace

std::optional<ProcessInfo> FindProducer(std::string_view name, int64_t pid_hint) {
  const auto object = IdentityOf(name);
  if (!object) return std::nullopt;
  if (pid_hint > 0 && MapsWritable(pid_hint, *object)) return Describe(pid_hint);
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(opendir("/proc"), closedir);
  if (!processes) return std::nullopt;
  while (const dirent* entry = readdir(processes.get())) {
    const auto pid = PidOf(*entry);
    if (pid && MapsWritable(*pid, *object)) return Describe(*pid);
  }
  return std::nullopt;
}

}  // namespace framelatch::posix
