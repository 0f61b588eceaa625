#include <cstring>
#include <span>

#include "core/error.h"
#include "layouts/layout.h"

// The layouts that hold no picture: they are listed and told apart here, and read by engine/content.
namespace framelatch {
namespace {

constexpr std::string_view kBlockPrefix = "ShareMemoryMap-";
constexpr std::string_view kStructName = "fork_server1";

std::string_view WithoutNamespace(std::string_view name) {
  for (const std::string_view space : {"Local\\", "Global\\"}) {
    if (name.starts_with(space)) name.remove_prefix(space.size());
  }
  return name;
}

bool ClaimsBlock(std::string_view name) {
  const std::string_view bare = WithoutNamespace(name);
  return bare.starts_with(kBlockPrefix) && bare.size() > kBlockPrefix.size();
}

bool ClaimsStruct(std::string_view name) { return WithoutNamespace(name) == kStructName; }

// `memorySize`, `headSize`, `contentSize`, `tailSize`, then eight bytes of CRC and `reserved` (docs/checked-block.md).
bool FitsBlock(std::span<const std::byte> start, uint64_t object_bytes) {
  constexpr size_t kHeaderBytes = 32;
  if (start.size() < kHeaderBytes) return false;
  int32_t words[4];
  std::memcpy(words, start.data(), sizeof words);
  const auto [memory_size, head_size, content_size, tail_size] = words;
  return head_size == kHeaderBytes && tail_size == 1 && memory_size > head_size && content_size >= 0 &&
         static_cast<uint64_t>(memory_size) <= object_bytes && content_size <= memory_size - head_size - tail_size;
}

bool FitsNothing(std::span<const std::byte> /*start*/, uint64_t /*object_bytes*/) { return false; }

std::unique_ptr<SourceView> RefuseToOpen(const SourceAddress& address) {
  throw Error("layout-holds-no-picture", "watch", address.name, "its layout holds content, not a picture",
              "`framelatch read` shows its content.");
}

template <LayoutId kLayout>
Inspection InspectContent(const SourceAddress& address) {
  const auto region = CurrentPlatform().OpenRegion(address.name, Access::kReadOnly);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = kLayout;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.producer = CurrentPlatform().FindProducer(address.name, 0);
  return inspection;
}

template <LayoutId kLayout>
SourceShape GlanceAtContent(const std::string& /*name*/) {
  return {.layout = kLayout};
}

ProducerClue ClueOf(const std::string& name) { return {name, 0}; }

}  // namespace

const Layout kCheckedBlockLayout{.id = LayoutId::kCheckedBlock,
                                 .claims = ClaimsBlock,
                                 .fits = FitsBlock,
                                 .open = RefuseToOpen,
                                 .inspect = InspectContent<LayoutId::kCheckedBlock>,
                                 .glance = GlanceAtContent<LayoutId::kCheckedBlock>,
                                 .producer = ClueOf};

const Layout kStructLayout{.id = LayoutId::kStruct,
                           .claims = ClaimsStruct,
                           .fits = FitsNothing,
                           .open = RefuseToOpen,
                           .inspect = InspectContent<LayoutId::kStruct>,
                           .glance = GlanceAtContent<LayoutId::kStruct>,
                           .producer = ClueOf};

}  // namespace framelatch
