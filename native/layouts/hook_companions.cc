#include "core/error.h"
#include "layouts/capture.h"

namespace framelatch {
namespace {

constexpr std::string_view kEvents[] = {"Restart", "Stop", "HookReady", "Exit", "Initialize"};

// Nothing where an unreadable header names none.
std::optional<std::string> TextureOf(Platform& platform, const std::string& hook_info, const HookInfoName& parsed) {
  try {
    const auto region = platform.OpenRegion(hook_info, Access::kReadOnly);
    const CaptureInfo info = ReadCaptureInfo(platform, *region, parsed, hook_info);
    const uint64_t window = parsed.dialect == Dialect::kGameCapture ? parsed.id : info.window;
    return TextureName(parsed, window, info.map_id);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

std::vector<std::string> CompanionsOfHook(Platform& platform, const std::string& hook_info) {
  const HookInfoName parsed = RequireHookInfoName(hook_info);
  std::vector<std::string> names;
  // The texture is this hook's only when nobody writes it any more: windows and map_ids repeat.
  const auto texture = TextureOf(platform, hook_info, parsed);
  if (texture && platform.LookForProducer({*texture}).liveness == Liveness::kGone) names.push_back(*texture);
  for (int buffer = 0; buffer < 2; ++buffer) names.push_back(TextureMutexName(parsed, buffer));
  for (const std::string_view event : kEvents) names.push_back(EventName(parsed, event));
  // A held keep-alive belongs to a capturing application that lives.
  const std::string keep_alive = KeepAliveName(parsed);
  if (platform.LookAtMutex(keep_alive).state != MutexState::kHeld) names.push_back(keep_alive);
  return names;
}

}  // namespace framelatch
