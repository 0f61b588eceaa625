#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "layouts/inspection.h"
#include "layouts/layout_id.h"
#include "layouts/raw_description.h"
#include "layouts/source_view.h"

// A layout knows names and headers: which object is its, what stands in it, where the pixels are. Each is one small
// file behind this interface; headers are copied, then validated, then used.
namespace framelatch {

// What a user names, and how it is to be read where the name and the bytes don't tell.
struct SourceAddress {
  std::string name;                     // of the object that is opened first; a path when it holds a separator
  std::optional<LayoutId> layout{};     // forced; else by name, else by bytes
  std::optional<RawDescription> raw{};  // LayoutId::kRaw
  YuvCoding yuv{};                      // of pictures that are stored as YUV
};

// Throws layout-holds-no-picture.
std::unique_ptr<SourceView> RefuseToShow(Platform& platform, const SourceAddress& address);

struct Layout {
  LayoutId id;
  // Whether an object of that name is this layout's: how a source is listed, and opened without a look. Unless said
  // otherwise, no name tells.
  bool (*claims)(std::string_view name) = [](std::string_view) { return false; };
  // Whether bytes whose name says nothing are this layout's. `start` is a copy of the object's first bytes, at most
  // kSniffedBytes. Unless said otherwise, bytes tell nothing.
  bool (*fits)(std::span<const std::byte> start, uint64_t object_bytes) = [](std::span<const std::byte>, uint64_t) {
    return false;
  };
  // How its pictures may be stored. A layout without pictures has none.
  std::span<const DxgiFormat> formats{};
  // Throws as the layout and platform/ do. Unless said otherwise, it holds content, not a picture.
  std::unique_ptr<SourceView> (*open)(Platform& platform, const SourceAddress& address) = RefuseToShow;
  // Throws when the header itself cannot be opened or read.
  Inspection (*inspect)(Platform& platform, const SourceAddress& address);
  // For the list: the shape as the header says, not validated.
  SourceShape (*glance)(Platform& platform, const std::string& name);
  // Where to look for its producer: unless said otherwise, behind the name alone.
  ProducerClue (*producer)(Platform& platform, const std::string& name) = [](Platform&,
                                                                             const std::string& name) -> ProducerClue {
    return {name, 0};
  };
  // The other objects that go with it when its producer is gone, there or not: unless said otherwise none.
  std::vector<std::string> (*companions)(Platform& platform, const std::string& name) =
      [](Platform&, const std::string&) -> std::vector<std::string> { return {}; };
};

inline constexpr size_t kSniffedBytes = 128;

std::span<const Layout> Layouts();
const Layout& LayoutById(LayoutId id);
// The layout that claims the name; null when none does.
const Layout* LayoutByName(std::string_view name);
// The forced one, else the name's, else the one that the bytes fit. mapping-missing, mapping-denied, layout-unknown, …
const Layout& ResolveLayout(Platform& platform, const SourceAddress& address);

// A name without `Local\` or `Global\`.
std::string_view WithoutNamespace(std::string_view name);

std::unique_ptr<SourceView> OpenSource(Platform& platform, const SourceAddress& address);
// What can be told of a source without acquiring anything.
Inspection Inspect(Platform& platform, const SourceAddress& address);

extern const Layout kCaptureHookLayout;
extern const Layout kGameCaptureLayout;
extern const Layout kVirtualCameraLayout;
extern const Layout kXwdLayout;
extern const Layout kRawLayout;
extern const Layout kCheckedBlockLayout;
extern const Layout kStructLayout;
extern const Layout kTaskLayout;

}  // namespace framelatch
