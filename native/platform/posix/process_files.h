#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Which of some files a process writes, as /proc tells it.
namespace framelatch::posix {

// The files that are looked for, by what a kernel calls them.
class WantedFiles {
 public:
  void Add(size_t index, dev_t device, ino_t inode, std::string path);
  // The indices of the file with that inode. An overlay names the device below it in /proc/<pid>/maps: there the path
  // tells.
  std::vector<size_t> Find(dev_t device, ino_t inode, std::string_view path) const;
  bool HasInode(ino_t inode) const { return files_.contains(inode); }

 private:
  struct File {
    size_t index;
    dev_t device;
    std::string path;
  };
  std::unordered_multimap<ino_t, File> files_;
};

enum class Sight {
  kWhole,   // everything that it writes was seen; also where it has ended
  kDenied,  // this user may not look, or this process has no descriptor left to do it
};

// Calls back with the index of each wanted file that the process has mapped shared and writable, or open for writing;
// it may do so more than once. Never waits for a file system.
Sight VisitWrittenFiles(int64_t pid, const WantedFiles& wanted, const std::function<void(size_t)>& visit);

// Every process that /proc shows, in no order.
std::vector<int64_t> ListProcesses();

}  // namespace framelatch::posix
