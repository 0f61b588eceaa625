#include "layouts/capture_hook.h"

#include <cstring>

#include "layouts/dialect.h"

namespace framelatch {
namespace {

capture_hook::HookInfo Load(const std::byte* bytes) {
  capture_hook::HookInfo info;
  std::memcpy(&info, bytes, sizeof info);
  return info;
}

CaptureInfo Decode(const std::byte* bytes) {
  const capture_hook::HookInfo info = Load(bytes);
  return {.dialect = Dialect::kCaptureHook,
          .version_major = info.hook_ver_major,
          .version_minor = info.hook_ver_minor,
          .type = info.type,
          .window = info.window,
          .format = info.format,
          .width = info.cx,
          .height = info.cy,
          .pitch = info.pitch,
          .map_id = info.map_id,
          .map_size = info.map_size,
          .flip = info.flip != 0};
}

Fields DecodeFields(const std::byte* bytes) {
  const capture_hook::HookInfo info = Load(bytes);
  const auto number = [](uint64_t value) { return FieldValue(value); };
  return {{"hook_ver_major", number(info.hook_ver_major)},
          {"hook_ver_minor", number(info.hook_ver_minor)},
          {"type", FieldValue(static_cast<int64_t>(info.type))},
          {"window", number(info.window)},
          {"format", number(info.format)},
          {"cx", number(info.cx)},
          {"cy", number(info.cy)},
          {"pitch", number(info.pitch)},
          {"map_id", number(info.map_id)},
          {"map_size", number(info.map_size)},
          {"flip", number(info.flip)},
          {"frame_interval", number(info.frame_interval)},
          {"force_shmem", number(info.force_shmem)},
          {"capture_overlay", number(info.capture_overlay)},
          {"allow_srgb_alias", number(info.allow_srgb_alias)}};
}

}  // namespace

const DialectTraits kCaptureHookTraits{.dialect = Dialect::kCaptureHook,
                                       .layout = LayoutId::kCaptureHook,
                                       .prefix = "CaptureHook_",
                                       .info_bytes = sizeof(capture_hook::HookInfo),
                                       .decode = Decode,
                                       .fields = DecodeFields};

}  // namespace framelatch
