// A paced producer for the benchmarks: BGRA frames that carry their number and release time in their pixels.
//   framelatch_bench_producer --id N --size WxH --fps N --frames N [--start-on-stdin]
// Prints one JSON line at the end: {"produced":…,"dropped":…,"seconds":…}.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "bench/stamp.h"
#include "core/error.h"
#include "writer/writer.h"

namespace {

using framelatch::CurrentPlatform;
using framelatch::Writer;
using framelatch::WriterOptions;
namespace bench = framelatch::bench;

struct Options {
  uint64_t id = 0;
  uint32_t width = 1920;
  uint32_t height = 1080;
  uint64_t fps = 60;
  uint64_t frames = 600;
  bool start_on_stdin = false;
};

Options Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if (flag == "--start-on-stdin") {
      options.start_on_stdin = true;
      continue;
    }
    if (i + 1 == argc) break;
    const char* value = argv[++i];
    if (flag == "--id") options.id = std::strtoull(value, nullptr, 10);
    if (flag == "--fps") options.fps = std::strtoull(value, nullptr, 10);
    if (flag == "--frames") options.frames = std::strtoull(value, nullptr, 10);
    if (flag == "--size") {
      char* rest = nullptr;
      options.width = static_cast<uint32_t>(std::strtoul(value, &rest, 10));
      options.height = *rest == 'x' ? static_cast<uint32_t>(std::strtoul(rest + 1, nullptr, 10)) : 0;
    }
  }
  return options;
}

std::vector<std::byte> BasePicture(uint32_t width, uint32_t height) {
  std::vector<std::byte> picture(static_cast<size_t>(width) * height * 4);
  auto* pixels = reinterpret_cast<uint32_t*>(picture.data());
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      pixels[static_cast<size_t>(y) * width + x] =
          0xFF000000U | (x * 255 / width) << 16 | (y * 255 / height) << 8 | 0x40U;
    }
  }
  return picture;
}

void SleepUntil(uint64_t deadline_ns) {
  const uint64_t now = CurrentPlatform().MonotonicNs();
  if (now < deadline_ns) CurrentPlatform().SleepNs(deadline_ns - now);
}

int Run(const Options& options) {
  WriterOptions writer_options;
  writer_options.id = options.id;
  writer_options.width = options.width;
  writer_options.height = options.height;
  Writer writer(writer_options);
  const std::vector<std::byte> base = BasePicture(options.width, options.height);
  const uint32_t pitch = writer.pitch();
  uint64_t dropped = 0;

  const auto publish = [&](uint64_t number) {
    const auto fill = [&](std::byte* pixels) {
      std::memcpy(pixels, base.data(), base.size());
      // Last of all the time, so that it is the release's but for a few microseconds.
      const uint64_t now = CurrentPlatform().MonotonicNs();
      for (const uint32_t row : {0U, bench::MiddleStampRow(options.height), options.height - bench::kStampBlock}) {
        bench::WriteStamp(pixels, pitch, row, number, now);
      }
    };
    if (writer.Publish(fill) < 0) ++dropped;
  };

  // Frame 0 makes the source visible; the counted ones follow when the viewer is ready.
  publish(0);
  std::puts("ready");
  std::fflush(stdout);
  if (options.start_on_stdin && std::getchar() == EOF) return 1;
  dropped = 0;

  const uint64_t start = CurrentPlatform().MonotonicNs();
  for (uint64_t number = 1; number <= options.frames; ++number) {
    SleepUntil(start + number * 1'000'000'000 / options.fps);
    publish(number);
  }
  const double seconds = static_cast<double>(CurrentPlatform().MonotonicNs() - start) / 1e9;
  std::printf("{\"produced\":%llu,\"dropped\":%llu,\"seconds\":%.3f}\n",
              static_cast<unsigned long long>(options.frames), static_cast<unsigned long long>(dropped), seconds);
  std::fflush(stdout);
  // The last picture stays until the benchmark has read its figures: it closes our input then.
  if (options.start_on_stdin) {
    while (std::getchar() != EOF) {
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = Parse(argc, argv);
  if (options.id == 0 || options.width < bench::kStampWidth || options.height < 3 * bench::kStampBlock ||
      options.fps == 0) {
    std::fputs(
        "usage: framelatch_bench_producer --id N --size WxH (at least 512x12) --fps N --frames N [--start-on-stdin]\n",
        stderr);
    return 2;
  }
  try {
    return Run(options);
  } catch (const framelatch::Error& error) {
    std::fprintf(stderr, "%s: %s\n", error.what(), error.next.c_str());
    return 1;
  }
}
