#include "platform/posix/holes.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace framelatch::posix {
namespace {

// Each takes two mappings of the 65,530 that a process may have.
constexpr size_t kMostHoles = 8192;
constexpr uint64_t kBlockBytes = 512;  // of st_blocks, whatever the system

uint64_t PageBytes() noexcept {
  static const auto bytes = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

uint64_t RoundDown(uint64_t at) noexcept { return at - at % PageBytes(); }

// The next place of that kind from `from` on, at most `size`.
uint64_t Seek(int fd, uint64_t from, int whence, uint64_t size) noexcept {
  const off_t found = lseek(fd, static_cast<off_t>(from), whence);
  if (found >= 0) return std::min(static_cast<uint64_t>(found), size);
  // No data up to the end; any other failure says nothing of holes.
  return errno == ENXIO ? size : from;
}

}  // namespace

uint64_t RoundUpToPages(uint64_t bytes) noexcept { return RoundDown(bytes + PageBytes() - 1); }

std::optional<uint64_t> BackedBytes(int fd) noexcept {
  struct stat status {};
  struct statfs system {};
  if (fstat(fd, &status) != 0) return std::nullopt;
  const uint64_t backed = static_cast<uint64_t>(status.st_blocks) * kBlockBytes;
  // The usual one has memory everywhere: no need to ask what it lies on.
  if (backed >= static_cast<uint64_t>(status.st_size)) return backed;
  if (fstatfs(fd, &system) != 0 || system.f_type != TMPFS_MAGIC) return std::nullopt;
  return backed;
}

std::optional<std::vector<Extent>> FindHoles(int fd, uint64_t size) {
  std::vector<Extent> holes;
  for (uint64_t at = 0; at < size;) {
    const uint64_t data = Seek(fd, at, SEEK_DATA, size);
    const Extent hole{RoundUpToPages(at), data == size ? RoundUpToPages(size) : RoundDown(data)};
    if (hole.start < hole.end) holes.push_back(hole);
    if (holes.size() > kMostHoles) return std::nullopt;
    if (data == size) break;
    const uint64_t end = Seek(fd, data, SEEK_HOLE, size);
    if (end <= at) break;
    at = end;
  }
  return holes;
}

uint64_t BytesIn(const std::vector<Extent>& holes, uint64_t start, uint64_t end) noexcept {
  uint64_t bytes = 0;
  for (const Extent& hole : holes) {
    const uint64_t from = std::max(hole.start, start);
    const uint64_t to = std::min(hole.end, end);
    if (from < to) bytes += to - from;
  }
  return bytes;
}

}  // namespace framelatch::posix
