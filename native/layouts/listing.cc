#include "layouts/listing.h"

#include <algorithm>

#include "core/error.h"

namespace framelatch {
namespace {

// A mapping that vanishes, denies or lies while it is listed is listed without its header.
CaptureInfo InfoOrNothing(const std::string& name, const HookInfoName& parsed) {
  try {
    return ReadCaptureInfo(*CurrentPlatform().OpenRegion(name, Access::kReadOnly), parsed, name);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::vector<Listing> ListSources() {
  std::vector<Listing> rows;
  for (const NamedObject& object : CurrentPlatform().ListObjects()) {
    const auto parsed = ParseHookInfoName(object.name);
    if (!parsed || object.kind != ObjectKind::kRegion) continue;
    const CaptureInfo info = InfoOrNothing(object.name, *parsed);
    const auto producer = CurrentPlatform().FindProducer(object.name, static_cast<int64_t>(parsed->id));
    // Where writers cannot be seen (Windows), a name that exists has somebody who holds it: nothing is ever left over.
    const bool leftover = !producer && CurrentPlatform().SeesEveryProducer();
    rows.push_back({object.name, parsed->dialect, info.width, info.height, info.format, producer, leftover});
  }
  std::sort(rows.begin(), rows.end(), [](const Listing& a, const Listing& b) { return a.name < b.name; });
  return rows;
}

}  // namespace framelatch
