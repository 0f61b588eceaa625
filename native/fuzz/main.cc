#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/targets.h"

// One program for all targets; the environment says which (scripts/fuzz.mjs), as libFuzzer has the command line.
namespace framelatch::fuzz {
namespace {

constexpr Target kTargets[] = {
    {"capture-hook", CaptureHook},
    {"game-capture", GameCapture},
    {"virtual-camera", VirtualCamera},
    {"xwd", Xwd},
    {"checked-block", CheckedBlock},
    {"task", Task},
    {"raw", Raw},
    {"sniff", Sniff},
    {"convert", Convert},
    {"names", Names},
};

const Target* chosen = nullptr;

}  // namespace

std::span<const Target> Targets() { return kTargets; }

}  // namespace framelatch::fuzz

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  const char* name = std::getenv("FRAMELATCH_FUZZ_TARGET");
  for (const auto& target : framelatch::fuzz::Targets()) {
    if (name != nullptr && target.name == name) framelatch::fuzz::chosen = &target;
  }
  if (framelatch::fuzz::chosen != nullptr) return 0;
  std::fprintf(stderr, "FRAMELATCH_FUZZ_TARGET names no target\n");
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  framelatch::fuzz::chosen->run(std::as_bytes(std::span(data, size)));
  return 0;
}
