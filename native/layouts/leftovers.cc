#include "layouts/leftovers.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "layouts/listing.h"
#include "layouts/orphans.h"

namespace framelatch {
namespace {

// Bytes that no layout knows are still somebody's or nobody's.
const Layout& LayoutOrRaw(Platform& platform, const std::string& name) {
  try {
    return ResolveLayout(platform, {.name = name});
  } catch (const Error&) {
    return LayoutById(LayoutId::kRaw);
  }
}

Leftover Collect(Platform& platform, const NamedObject& source, const Layout& layout) {
  Leftover leftover{source.name, {}};
  for (const std::string& name : layout.companions(platform, source.name)) {
    const auto object = platform.FindObject(name);
    if (object) leftover.objects.push_back({object->name, object->identity});
  }
  leftover.objects.push_back({source.name, source.identity});
  return leftover;
}

std::optional<Leftover> AsOrphan(Platform& platform, const NamedObject& object, Caution caution) {
  if (caution != Caution::kForced && !IsOrphan(platform, object)) return std::nullopt;
  if (caution != Caution::kInPlace && IsInUse(platform.LookForProducer({object.name}))) return std::nullopt;
  return Leftover{object.name, {{object.name, object.identity}}};
}

std::vector<Leftover> FindOrphans(Platform& platform) {
  std::vector<NamedObject> orphans;
  for (NamedObject& object : platform.ListObjects()) {
    if (IsOrphan(platform, object)) orphans.push_back(std::move(object));
  }
  std::vector<ProducerClue> clues;
  clues.reserve(orphans.size());
  for (const NamedObject& object : orphans) clues.push_back({object.name});
  const std::vector<ProducerLook> looks = platform.FindProducers(clues);
  std::vector<Leftover> leftovers;
  for (size_t i = 0; i < orphans.size(); ++i) {
    const auto& [name, kind, bytes, identity] = orphans[i];
    const bool is_left = kind == ObjectKind::kRegion ? looks[i].liveness == Liveness::kGone : !IsInUse(looks[i]);
    if (is_left) leftovers.push_back({name, {{name, identity}}});
  }
  return leftovers;
}

}  // namespace

std::vector<Leftover> FindLeftovers(Platform& platform) {
  std::vector<Leftover> leftovers;
  for (const Listing& row : ListSources(platform)) {
    const auto object = row.leftover ? platform.FindObject(row.name) : std::nullopt;
    if (object) leftovers.push_back(Collect(platform, *object, LayoutById(row.shape.layout)));
  }
  std::vector<std::string> known;
  for (const Leftover& leftover : leftovers) {
    for (const LeftoverObject& object : leftover.objects) known.push_back(object.name);
  }
  std::ranges::sort(known);
  for (Leftover& orphan : FindOrphans(platform)) {
    if (!std::ranges::binary_search(known, orphan.name)) leftovers.push_back(std::move(orphan));
  }
  return leftovers;
}

std::optional<Leftover> FindLeftover(Platform& platform, const std::string& name, Caution caution) {
  const auto object = platform.FindObject(name);
  if (!object) return std::nullopt;
  if (object->kind != ObjectKind::kRegion) return AsOrphan(platform, *object, caution);
  if (caution == Caution::kInPlace && LayoutByName(name) == nullptr && !IsOrphan(platform, *object))
    return std::nullopt;
  const Layout& layout = LayoutOrRaw(platform, name);
  const bool is_left = caution == Caution::kForced ||
                       platform.LookForProducer(layout.producer(platform, name)).liveness == Liveness::kGone;
  if (!is_left) return std::nullopt;
  return Collect(platform, *object, layout);
}

}  // namespace framelatch
