// The other layouts' kernels against their baselines, in turn, in one process:
//   framelatch_layouts_bench ROUNDS [XVFB_SCREEN]
// Prints {"crc64":…,"nv12":…,"raw":…,"looksPerSecond":…,"framesOfAStillScreen":…}: ratios of throughput, and what a
// reader does with an X server's screen that does not change.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "bench/baselines.h"
#include "core/crc64.h"
#include "core/error.h"
#include "layouts/layout.h"
#include "layouts/source_view.h"
#include "pixels/pixels.h"
#include "reader/reader.h"

namespace {

using namespace framelatch;

constexpr uint32_t kWidth = 1920;
constexpr uint32_t kHeight = 1080;
constexpr uint64_t kRgbaBytes = uint64_t{kWidth} * kHeight * 4;

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

// How many times the throughput of `baseline` is that of `kernel`.
template <typename Kernel, typename Baseline>
double Ratio(int rounds, Kernel&& kernel, Baseline&& baseline) {
  std::vector<uint64_t> ours;
  std::vector<uint64_t> theirs;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(Timed(kernel));
    theirs.push_back(Timed(baseline));
  }
  return static_cast<double>(Median(theirs)) / static_cast<double>(Median(ours));
}

void Noise(std::byte* bytes, size_t count) {
  uint64_t state = 7;
  for (size_t i = 0; i < count; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    bytes[i] = static_cast<std::byte>(state >> 56);
  }
}

double Crc64Ratio(int rounds) {
  std::vector<std::byte> bytes(1 << 20);
  Noise(bytes.data(), bytes.size());
  volatile uint64_t sum = 0;
  return Ratio(
      rounds, [&] { sum = Crc64(bytes.data(), bytes.size()); },
      [&] { sum = bench::BytewiseCrc64(bytes.data(), bytes.size()); });
}

double Nv12Ratio(int rounds) {
  std::vector<std::byte> stored(kRgbaBytes * 3 / 8);
  std::vector<std::byte> target(kRgbaBytes);
  Noise(stored.data(), stored.size());
  const StoredPicture picture = StoredPicture::Of(
      {.width = kWidth, .height = kHeight, .pitch = kWidth, .format = static_cast<uint32_t>(DxgiFormat::kNv12)},
      stored);
  const std::byte* chroma = stored.data() + size_t{kWidth} * kHeight;
  return Ratio(
      rounds, [&] { ConvertToRgba8(picture, Alpha::kOpaque, target.data()); },
      [&] { bench::PixelwiseNv12(stored.data(), chroma, kWidth, kHeight, target.data()); });
}

// A raw region of R8G8B8A8 under its mutex: what a frame costs, against a copy of the same bytes.
double RawRatio(int rounds) {
  const std::string name = "FramelatchBench" + std::to_string(CurrentPlatform().MonotonicNs());
  const auto region = CurrentPlatform().CreateRegion(name, kRgbaBytes + 4);
  const auto mutex = CurrentPlatform().CreateNamedMutex(name + "M");
  Noise(region->data(), kRgbaBytes);
  RawDescription raw;
  raw.width = kWidth;
  raw.height = kHeight;
  raw.format = static_cast<uint32_t>(DxgiFormat::kR8G8B8A8Unorm);
  raw.index_offset = kRgbaBytes;
  raw.mutexes = {name + "M"};
  const auto view = OpenSource(CurrentPlatform(), {name, LayoutId::kRaw, raw, {}});
  std::vector<std::byte> target(kRgbaBytes);
  std::vector<std::byte> heap(kRgbaBytes);
  const double ratio = Ratio(
      rounds,
      [&] {
        view->CurrentBuffer();
        view->TryLock(0);
        view->ContentUnderLock(0);
        ConvertToRgba8(view->Picture(0), Alpha::kOpaque, target.data());
        view->Unlock(0);
      },
      [&] {
        std::memcpy(heap.data(), region->data(), kRgbaBytes);
        asm volatile("" : : "r"(heap.data()) : "memory");
      });
  CurrentPlatform().RemoveObject(name);
  CurrentPlatform().RemoveObject(name + "M");
  return ratio;
}

class Counting final : public ReaderListener {
 public:
  void OnFrame(const Frame& frame) override {
    ++frames;
    if (reader != nullptr) reader->ReleaseSlot(frame.slot);
  }
  void OnStatus(const Status& /*status*/) override {}
  std::atomic<int> frames = 0;
  Reader* reader = nullptr;
};

struct StillScreen {
  double looks_per_second = 0;
  int frames = 0;
};

StillScreen WatchScreen(const std::string& path) {
  // A look: is it the same picture? As often as that is done in a second, it could be done.
  const auto view = OpenSource(CurrentPlatform(), {path});
  std::vector<uint64_t> looks;
  for (int look = 0; look < 60; ++look) looks.push_back(Timed([&] { view->ContentOf(0); }));
  std::vector<std::byte> slots[2] = {std::vector<std::byte>(kRgbaBytes), std::vector<std::byte>(kRgbaBytes)};
  std::byte* pointers[] = {slots[0].data(), slots[1].data()};
  auto listener = std::make_shared<Counting>();
  Reader reader(ReaderOptions{{path}}, listener);
  listener->reader = &reader;
  reader.SetTarget(WrapBuffers(pointers, 2, kRgbaBytes));
  CurrentPlatform().SleepNs(3'000'000'000);
  reader.Stop();
  return {1e9 / static_cast<double>(Median(looks)), listener->frames};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: framelatch_layouts_bench ROUNDS [XVFB_SCREEN]\n", stderr);
    return 2;
  }
  try {
    const int rounds = std::max(1, std::atoi(argv[1]));
    const StillScreen screen = argc > 2 ? WatchScreen(argv[2]) : StillScreen{};
    std::printf("{\"crc64\":%.4f,\"nv12\":%.4f,\"raw\":%.4f,\"looksPerSecond\":%.1f,\"framesOfAStillScreen\":%d}\n",
                Crc64Ratio(rounds), Nv12Ratio(rounds), RawRatio(rounds), screen.looks_per_second, screen.frames);
    return 0;
  } catch (const framelatch::Error& error) {
    std::fprintf(stderr, "%s: %s\n", error.what(), error.next.c_str());
    return 1;
  }
}
