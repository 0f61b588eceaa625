#include "core/error.h"
#include "layouts/capture.h"

namespace framelatch {
namespace {

constexpr std::string_view kEvents[] = {"Restart", "Stop", "HookReady", "Exit", "Initialize"};

}  // namespace

std::vector<std::string> CompanionsOfHook(Platform& platform, const std::string& hook_info) {
  const HookInfoName parsed = RequireHookInfoName(hook_info);
  std::vector<std::string> names;
  // The texture is this hook's only when nobody writes it any more: windows and map_ids repeat.
  const auto texture = StandingTexture(platform, hook_info);
  if (texture && platform.LookForProducer({*texture}).liveness == Liveness::kGone) names.push_back(*texture);
  for (int buffer = 0; buffer < 2; ++buffer) names.push_back(TextureMutexName(parsed, buffer));
  for (const std::string_view event : kEvents) names.push_back(EventName(parsed, event));
  // A held keep-alive belongs to a capturing application that lives.
  const std::string keep_alive = KeepAliveName(parsed);
  if (platform.LookAtMutex(keep_alive).state != MutexState::kHeld) names.push_back(keep_alive);
  return names;
}

}  // namespace framelatch
