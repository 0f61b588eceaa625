#include "layouts/game_capture.h"

#include <cstring>

#include "layouts/dialect.h"

namespace framelatch {
namespace {

game_capture::HookInfo Load(const std::byte* bytes) {
  game_capture::HookInfo info;
  std::memcpy(&info, bytes, sizeof info);
  return info;
}

CaptureInfo Decode(const std::byte* bytes) {
  const game_capture::HookInfo info = Load(bytes);
  return {.dialect = Dialect::kGameCapture,
          .type = info.type,
          .format = info.format,
          .width = info.cx,
          .height = info.cy,
          .pitch = info.pitch,
          .map_id = info.map_id,
          .map_size = info.map_size,
          .flip = info.flip != 0};
}

Fields DecodeFields(const std::byte* bytes) {
  const game_capture::HookInfo info = Load(bytes);
  const auto number = [](uint64_t value) { return FieldValue(value); };
  return {{"state", number(info.state)},
          {"type", FieldValue(static_cast<int64_t>(info.type))},
          {"cx", number(info.cx)},
          {"cy", number(info.cy)},
          {"format", number(info.format)},
          {"pitch", number(info.pitch)},
          {"map_id", number(info.map_id)},
          {"map_size", number(info.map_size)},
          {"flip", number(info.flip)},
          {"frame_interval", number(info.frame_interval)},
          {"use_scale", number(info.use_scale)},
          {"force_shmem", number(info.force_shmem)}};
}

}  // namespace

const DialectTraits kGameCaptureTraits{.dialect = Dialect::kGameCapture,
                                       .layout = LayoutId::kGameCapture,
                                       .prefix = "GameCapture_",
                                       .info_bytes = sizeof(game_capture::HookInfo),
                                       .decode = Decode,
                                       .fields = DecodeFields};

}  // namespace framelatch
