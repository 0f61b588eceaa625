#include "writer/writer.h"

#include <cstring>
#include <vector>

#include "layouts/capture_hook.h"
#include "layouts/dialect.h"
#include "pixels/pixels.h"
#include "writer/capture_objects.h"

namespace framelatch {
namespace {

// A made-up window handle for producers that have none: a reader takes any number.
uint64_t WindowOf(const WriterOptions& options) {
  if (options.window != 0) return options.window;
  return options.dialect == Dialect::kGameCapture ? options.id : (0x10000 | (options.id & 0xFFFF));
}

CaptureInfo InfoOf(const WriterOptions& options, uint32_t map_id) {
  CaptureInfo info;
  info.dialect = options.dialect;
  info.version_major = capture_hook::kVersionMajor;
  info.version_minor = capture_hook::kVersionMinor;
  info.window = WindowOf(options);
  info.format = options.format;
  info.width = options.width;
  info.height = options.height;
  info.pitch = options.pitch != 0 ? options.pitch : options.width * BytesPerPixel(options.format);
  info.map_id = map_id;
  info.flip = options.flip;
  ValidateCaptureInfo(info, HookInfoNameFor(options.dialect, options.id));
  info.map_size = static_cast<uint32_t>(SizesFor(info.pitch, info.height).total);
  return info;
}

TextureHeader HeaderOf(const CaptureInfo& info) {
  const TextureSizes sizes = SizesFor(info.pitch, info.height);
  return {-1, static_cast<uint32_t>(sizes.tex1_offset), static_cast<uint32_t>(sizes.tex2_offset)};
}

std::vector<std::byte> Encoded(const CaptureInfo& info) {
  const DialectTraits& traits = TraitsOf(info.dialect);
  std::vector<std::byte> bytes(traits.info_bytes);
  traits.encode(info, bytes.data());
  return bytes;
}

}  // namespace

struct Writer::State {
  State(const WriterOptions& writer_options, const CaptureInfo& first)
      : options(writer_options),
        name{options.dialect, options.id, ""},
        info(first),
        objects(name, TextureName(name, info.window, info.map_id), info.map_size, Encoded(info), HeaderOf(info)) {}

  WriterOptions options;
  HookInfoName name;
  CaptureInfo info;
  CaptureObjects objects;
};

Writer::Writer(const WriterOptions& options) : state_(std::make_unique<State>(options, InfoOf(options, 1))) {}

Writer::~Writer() = default;

int Writer::Publish(const std::function<void(std::byte*)>& fill) {
  const TextureHeader header = HeaderOf(state_->info);
  return state_->objects.Publish(
      [&](int buffer) { fill(state_->objects.texture() + (buffer == 0 ? header.tex1_offset : header.tex2_offset)); });
}

void Writer::Resize(uint32_t width, uint32_t height, uint32_t pitch) {
  WriterOptions options = state_->options;
  options.width = width;
  options.height = height;
  options.pitch = pitch;
  const CaptureInfo info = InfoOf(options, state_->info.map_id + 1);
  state_->objects.ReplaceTexture(TextureName(state_->name, info.window, info.map_id), info.map_size, HeaderOf(info));
  const std::vector<std::byte> bytes = Encoded(info);
  std::memcpy(state_->objects.hook_info(), bytes.data(), bytes.size());
  state_->options = options;
  state_->info = info;
}

uint32_t Writer::map_id() const { return state_->info.map_id; }
uint32_t Writer::pitch() const { return state_->info.pitch; }
uint32_t Writer::height() const { return state_->info.height; }
const std::string& Writer::hook_info_name() const { return state_->objects.hook_info_name(); }
std::string Writer::texture_name() const { return state_->objects.texture_name(); }
bool Writer::HoldLock(int buffer) { return state_->objects.TakeLock(buffer); }
void Writer::DropLock(int buffer) { state_->objects.DropLock(buffer); }

}  // namespace framelatch
