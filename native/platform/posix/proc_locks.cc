#include "platform/posix/proc_locks.h"

#include <sys/sysmacros.h>

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <string>

namespace framelatch::posix {

// A line of /proc/locks (source: proc(5)): `1: FLOCK  ADVISORY  WRITE 1234 00:1a:56 0 EOF`; a waiting one has `->`.
std::optional<int64_t> FlockHolder(dev_t device, ino_t inode) {
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    int64_t pid = 0;
    unsigned int major_number = 0;
    unsigned int minor_number = 0;
    uint64_t locked_inode = 0;
    const int read = std::sscanf(line.c_str(), "%*d: FLOCK ADVISORY WRITE %" SCNd64 " %x:%x:%" SCNu64, &pid,
                                 &major_number, &minor_number, &locked_inode);
    if (read == 4 && locked_inode == inode && makedev(major_number, minor_number) == device) return pid;
  }
  return std::nullopt;
}

}  // namespace framelatch::posix
