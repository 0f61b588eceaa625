#include "layouts/leftovers.h"

#include "core/error.h"
#include "layouts/dialect.h"
#include "layouts/listing.h"

namespace framelatch {
namespace {

constexpr std::string_view kEvents[] = {"Restart", "Stop", "HookReady", "Exit", "Initialize"};

void AddIfThere(std::vector<std::string>& objects, const std::string& name) {
  if (CurrentPlatform().ObjectExists(name)) objects.push_back(name);
}

// The texture of a leftover belongs to it only when nobody else writes it: windows and map_ids repeat.
void AddTexture(std::vector<std::string>& objects, const std::string& hook_info, const HookInfoName& parsed) {
  try {
    const auto region = CurrentPlatform().OpenRegion(hook_info, Access::kReadOnly);
    const CaptureInfo info = ReadCaptureInfo(*region, parsed, hook_info);
    const uint64_t window = parsed.dialect == Dialect::kGameCapture ? parsed.id : info.window;
    const std::string texture = TextureName(parsed, window, info.map_id);
    if (!CurrentPlatform().FindProducer(texture, 0)) AddIfThere(objects, texture);
  } catch (const Error&) {
    // An unreadable header names no texture; the other objects are still listed.
    return;
  }
}

Leftover Collect(const std::string& name, const HookInfoName& parsed) {
  Leftover leftover{name, {}};
  AddTexture(leftover.objects, name, parsed);
  for (int buffer = 0; buffer < 2; ++buffer) AddIfThere(leftover.objects, TextureMutexName(parsed, buffer));
  for (const std::string_view event : kEvents) AddIfThere(leftover.objects, EventName(parsed, event));
  // A held keep-alive belongs to a capturing application that lives.
  if (CurrentPlatform().LookAtMutex(KeepAliveName(parsed)).state != MutexState::kHeld) {
    AddIfThere(leftover.objects, KeepAliveName(parsed));
  }
  leftover.objects.push_back(name);
  return leftover;
}

}  // namespace

std::vector<Leftover> FindLeftovers() {
  std::vector<Leftover> leftovers;
  for (const Listing& row : ListSources()) {
    const auto parsed = ParseHookInfoName(row.name);
    if (row.leftover && parsed) leftovers.push_back(Collect(row.name, *parsed));
  }
  return leftovers;
}

std::vector<std::string> RemoveLeftovers(const std::vector<Leftover>& leftovers) {
  std::vector<std::string> removed;
  for (const Leftover& leftover : leftovers) {
    const auto parsed = ParseHookInfoName(leftover.name);
    if (!parsed || CurrentPlatform().FindProducer(leftover.name, static_cast<int64_t>(parsed->id))) continue;
    for (const std::string& object : leftover.objects) {
      if (CurrentPlatform().RemoveObject(object)) removed.push_back(object);
    }
  }
  return removed;
}

}  // namespace framelatch
