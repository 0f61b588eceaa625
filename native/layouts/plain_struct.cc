#include <span>

#include "core/error.h"
#include "layouts/layout.h"

// A plain struct: no header, no lock, nothing that tells it but its name (docs/layouts.md). The engine reads it by a
// schema.
namespace framelatch {
namespace {

constexpr std::string_view kStructName = "fork_server1";

bool ClaimsStruct(std::string_view name) { return WithoutNamespace(name) == kStructName; }

Inspection InspectStruct(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kStruct;
  inspection.mapping_bytes = region->CurrentSize();
  return inspection;
}

SourceShape GlanceAtStruct(Platform& /*platform*/, const std::string& /*name*/) {
  return {.layout = LayoutId::kStruct};
}

}  // namespace

const Layout kStructLayout{
    .id = LayoutId::kStruct, .claims = ClaimsStruct, .inspect = InspectStruct, .glance = GlanceAtStruct};

}  // namespace framelatch
