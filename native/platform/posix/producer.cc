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
  std::string path;
};

std::optional<ObjectIdentity> IdentityOf(std::string_view name) {
  if (!IsPath(name) && !IsValidName(name)) return std::nullopt;
  const std::string path = RegionPath(name);
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return ObjectIdentity{status.st_dev, status.st_ino, path};
}

// Of a line of /proc/<pid>/maps (source: proc(5)): `7f00-7f01 rw-s 00000000 00:1a 56  /dev/shm/NAME`.
bool IsSharedWritable(const std::string& line) {
  const size_t permissions = line.find(' ') + 1;
  return permissions > 0 && permissions + 4 <= line.size() && line[permissions + 1] == 'w' &&
         line[permissions + 3] == 's';
}

// Whether a process has the object mapped writable and shared.
bool MapsWritable(int64_t pid, const ObjectIdentity& object) {
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  for (std::string line; std::getline(maps, line);) {
    // Few lines are: the rest needs no parsing, and every process has hundreds.
    if (!IsSharedWritable(line)) continue;
    unsigned int major_number = 0;
    unsigned int minor_number = 0;
    uint64_t inode = 0;
    const int read = std::sscanf(line.c_str(), "%*x-%*x %*s %*x %x:%x %" SCNu64, &major_number, &minor_number, &inode);
    if (read != 3 || inode != object.inode) continue;
    // An overlay names the device below it here: the path tells then.
    if (makedev(major_number, minor_number) == object.device || line.ends_with(object.path)) return true;
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
