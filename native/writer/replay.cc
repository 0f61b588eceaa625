#include "writer/replay.h"

#include <utility>

#include "core/error.h"
#include "layouts/dialect.h"
#include "layouts/texture.h"
#include "writer/sdk_writer.h"

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

SdkWriter PutBack(const HookInfoName& name, const CaptureInfo& info, std::span<const std::byte> hook_info,
                  std::span<const std::byte> texture) {
  RefuseTakenName(name.dialect, name.id);
  fl_recording recording{};
  recording.dialect = SdkDialect(name.dialect);
  recording.id = name.id;
  recording.window = name.dialect == Dialect::kGameCapture ? name.id : info.window;
  recording.map_id = info.map_id;
  recording.hook_info = hook_info.data();
  recording.hook_info_bytes = hook_info.size();
  recording.texture = texture.data();
  recording.texture_bytes = texture.size();
  fl_writer* writer = nullptr;
  fl_error error{};
  ThrowUnlessOk(fl_replay(&recording, &writer, &error), error, texture.size());
  return SdkWriter(writer);
}

}  // namespace

struct Replay::State {
  SdkWriter sdk;
  std::string hook_info_name;
};

Replay::Replay(Dialect dialect, uint64_t id, std::span<const std::byte> hook_info, std::span<const std::byte> texture) {
  const HookInfoName name{dialect, id, ""};
  const CaptureInfo info = CheckedInfo(name, hook_info, texture, HookInfoNameFor(dialect, id));
  SdkWriter sdk = PutBack(name, info, hook_info, texture);
  const char* const created = fl_hook_info_name(sdk.get());
  state_ = std::make_unique<State>(State{std::move(sdk), created});
}

Replay::~Replay() = default;

bool Replay::Show(int buffer) {
  fl_writer* const sdk = state_->sdk.get();
  if (fl_try_lock(sdk, buffer) == 0) return false;
  fl_unlock(sdk, buffer);
  fl_publish(sdk, buffer);
  return true;
}

const std::string& Replay::hook_info_name() const { return state_->hook_info_name; }

}  // namespace framelatch
