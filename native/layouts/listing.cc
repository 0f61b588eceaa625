#include "layouts/listing.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/error.h"

namespace framelatch {
namespace {

// What vanishes, denies or lies while it is listed is listed without its header.
SourceShape ShapeOrNothing(Platform& platform, const Layout& layout, const std::string& name) {
  try {
    SourceShape shape = layout.glance(platform, name);
    shape.layout = layout.id;
    return shape;
  } catch (const Error&) {
    return {.layout = layout.id};
  }
}

Listing RowOf(Platform& platform, const Layout& layout, const std::string& name) {
  const ProducerClue clue = layout.producer(platform, name);
  const auto producer = platform.FindProducer(clue.object, clue.pid);
  // Where writers cannot be seen (Windows), a name that exists has somebody who holds it: nothing is ever left over.
  const bool leftover = !producer && platform.SeesEveryProducer();
  return {name, ShapeOrNothing(platform, layout, name), producer, leftover};
}

// A task's name is its user's: the mutex of its owner, beside it, says where to look, and its bytes that it is one.
bool IsTask(Platform& platform, const std::string& name, const std::set<std::string_view>& mutexes) {
  if (!mutexes.contains(name + ".owner")) return false;
  try {
    return ResolveLayout(platform, {.name = name}).id == LayoutId::kTask;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::vector<Listing> ListSources(Platform& platform) {
  std::vector<Listing> rows;
  const std::vector<NamedObject> objects = platform.ListObjects();
  std::set<std::string_view> mutexes;
  for (const NamedObject& object : objects) {
    if (object.kind == ObjectKind::kMutex) mutexes.insert(object.name);
  }
  for (const NamedObject& object : objects) {
    if (object.kind != ObjectKind::kRegion) continue;
    const Layout* layout = LayoutByName(object.name);
    if (layout == nullptr && IsTask(platform, object.name, mutexes)) layout = &LayoutById(LayoutId::kTask);
    if (layout != nullptr) rows.push_back(RowOf(platform, *layout, object.name));
  }
  for (const std::string& path : platform.ListFramebuffers()) rows.push_back(RowOf(platform, kXwdLayout, path));
  std::sort(rows.begin(), rows.end(), [](const Listing& a, const Listing& b) { return a.name < b.name; });
  return rows;
}

}  // namespace framelatch
