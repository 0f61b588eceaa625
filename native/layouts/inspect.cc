#include "layouts/inspect.h"

namespace framelatch {
namespace {

// Fills in what stands behind a readable header; the first thing that is wrong becomes `error`.
void InspectTexture(Inspection& inspection, const CaptureInfo& info, const HookInfoName& parsed) {
  try {
    ValidateCaptureInfo(info, inspection.name);
    const TextureView view = OpenTexture(info, parsed, inspection.name);
    const TextureHeader header = ReadTextureHeader(*view.region).value_or(TextureHeader{});
    inspection.texture = InspectedTexture{view.name, view.region->CurrentSize(), header};
    if (header.last_tex < -1 || header.last_tex > 1) {
      throw Error("texture-index-invalid", "read texture header of", inspection.name,
                  "found last_tex = " + std::to_string(header.last_tex) + ", expected -1, 0 or 1",
                  "Check what the producer stores there: the buffer it wrote last.");
    }
  } catch (const Error& error) {
    inspection.error = error;
  }
}

}  // namespace

HookInfoName RequireHookInfoName(const std::string& name) {
  const auto parsed = ParseHookInfoName(name);
  if (parsed) return *parsed;
  throw Error("layout-unknown", "open mapping", name,
              "the name is no hook info's: expected CaptureHook_HookInfo<number> or GameCapture_HookInfo<number>",
              "Pick a name from the list of mappings (`framelatch list`).");
}

Inspection Inspect(const std::string& name) {
  const auto region = CurrentPlatform().OpenRegion(name, Access::kReadOnly);
  const HookInfoName parsed = RequireHookInfoName(name);
  Inspection inspection;
  inspection.name = name;
  inspection.dialect = parsed.dialect;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.fields = HookInfoFields(*region, parsed, name);
  for (int buffer = 0; buffer < 2; ++buffer) {
    inspection.mutexes[static_cast<size_t>(buffer)] = CurrentPlatform().LookAtMutex(TextureMutexName(parsed, buffer));
  }
  inspection.keep_alive = CurrentPlatform().LookAtMutex(KeepAliveName(parsed));
  inspection.producer = CurrentPlatform().FindProducer(name, static_cast<int64_t>(parsed.id));
  InspectTexture(inspection, ReadCaptureInfo(*region, parsed, name), parsed);
  return inspection;
}

}  // namespace framelatch
