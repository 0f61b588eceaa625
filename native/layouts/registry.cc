#include <algorithm>
#include <array>
#include <cstring>

#include "core/error.h"
#include "layouts/formats.h"
#include "layouts/layout.h"

// Which layout a source has: the one that is asked for, the one that its name says, the one that its bytes fit.
namespace framelatch {
namespace {

struct NamedLayout {
  LayoutId id;
  std::string_view name;
};

constexpr NamedLayout kNames[] = {
    {LayoutId::kCaptureHook, "capture-hook"},
    {LayoutId::kGameCapture, "game-capture"},
    {LayoutId::kVirtualCamera, "virtual-camera"},
    {LayoutId::kXwd, "xwd"},
    {LayoutId::kRaw, "raw"},
    {LayoutId::kCheckedBlock, "checked-block"},
    {LayoutId::kStruct, "struct"},
    {LayoutId::kTask, "task"},
};

std::vector<std::byte> StartOf(Platform& platform, const Region& region) {
  const uint64_t bytes = std::min<uint64_t>(std::min(region.size(), region.CurrentSize()), kSniffedBytes);
  std::vector<std::byte> start(static_cast<size_t>(bytes));
  if (start.empty()) return start;
  if (!Guarded(platform, [&] { std::memcpy(start.data(), region.data(), start.size()); })) start.clear();
  return start;
}

const Layout* LayoutByBytes(Platform& platform, const std::string& name) {
  const auto region = platform.OpenRegion(name, Access::kReadOnly);
  const std::vector<std::byte> start = StartOf(platform, *region);
  for (const Layout& layout : Layouts()) {
    if (layout.fits(start, region->size())) return &layout;
  }
  return nullptr;
}

}  // namespace

std::string_view NameOf(LayoutId layout) noexcept {
  for (const NamedLayout& row : kNames) {
    if (row.id == layout) return row.name;
  }
  return {};
}

std::optional<LayoutId> LayoutOf(std::string_view name) noexcept {
  for (const NamedLayout& row : kNames) {
    if (row.name == name) return row.id;
  }
  return std::nullopt;
}

std::span<const Layout> Layouts() {
  // A function's own, so that the layouts of other files are there when it is made.
  static const std::array layouts{kCaptureHookLayout, kGameCaptureLayout,  kVirtualCameraLayout, kXwdLayout,
                                  kRawLayout,         kCheckedBlockLayout, kStructLayout,        kTaskLayout};
  return layouts;
}

const Layout& LayoutById(LayoutId id) {
  const auto layouts = Layouts();
  return *std::find_if(layouts.begin(), layouts.end(), [id](const Layout& layout) { return layout.id == id; });
}

const Layout* LayoutByName(std::string_view name) {
  for (const Layout& layout : Layouts()) {
    if (layout.claims(name)) return &layout;
  }
  return nullptr;
}

const Layout& ResolveLayout(Platform& platform, const SourceAddress& address) {
  if (address.layout) return LayoutById(*address.layout);
  const Layout* layout = LayoutByName(address.name);
  if (layout == nullptr) layout = LayoutByBytes(platform, address.name);
  if (layout != nullptr) return *layout;
  throw Error("layout-unknown", "open mapping", address.name,
              "neither its name nor its bytes are those of a known layout",
              "Say how to read it: `--layout raw` with a size and a format, or `--layout struct` with a schema.");
}

std::unique_ptr<SourceView> OpenSource(Platform& platform, const SourceAddress& address) {
  const Layout& layout = ResolveLayout(platform, address);
  auto view = layout.open(platform, address);
  // Each layout refuses by itself, and says why; what it may hold is not left to that alone.
  if (Holds(layout.formats, view->shape().format)) return view;
  throw Error("format-unsupported", "open mapping", address.name,
              "found format " + std::to_string(view->shape().format) + ", expected one of " + NumbersOf(layout.formats),
              "Check what the producer writes; `framelatch inspect` shows every field.");
}

Inspection Inspect(Platform& platform, const SourceAddress& address) {
  const Layout& layout = ResolveLayout(platform, address);
  Inspection inspection = layout.inspect(platform, address);
  const ProducerLook look = platform.LookForProducer(layout.producer(platform, address.name));
  inspection.producer = look.process;
  inspection.liveness = look.liveness;
  return inspection;
}

std::unique_ptr<SourceView> RefuseToShow(Platform& /*platform*/, const SourceAddress& address) {
  throw Error("layout-holds-no-picture", "watch", address.name, "its layout holds content, not a picture",
              "`framelatch read` shows its content.");
}

std::string_view WithoutNamespace(std::string_view name) {
  for (const std::string_view space : {"Local\\", "Global\\"}) {
    if (name.starts_with(space)) name.remove_prefix(space.size());
  }
  return name;
}

}  // namespace framelatch
