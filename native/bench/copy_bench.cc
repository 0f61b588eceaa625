// One frame's way from the producer's region to a ring slot as RGBA8, guarded, against a plain memcpy of the same bytes
// to a heap buffer: both in this process, in turn, median of each.
//   framelatch_copy_bench RING_FILE WIDTH HEIGHT ROUNDS
// Prints {"ringNs":…,"memcpyNs":…,"ratio":…}; ratio = throughput of the ring way / throughput of memcpy.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "layouts/capture.h"
#include "platform/platform.h"
#include "ring/frame_target.h"

namespace {

using namespace framelatch;

constexpr uint64_t kHeaderBytes = 4096;
constexpr int kSlots = 3;

uint64_t Median(std::vector<uint64_t>& samples) {
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
  return samples[samples.size() / 2];
}

template <typename Body>
uint64_t Timed(Body&& body) {
  const uint64_t start = CurrentPlatform().MonotonicNs();
  body();
  return CurrentPlatform().MonotonicNs() - start;
}

int Run(const std::string& ring_path, uint32_t width, uint32_t height, int rounds) {
  const uint64_t frame_bytes = static_cast<uint64_t>(width) * height * 4;
  const uint64_t slot_bytes = (frame_bytes + 4095) / 4096 * 4096;
  {
    std::ofstream file(ring_path, std::ios::binary);
    file.seekp(static_cast<std::streamoff>(kHeaderBytes + kSlots * slot_bytes - 1));
    file.put('\0');
  }
  const std::shared_ptr<FrameTarget> ring = OpenRing(ring_path, kHeaderBytes, kSlots, slot_bytes);
  const std::string name = "FramelatchCopyBench" + std::to_string(CurrentPlatform().MonotonicNs());
  const std::unique_ptr<Region> region = CurrentPlatform().CreateRegion(name, frame_bytes);
  std::memset(region->data(), 0x5A, frame_bytes);
  std::vector<std::byte> heap(frame_bytes);

  const StoredPicture picture = StoredPicture::Of({.width = width, .height = height, .pitch = width * 4, .format = 87},
                                                  {region->data(), frame_bytes});
  std::vector<uint64_t> ring_ns;
  std::vector<uint64_t> memcpy_ns;
  bool filled = true;
  for (int round = 0; round < rounds; ++round) {
    ring_ns.push_back(Timed([&] { filled = ring->Fill(round % kSlots, picture, Alpha::kOpaque) && filled; }));
    memcpy_ns.push_back(Timed([&] { std::memcpy(heap.data(), region->data(), frame_bytes); }));
    // The compiler must not drop a copy that nobody reads.
    asm volatile("" : : "r"(heap.data()) : "memory");
  }
  CurrentPlatform().RemoveObject(name);
  std::remove(ring_path.c_str());
  if (!filled) {
    std::fputs("the ring vanished during the run\n", stderr);
    return 1;
  }
  const uint64_t ring_median = Median(ring_ns);
  const uint64_t memcpy_median = Median(memcpy_ns);
  std::printf("{\"ringNs\":%llu,\"memcpyNs\":%llu,\"ratio\":%.4f}\n", static_cast<unsigned long long>(ring_median),
              static_cast<unsigned long long>(memcpy_median),
              static_cast<double>(memcpy_median) / static_cast<double>(ring_median));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: framelatch_copy_bench RING_FILE WIDTH HEIGHT ROUNDS\n", stderr);
    return 2;
  }
  try {
    return Run(argv[1], static_cast<uint32_t>(std::atoi(argv[2])), static_cast<uint32_t>(std::atoi(argv[3])),
               std::max(1, std::atoi(argv[4])));
  } catch (const framelatch::Error& error) {
    std::fprintf(stderr, "%s: %s\n", error.what(), error.next.c_str());
    return 1;
  }
}
