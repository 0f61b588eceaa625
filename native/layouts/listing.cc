#include "layouts/listing.h"

#include <algorithm>

#include "core/error.h"

namespace framelatch {
namespace {

// What vanishes, denies or lies while it is listed is listed without its header.
SourceShape ShapeOrNothing(const Layout& layout, const std::string& name) {
  try {
    SourceShape shape = layout.glance(name);
    shape.layout = layout.id;
    return shape;
  } catch (const Error&) {
    return {.layout = layout.id};
  }
}

Listing RowOf(const Layout& layout, const std::string& name) {
  const ProducerClue clue = layout.producer(name);
  const auto producer = CurrentPlatform().FindProducer(clue.object, clue.pid);
  // Where writers cannot be seen (Windows), a name that exists has somebody who holds it: nothing is ever left over.
  const bool leftover = !producer && CurrentPlatform().SeesEveryProducer();
  return {name, ShapeOrNothing(layout, name), producer, leftover};
}

}  // namespace

std::vector<Listing> ListSources() {
  std::vector<Listing> rows;
  for (const NamedObject& object : CurrentPlatform().ListObjects()) {
    if (object.kind != ObjectKind::kRegion) continue;
    const Layout* layout = LayoutByName(object.name);
    if (layout != nullptr) rows.push_back(RowOf(*layout, object.name));
  }
  for (const std::string& path : CurrentPlatform().ListFramebuffers()) rows.push_back(RowOf(kXwdLayout, path));
  std::sort(rows.begin(), rows.end(), [](const Listing& a, const Listing& b) { return a.name < b.name; });
  return rows;
}

}  // namespace framelatch
