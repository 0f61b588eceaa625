#include "platform/posix/process_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace framelatch::posix {
namespace {

using File = std::unique_ptr<FILE, int (*)(FILE*)>;
using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

std::string PathOf(int64_t pid, const std::string& file) { return "/proc/" + std::to_string(pid) + "/" + file; }

// A process without memory (a kernel's own, or one that has just ended) writes nothing.
Sight SightAfter(int error) { return error == ENOENT || error == ESRCH ? Sight::kWhole : Sight::kDenied; }

std::optional<int64_t> NumberIn(const char* text) {
  int64_t number = 0;
  const char* end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

template <typename Body>
void ForEachLine(FILE* file, Body&& body) {
  char* line = nullptr;
  size_t room = 0;
  ssize_t length = 0;
  while ((length = getline(&line, &room, file)) > 0) {
    if (line[length - 1] == '\n') --length;
    body(std::string_view(line, static_cast<size_t>(length)));
  }
  std::free(line);
}

// Of a line of /proc/<pid>/maps (source: proc(5)): `7f00-7f01 rw-s 00000000 00:1a 56  /dev/shm/NAME`.
bool IsSharedWritable(std::string_view line) {
  const size_t permissions = line.find(' ') + 1;
  return permissions > 0 && permissions + 4 <= line.size() && line[permissions + 1] == 'w' &&
         line[permissions + 3] == 's';
}

Sight VisitMappings(int64_t pid, const WantedFiles& wanted, const std::function<void(size_t)>& visit) {
  const File maps(std::fopen(PathOf(pid, "maps").c_str(), "re"), std::fclose);
  if (!maps) return SightAfter(errno);
  ForEachLine(maps.get(), [&](std::string_view line) {
    // Few lines are: the rest needs no parsing, and every process has hundreds.
    if (!IsSharedWritable(line)) return;
    unsigned int major_number = 0;
    unsigned int minor_number = 0;
    uint64_t inode = 0;
    const int read = std::sscanf(line.data(), "%*x-%*x %*s %*x %x:%x %" SCNu64, &major_number, &minor_number, &inode);
    if (read != 3) return;
    for (const size_t index : wanted.Find(makedev(major_number, minor_number), inode, line)) visit(index);
  });
  return Sight::kWhole;
}

// What an open descriptor stands for; nothing where that is no file. A server that does not answer is not asked.
struct OpenFile {
  dev_t device;
  ino_t inode;
};
std::optional<OpenFile> FileBehind(int folder, const char* descriptor) {
  struct statx status {};
  constexpr int kFlags = AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT;
  if (statx(folder, descriptor, kFlags, STATX_TYPE | STATX_INO, &status) != 0) return std::nullopt;
  if (!S_ISREG(status.stx_mode)) return std::nullopt;
  return OpenFile{makedev(status.stx_dev_major, status.stx_dev_minor), status.stx_ino};
}

// Of /proc/<pid>/fdinfo/<descriptor> (source: proc(5)): `flags:	0100002`, octal.
bool IsOpenForWriting(int64_t pid, const char* descriptor) {
  const File info(std::fopen(PathOf(pid, std::string("fdinfo/") + descriptor).c_str(), "re"), std::fclose);
  bool writes = false;
  if (!info) return writes;
  ForEachLine(info.get(), [&](std::string_view line) {
    unsigned int flags = 0;
    if (std::sscanf(line.data(), "flags: %o", &flags) == 1) writes = (flags & O_ACCMODE) != O_RDONLY;
  });
  return writes;
}

Sight VisitDescriptors(int64_t pid, const WantedFiles& wanted, const std::function<void(size_t)>& visit) {
  const Folder folder(opendir(PathOf(pid, "fd").c_str()), closedir);
  if (!folder) return SightAfter(errno);
  while (const dirent* entry = readdir(folder.get())) {
    if (!NumberIn(entry->d_name)) continue;
    const auto file = FileBehind(dirfd(folder.get()), entry->d_name);
    if (!file || !wanted.HasInode(file->inode)) continue;
    const auto found = wanted.Find(file->device, file->inode, {});
    if (found.empty() || !IsOpenForWriting(pid, entry->d_name)) continue;
    for (const size_t index : found) visit(index);
  }
  return Sight::kWhole;
}

}  // namespace

void WantedFiles::Add(size_t index, dev_t device, ino_t inode, std::string path) {
  files_.insert({inode, {index, device, std::move(path)}});
}

std::vector<size_t> WantedFiles::Find(dev_t device, ino_t inode, std::string_view path) const {
  std::vector<size_t> found;
  const auto [begin, end] = files_.equal_range(inode);
  for (auto file = begin; file != end; ++file) {
    if (file->second.device == device || path.ends_with(file->second.path)) found.push_back(file->second.index);
  }
  return found;
}

Sight VisitWrittenFiles(int64_t pid, const WantedFiles& wanted, const std::function<void(size_t)>& visit) {
  if (VisitMappings(pid, wanted, visit) == Sight::kDenied) return Sight::kDenied;
  return VisitDescriptors(pid, wanted, visit);
}

std::vector<int64_t> ListProcesses() {
  std::vector<int64_t> pids;
  const Folder processes(opendir("/proc"), closedir);
  if (!processes) return pids;
  while (const dirent* entry = readdir(processes.get())) {
    if (const auto pid = NumberIn(entry->d_name)) pids.push_back(*pid);
  }
  return pids;
}

}  // namespace framelatch::posix
