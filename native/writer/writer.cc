#include "writer/writer.h"

#include "pixels/pixels.h"
#include "writer/sdk_writer.h"

namespace framelatch {
namespace {

// Refuses what no reader could open, each fault by its own code, before anything is created.
void Validate(const WriterOptions& options) {
  CaptureInfo info;
  info.dialect = options.dialect;
  info.version_major = 1;
  info.format = options.format;
  info.width = options.width;
  info.height = options.height;
  info.pitch = options.pitch != 0 ? options.pitch : options.width * BytesPerPixel(options.format);
  ValidateCaptureInfo(info, HookInfoNameFor(options.dialect, options.id));
}

uint64_t BytesOf(const WriterOptions& options) {
  const uint64_t row = uint64_t{options.width} * BytesPerPixel(options.format);
  return 2 * (options.pitch != 0 ? options.pitch : row) * options.height;
}

SdkWriter Create(const WriterOptions& options) {
  Validate(options);
  RefuseTakenName(options.dialect, options.id);
  fl_options sdk_options{};
  sdk_options.dialect = SdkDialect(options.dialect);
  sdk_options.id = options.id;
  sdk_options.window = options.window;
  sdk_options.width = options.width;
  sdk_options.height = options.height;
  sdk_options.pitch = options.pitch;
  sdk_options.format = options.format;
  sdk_options.flip = options.flip ? 1 : 0;
  fl_writer* writer = nullptr;
  fl_error error{};
  ThrowUnlessOk(fl_create(&sdk_options, &writer, &error), error, BytesOf(options));
  return SdkWriter(writer);
}

}  // namespace

struct Writer::State {
  explicit State(const WriterOptions& writer_options)
      : options(writer_options), sdk(Create(writer_options)), hook_info_name(fl_hook_info_name(sdk.get())) {}

  WriterOptions options;
  SdkWriter sdk;
  std::string hook_info_name;
};

Writer::Writer(const WriterOptions& options) : state_(std::make_unique<State>(options)) {}

Writer::~Writer() = default;

int Writer::Publish(const std::function<void(std::byte*)>& fill) {
  fl_writer* const sdk = state_->sdk.get();
  void* const pixels = fl_begin_frame(sdk, nullptr);
  if (pixels == nullptr) return -1;
  try {
    fill(static_cast<std::byte*>(pixels));
  } catch (...) {
    fl_cancel_frame(sdk);
    throw;
  }
  return fl_end_frame(sdk);
}

void Writer::Resize(uint32_t width, uint32_t height, uint32_t pitch) {
  WriterOptions options = state_->options;
  options.width = width;
  options.height = height;
  options.pitch = pitch;
  Validate(options);
  fl_error error{};
  ThrowUnlessOk(fl_resize(state_->sdk.get(), width, height, pitch, &error), error, BytesOf(options));
  state_->options = options;
}

uint32_t Writer::map_id() const { return fl_map_id(state_->sdk.get()); }
uint32_t Writer::pitch() const { return fl_pitch(state_->sdk.get()); }
uint32_t Writer::height() const { return fl_height(state_->sdk.get()); }
const std::string& Writer::hook_info_name() const { return state_->hook_info_name; }
std::string Writer::texture_name() const { return fl_texture_name(state_->sdk.get()); }
bool Writer::HoldLock(int buffer) { return fl_try_lock(state_->sdk.get(), buffer) != 0; }
void Writer::DropLock(int buffer) { fl_unlock(state_->sdk.get(), buffer); }

}  // namespace framelatch
