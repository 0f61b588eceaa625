#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>

#include "core/error.h"
#include "layouts/layout.h"

// Work that one process gives another (docs/layouts.md); the engine follows it. Its name is its user's, so its bytes
// tell.
namespace framelatch {
namespace {

struct TaskHeader {
  uint32_t magic;
  uint32_t version;
  uint32_t state;     // 0 waiting, 1 running, 2 done, 3 failed
  uint32_t progress;  // thousandths
  uint32_t owner;     // process numbers, 0 = has not come yet
  uint32_t worker;
  uint32_t requests;
  uint32_t payload;  // bytes
};
static_assert(sizeof(TaskHeader) == 32);
static_assert(offsetof(TaskHeader, owner) == 16);

constexpr uint32_t kMagic = 0x4B544C46;  // "FLTK"
constexpr uint32_t kVersion = 1;
constexpr uint64_t kHeaderBytes = 512;  // with the reason of a failure
constexpr std::array<const char*, 4> kStates{"waiting", "running", "done", "failed"};

bool FitsTask(std::span<const std::byte> start, uint64_t object_bytes) {
  TaskHeader header{};
  if (object_bytes < kHeaderBytes || start.size() < sizeof header) return false;
  std::memcpy(&header, start.data(), sizeof header);
  return header.magic == kMagic && header.version == kVersion && header.state < kStates.size();
}

TaskHeader ReadHeader(Platform& platform, const Region& region, const std::string& name) {
  std::array<std::byte, sizeof(TaskHeader)> bytes{};
  const bool is_whole = std::min(region.size(), region.CurrentSize()) >= kHeaderBytes &&
                        Guarded(platform, [&] { std::memcpy(bytes.data(), region.data(), bytes.size()); });
  if (!is_whole || !FitsTask(bytes, kHeaderBytes)) {
    throw Error("layout-mismatch", "read header of", name,
                "found other bytes, expected 'FLTK', version 1 and a state of 0 to 3 in 512 bytes",
                "Check that both sides use one name for the task.");
  }
  TaskHeader header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

// Both sides map it writable: the owner is who made it.
ProducerClue ClueOf(Platform& platform, const std::string& name) {
  try {
    const auto region = platform.OpenRegion(name, Access::kReadOnly);
    return {name, static_cast<int64_t>(ReadHeader(platform, *region, name).owner)};
  } catch (const Error&) {
    return {name, 0};
  }
}

Inspection InspectTask(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  const TaskHeader header = ReadHeader(platform, *region, address.name);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kTask;
  inspection.mapping_bytes = region->CurrentSize();
  const auto number = [](uint32_t value) { return FieldValue(uint64_t{value}); };
  inspection.fields = {{"state", FieldValue(std::string(kStates.at(header.state)))},
                       {"progress", number(header.progress)},
                       {"owner", number(header.owner)},
                       {"worker", number(header.worker)},
                       {"requests", number(header.requests)},
                       {"payload", number(header.payload)}};
  return inspection;
}

SourceShape GlanceAtTask(Platform& /*platform*/, const std::string& /*name*/) { return {.layout = LayoutId::kTask}; }

std::vector<std::string> CompanionsOf(Platform& /*platform*/, const std::string& name) {
  return {name + ".owner", name + ".worker", name + ".requested", name + ".finished"};
}

}  // namespace

const Layout kTaskLayout{.id = LayoutId::kTask,
                         .fits = FitsTask,
                         .inspect = InspectTask,
                         .glance = GlanceAtTask,
                         .producer = ClueOf,
                         .companions = CompanionsOf};

}  // namespace framelatch
