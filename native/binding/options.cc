#include "binding/options.h"

#include <charconv>
#include <optional>
#include <utility>

#include "binding/convert.h"

namespace framelatch::binding {
namespace {

bool IsGiven(const Napi::Object& options, const char* field) {
  const Napi::Value value = options.Get(field);
  return !value.IsUndefined() && !value.IsNull();
}

RawDescription RawOf(const Napi::Object& options) {
  RawDescription raw;
  raw.width = NumberOf(options, "width");
  raw.height = NumberOf(options, "height");
  raw.pitch = NumberOf(options, "pitch");
  raw.format = NumberOf(options, "format");
  raw.flip = options.Get("flip").ToBoolean();
  raw.offset = LargeNumberOf(options, "offset");
  raw.buffers = static_cast<int>(NumberOf(options, "buffers"));
  raw.stride = LargeNumberOf(options, "stride");
  if (IsGiven(options, "indexOffset")) raw.index_offset = LargeNumberOf(options, "indexOffset");
  const auto mutexes = options.Get("mutexes").As<Napi::Array>();
  for (uint32_t i = 0; i < mutexes.Length(); ++i) {
    raw.mutexes.push_back(mutexes.Get(i).As<Napi::String>().Utf8Value());
  }
  return raw;
}

// `device:number`, as convert.cc writes it; what is not that names no object.
ObjectIdentity IdentityFrom(const std::string& text) {
  ObjectIdentity identity;
  const char* const end = text.data() + text.size();
  const auto device = std::from_chars(text.data(), end, identity.device);
  if (device.ec == std::errc() && device.ptr != end) std::from_chars(device.ptr + 1, end, identity.number);
  return identity;
}

// Casting a double that does not fit, or NaN, would be undefined.
uint64_t Saturated(double value, double largest) {
  if (!(value > 0)) return 0;
  return static_cast<uint64_t>(value < largest ? value : largest);
}

}  // namespace

std::vector<Leftover> LeftoversFromJs(const Napi::Array& array) {
  std::vector<Leftover> leftovers;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Object object = array.Get(i).As<Napi::Object>();
    Leftover leftover{StringOf(object, "name"), {}};
    const auto objects = object.Get("objects").As<Napi::Array>();
    const auto identities = object.Get("identities").As<Napi::Array>();
    for (uint32_t j = 0; j < objects.Length(); ++j) {
      leftover.objects.push_back(
          {objects.Get(j).As<Napi::String>().Utf8Value(), IdentityFrom(identities.Get(j).ToString().Utf8Value())});
    }
    leftovers.push_back(std::move(leftover));
  }
  return leftovers;
}

Caution CautionOf(const Napi::Value& word) {
  const std::string caution = word.ToString().Utf8Value();
  if (caution == "forced") return Caution::kForced;
  return caution == "in-place" ? Caution::kInPlace : Caution::kCertain;
}

std::string StringOf(const Napi::Object& options, const char* field) {
  return options.Get(field).As<Napi::String>().Utf8Value();
}

uint32_t NumberOf(const Napi::Object& options, const char* field) {
  return options.Get(field).As<Napi::Number>().Uint32Value();
}

uint64_t LargeNumberOf(const Napi::Object& options, const char* field) {
  return Saturated(options.Get(field).As<Napi::Number>().DoubleValue(), 0x1p63);
}

uint64_t NanosecondsOf(const Napi::Object& options, const char* field_ms) {
  constexpr double kCenturyNs = 100.0 * 365 * 24 * 3600 * 1e9;
  return Saturated(options.Get(field_ms).As<Napi::Number>().DoubleValue() * 1e6, kCenturyNs);
}

Alpha AlphaOf(const Napi::Object& options) {
  return StringOf(options, "alpha") == "stored" ? Alpha::kStored : Alpha::kOpaque;
}

SourceAddress AddressOf(const Napi::Object& options) {
  SourceAddress address;
  address.name = StringOf(options, "name");
  if (IsGiven(options, "layout")) {
    const std::string layout = StringOf(options, "layout");
    address.layout = LayoutOf(layout);
    if (!address.layout) {
      throw ToJs(options.Env(), Error("usage", "open", address.name, "there is no layout '" + layout + "'",
                                      "`framelatch watch --help` lists the layouts."));
    }
  }
  if (IsGiven(options, "raw")) address.raw = RawOf(options.Get("raw").As<Napi::Object>());
  if (IsGiven(options, "yuv")) {
    const auto yuv = options.Get("yuv").As<Napi::Object>();
    address.yuv = {.is_bt709 = StringOf(yuv, "matrix") == "bt709", .is_full_range = StringOf(yuv, "range") == "full"};
  }
  return address;
}

Dialect DialectOf(const Napi::Object& options) {
  return StringOf(options, "dialect") == "GameCapture" ? Dialect::kGameCapture : Dialect::kCaptureHook;
}

bool IsCreated(const Napi::Object& options) { return StringOf(options, "access") == "create"; }

Error Closed(const std::string& name) { return {"usage", "use", name, "it is closed already", "Open it again."}; }

}  // namespace framelatch::binding
