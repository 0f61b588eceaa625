#include "writer/replay.h"

#include <cstring>

#include "core/error.h"
#include "layouts/dialect.h"
#include "layouts/texture.h"
#include "writer/capture_objects.h"

namespace framelatch {
namespace {

[[noreturn]] void Refuse(const std::string& target, const std::string& reason) {
  throw Error("not-a-recording", "replay", target, reason,
              "Give the .hook_info.bin and the .texture.bin of one and the same recording.");
}

CaptureInfo CheckedInfo(const HookInfoName& name, std::span<const std::byte> hook_info,
                        std::span<const std::byte> texture, const std::string& target) {
  const DialectTraits& traits = TraitsOf(name.dialect);
  if (hook_info.size() != traits.info_bytes) {
    Refuse(target, "found a hook info of " + std::to_string(hook_info.size()) + " bytes, expected " +
                       std::to_string(traits.info_bytes));
  }
  const CaptureInfo info = traits.decode(hook_info.data());
  try {
    ValidateCaptureInfo(info, target);
  } catch (const Error& error) {
    Refuse(target, error.reason);
  }
  if (texture.size() < sizeof(StoredTextureHeader) || texture.size() != info.map_size) {
    Refuse(target, "found a texture of " + std::to_string(texture.size()) + " bytes, expected " +
                       std::to_string(info.map_size) + " as its hook info says");
  }
  return info;
}

TextureHeader HeaderOf(std::span<const std::byte> texture) {
  StoredTextureHeader stored{};
  std::memcpy(&stored, texture.data(), sizeof stored);
  return {-1, stored.tex1_offset, stored.tex2_offset};
}

}  // namespace

struct Replay::State {
  State(const HookInfoName& name, const CaptureInfo& info, std::span<const std::byte> hook_info,
        std::span<const std::byte> texture)
      : objects(name, TextureName(name, name.dialect == Dialect::kGameCapture ? name.id : info.window, info.map_id),
                texture.size(), hook_info, HeaderOf(texture)) {
    // Behind the header, which says that nothing is published yet.
    constexpr size_t kHeader = sizeof(StoredTextureHeader);
    std::memcpy(objects.texture() + kHeader, texture.data() + kHeader, texture.size() - kHeader);
  }
  CaptureObjects objects;
};

Replay::Replay(Dialect dialect, uint64_t id, std::span<const std::byte> hook_info, std::span<const std::byte> texture) {
  const HookInfoName name{dialect, id, ""};
  const CaptureInfo info = CheckedInfo(name, hook_info, texture, HookInfoNameFor(dialect, id));
  state_ = std::make_unique<State>(name, info, hook_info, texture);
}

Replay::~Replay() = default;

bool Replay::Show(int buffer) {
  if (!state_->objects.TakeLock(buffer)) return false;
  state_->objects.DropLock(buffer);
  state_->objects.StoreLastTex(buffer);
  return true;
}

const std::string& Replay::hook_info_name() const { return state_->objects.hook_info_name(); }

}  // namespace framelatch
