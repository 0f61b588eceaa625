#include "fuzz/look.h"

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "layouts/listing.h"

namespace framelatch::fuzz {
namespace {

// The errors that a layout is said to throw are what it is for; anything else ends the program.
template <typename Body>
void Tolerating(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    if (error.code.empty() || error.reason.empty()) __builtin_trap();
  }
}

void Convert(const StoredPicture& picture) {
  std::vector<std::byte> pixels(size_t{picture.width} * picture.height * 4);
  ConvertToRgba8(picture, Alpha::kOpaque, pixels.data());
  ConvertToRgba8(picture, Alpha::kStored, pixels.data());
  Fingerprint(picture);
  ContentHash(picture);
}

// As the reader thread does it.
void Look(SourceView& view) {
  if (!view.HeaderIsUnchanged()) return;
  const auto buffer = view.CurrentBuffer();
  if (!buffer || *buffer < 0) return;
  if (*buffer >= kMostBuffers || !view.ContentOf(*buffer)) return;
  if (view.TryLock(*buffer) == TryLockResult::kBusy) return;
  if (view.ContentUnderLock(*buffer) && view.IsWhole()) Convert(view.Picture(*buffer));
  view.IsIntact(*buffer);
  view.Unlock(*buffer);
  view.IsStillNamed();
  view.IsIdle();
}

void TurnOver(simulated::SimulatedPlatform& platform) {
  for (const NamedObject& object : platform.ListObjects()) {
    if (object.kind != ObjectKind::kRegion) continue;
    const auto region = platform.OpenRegion(object.name, Access::kReadWrite);
    std::vector<std::byte> bytes(region->data(), region->data() + region->size());
    std::rotate(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(bytes.size() / 3), bytes.end());
    platform.Store(object.name, 0, bytes);
  }
}

}  // namespace

void LookAtEverything(simulated::SimulatedPlatform& platform, const SourceAddress& address) {
  Tolerating([&] { ListSources(platform); });
  Tolerating([&] { Inspect(platform, address); });
  Tolerating([&] {
    const Layout& layout = ResolveLayout(platform, address);
    layout.producer(platform, address.name);
    layout.companions(platform, address.name);
    layout.glance(platform, address.name);
  });
  Tolerating([&] {
    const auto view = OpenSource(platform, address);
    Look(*view);
    TurnOver(platform);
    platform.AdvanceNs(600'000'000);
    Look(*view);
    for (const NamedObject& object : platform.ListObjects()) platform.Shrink(object.name, object.bytes / 2);
    Look(*view);
  });
}

}  // namespace framelatch::fuzz
