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

struct Source {
  const Layout* layout;
  std::string name;
};

// A task's name is its user's: the mutex of its owner, beside it, says where to look, and its bytes that it is one.
bool IsTask(Platform& platform, const std::string& name, const std::set<std::string_view>& mutexes) {
  if (!mutexes.contains(name + ".owner")) return false;
  try {
    return ResolveLayout(platform, {.name = name}).id == LayoutId::kTask;
  } catch (const Error&) {
    return false;
  }
}

std::vector<Source> FindSources(Platform& platform) {
  std::vector<Source> sources;
  const std::vector<NamedObject> objects = platform.ListObjects();
  std::set<std::string_view> mutexes;
  for (const NamedObject& object : objects) {
    if (object.kind == ObjectKind::kMutex) mutexes.insert(object.name);
  }
  for (const NamedObject& object : objects) {
    if (object.kind != ObjectKind::kRegion) continue;
    const Layout* layout = LayoutByName(object.name);
    if (layout == nullptr && IsTask(platform, object.name, mutexes)) layout = &LayoutById(LayoutId::kTask);
    if (layout != nullptr) sources.push_back({layout, object.name});
  }
  for (const std::string& path : platform.ListFramebuffers()) sources.push_back({&kXwdLayout, path});
  std::ranges::sort(sources, {}, &Source::name);
  return sources;
}

}  // namespace

std::vector<Listing> ListSources(Platform& platform) {
  const std::vector<Source> sources = FindSources(platform);
  std::vector<ProducerClue> clues;
  clues.reserve(sources.size());
  for (const Source& source : sources) clues.push_back(source.layout->producer(platform, source.name));
  const std::vector<ProducerLook> looks = platform.FindProducers(clues);
  std::vector<Listing> rows;
  rows.reserve(sources.size());
  for (size_t i = 0; i < sources.size(); ++i) {
    const auto& [layout, name] = sources[i];
    rows.push_back(
        {name, ShapeOrNothing(platform, *layout, name), looks[i].process, looks[i].liveness == Liveness::kGone});
  }
  return rows;
}

}  // namespace framelatch
