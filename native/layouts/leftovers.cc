#include "layouts/leftovers.h"

#include <algorithm>

#include "core/error.h"
#include "layouts/listing.h"

namespace framelatch {
namespace {

// A mutex or an event is in use without being mapped, so nobody's is told from somebody's by its name alone.
bool IsRegion(const std::vector<NamedObject>& objects, const std::string& name) {
  return std::ranges::any_of(objects, [&](const NamedObject& object) {
    return object.name == name && object.kind == ObjectKind::kRegion && object.bytes > 0;
  });
}

// Bytes that no layout knows are still somebody's or nobody's.
const Layout& LayoutOrRaw(Platform& platform, const std::string& name) {
  try {
    return ResolveLayout(platform, {.name = name});
  } catch (const Error&) {
    return LayoutById(LayoutId::kRaw);
  }
}

Leftover Collect(Platform& platform, const std::string& name, const Layout& layout) {
  Leftover leftover{name, layout.companions(platform, name)};
  std::erase_if(leftover.objects, [&](const std::string& object) { return !platform.ObjectExists(object); });
  leftover.objects.push_back(name);
  return leftover;
}

}  // namespace

std::vector<Leftover> FindLeftovers(Platform& platform) {
  std::vector<Leftover> leftovers;
  const auto objects = platform.ListObjects();
  for (const Listing& row : ListSources(platform)) {
    if (row.leftover && IsRegion(objects, row.name)) {
      leftovers.push_back(Collect(platform, row.name, LayoutById(row.shape.layout)));
    }
  }
  return leftovers;
}

std::optional<Leftover> FindLeftover(Platform& platform, const std::string& name) {
  if (!IsRegion(platform.ListObjects(), name)) return std::nullopt;
  const Layout& layout = LayoutOrRaw(platform, name);
  if (platform.LookForProducer(layout.producer(platform, name)).liveness != Liveness::kGone) return std::nullopt;
  return Collect(platform, name, layout);
}

std::vector<std::string> RemoveLeftovers(Platform& platform, const std::vector<Leftover>& leftovers) {
  std::vector<std::string> removed;
  for (const Leftover& leftover : leftovers) {
    const auto now = FindLeftover(platform, leftover.name);
    if (!now) continue;
    for (const std::string& object : leftover.objects) {
      const bool still = std::ranges::find(now->objects, object) != now->objects.end();
      if (still && platform.RemoveObject(object)) removed.push_back(object);
    }
  }
  return removed;
}

}  // namespace framelatch
