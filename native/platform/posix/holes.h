#pragma once

#include <cstdint>
#include <optional>
#include <vector>

// Where an object in memory has no memory: its producer has not written there yet. A read fault in a hole takes a page,
// which is the producer's memory, so whoever only looks must know them.
namespace framelatch::posix {

struct Extent {
  uint64_t start = 0;
  uint64_t end = 0;
  friend bool operator==(const Extent&, const Extent&) = default;
  friend bool operator<(const Extent& a, const Extent& b) {
    return a.start != b.start ? a.start < b.start : a.end < b.end;
  }
};

// What tells, without a look at every page, that holes were filled: bytes of memory that the object has. Nothing for an
// object that is not in memory (a file on a disk: a read fault takes nothing from anybody).
std::optional<uint64_t> BackedBytes(int fd) noexcept;

// Whole pages below `size` that have no memory, in order. Nothing when there are more extents than can be kept apart.
std::optional<std::vector<Extent>> FindHoles(int fd, uint64_t size);

uint64_t RoundUpToPages(uint64_t bytes) noexcept;

// Bytes of [start, end) that lie in holes.
uint64_t BytesIn(const std::vector<Extent>& holes, uint64_t start, uint64_t end) noexcept;

}  // namespace framelatch::posix
