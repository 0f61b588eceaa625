#include <algorithm>
#include <cstring>
#include <string>

#include "core/error.h"
#include "fuzz/look.h"
#include "fuzz/targets.h"
#include "layouts/checked_block.h"
#include "layouts/dialect.h"
#include "layouts/virtual_camera.h"

namespace framelatch::fuzz {
namespace {

using simulated::SimulatedPlatform;

// Under the names that its own header asks for, so that what is behind the header is reached.
void Capture(Dialect dialect, std::span<const std::byte> input) {
  const DialectTraits& traits = TraitsOf(dialect);
  const std::span<const std::byte> header = input.first(std::min(input.size(), traits.info_bytes));
  const HookInfoName name{dialect, 1234, ""};
  SimulatedPlatform platform;
  platform.PutRegion(HookInfoNameFor(dialect, name.id), header);
  for (const int buffer : {0, 1}) platform.PutMutex(TextureMutexName(name, buffer));
  if (header.size() == traits.info_bytes) {
    const CaptureInfo info = traits.decode(header.data());
    const uint64_t window = dialect == Dialect::kGameCapture ? name.id : info.window;
    platform.PutRegion(TextureName(name, window, info.map_id), input.subspan(header.size()));
  }
  LookAtEverything(platform, {.name = HookInfoNameFor(dialect, name.id)});
}

void OneRegion(std::string name, LayoutId layout, std::span<const std::byte> input) {
  SimulatedPlatform platform;
  platform.PutRegion(name, input);
  LookAtEverything(platform, {.name = std::move(name), .layout = layout});
}

// Fields of a fixed size, taken from the front; 0 where there are no more bytes.
class Taking {
 public:
  explicit Taking(std::span<const std::byte> bytes) : bytes_(bytes) {}
  template <typename Number>
  Number Take() {
    Number number{};
    const size_t count = std::min(bytes_.size(), sizeof number);
    if (count != 0) std::memcpy(&number, bytes_.data(), count);
    bytes_ = bytes_.subspan(count);
    return number;
  }
  std::span<const std::byte> rest() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace

void CaptureHook(std::span<const std::byte> input) { Capture(Dialect::kCaptureHook, input); }

void GameCapture(std::span<const std::byte> input) { Capture(Dialect::kGameCapture, input); }

void VirtualCamera(std::span<const std::byte> input) {
  OneRegion(std::string(kVirtualCameraName), LayoutId::kVirtualCamera, input);
}

void Xwd(std::span<const std::byte> input) { OneRegion("/tmp/Xvfb_screen0", LayoutId::kXwd, input); }

void CheckedBlock(std::span<const std::byte> input) {
  const std::string name = std::string(kCheckedBlockPrefix) + "fuzz";
  OneRegion(name, LayoutId::kCheckedBlock, input);
  SimulatedPlatform platform;
  // Few inputs have the right CRC: the patience for the others is worn out by twenty tries, not by a hundred.
  platform.SleepNoLessThan(50'000'000);
  platform.PutRegion(name, input);
  try {
    CheckedBlockReader reader(platform, name, {});
    reader.ReadIfChanged();
    reader.ReadIfChanged();
  } catch (const Error&) {
    return;  // what it is said to throw
  }
}

void Task(std::span<const std::byte> input) { OneRegion("task", LayoutId::kTask, input); }

void Raw(std::span<const std::byte> input) {
  Taking taking(input);
  RawDescription raw;
  raw.width = taking.Take<uint16_t>();
  raw.height = taking.Take<uint16_t>();
  raw.pitch = taking.Take<uint32_t>();
  raw.format = taking.Take<uint32_t>();
  raw.offset = taking.Take<uint64_t>();
  raw.stride = taking.Take<uint64_t>();
  raw.buffers = static_cast<int>(taking.Take<uint8_t>() ^ 0x80U) - 0x80;  // with its sign
  const auto flags = taking.Take<uint8_t>();
  raw.flip = (flags & 1) != 0;
  const auto index_offset = taking.Take<uint64_t>();
  if ((flags & 2) != 0) raw.index_offset = index_offset;
  SimulatedPlatform platform;
  for (int i = 0; i < flags >> 6; ++i) {
    raw.mutexes.push_back("mutex" + std::to_string(i));
    platform.PutMutex(raw.mutexes.back());
  }
  platform.PutRegion("raw", taking.rest());
  LookAtEverything(platform, {.name = "raw", .layout = LayoutId::kRaw, .raw = raw});
}

}  // namespace framelatch::fuzz
