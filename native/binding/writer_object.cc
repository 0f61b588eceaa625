#include "binding/writer_object.h"

#include <cstring>
#include <span>

#include "binding/convert.h"
#include "binding/options.h"

namespace framelatch::binding {
namespace {

Error ClosedError(const char* what) { return {"internal", "use", what, "it is closed already", "Open it again."}; }

std::span<const std::byte> BytesOf(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint8Array>();
  return {reinterpret_cast<const std::byte*>(array.Data()), array.ByteLength()};
}

}  // namespace

Napi::Function WriterObject::Define(Napi::Env env) {
  return DefineClass(
      env, "SourceWriter",
      {InstanceMethod("publish", &WriterObject::Publish), InstanceMethod("resize", &WriterObject::Resize),
       InstanceMethod("holdLock", &WriterObject::HoldLock), InstanceMethod("dropLock", &WriterObject::DropLock),
       InstanceMethod("close", &WriterObject::Close), InstanceAccessor<&WriterObject::HookInfoNameOf>("hookInfoName"),
       InstanceAccessor<&WriterObject::TextureNameOf>("textureName"), InstanceAccessor<&WriterObject::Pitch>("pitch"),
       InstanceAccessor<&WriterObject::MapId>("mapId")});
}

WriterObject::WriterObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  WriterOptions writer_options;
  writer_options.dialect = DialectOf(options);
  writer_options.id = LargeNumberOf(options, "id");
  writer_options.window = LargeNumberOf(options, "window");
  writer_options.width = NumberOf(options, "width");
  writer_options.height = NumberOf(options, "height");
  writer_options.pitch = NumberOf(options, "pitch");
  writer_options.format = NumberOf(options, "format");
  writer_options.flip = options.Get("flip").As<Napi::Boolean>().Value();
  writer_ = Rethrowing(info.Env(), [&] { return std::make_unique<Writer>(writer_options); });
}

Writer& WriterObject::Open(Napi::Env env) const {
  if (!writer_) throw ToJs(env, ClosedError("source writer"));
  return *writer_;
}

Napi::Value WriterObject::Publish(const Napi::CallbackInfo& info) {
  Writer& writer = Open(info.Env());
  const auto pixels = BytesOf(info[0]);
  const size_t expected = static_cast<size_t>(writer.pitch()) * writer.height();
  if (pixels.size() != expected) {
    throw ToJs(info.Env(), Error("usage", "publish frame to", writer.hook_info_name(),
                                 "found " + std::to_string(pixels.size()) + " bytes, expected " +
                                     std::to_string(expected) + " (pitch * height)",
                                 "Give exactly one frame."));
  }
  const int buffer = writer.Publish([&](std::byte* target) { std::memcpy(target, pixels.data(), pixels.size()); });
  return Napi::Number::New(info.Env(), buffer);
}

void WriterObject::Resize(const Napi::CallbackInfo& info) {
  Writer& writer = Open(info.Env());
  const uint32_t pitch = info[2].IsUndefined() ? 0 : info[2].As<Napi::Number>().Uint32Value();
  Rethrowing(info.Env(), [&] {
    writer.Resize(info[0].As<Napi::Number>().Uint32Value(), info[1].As<Napi::Number>().Uint32Value(), pitch);
  });
}

Napi::Value WriterObject::HoldLock(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Open(info.Env()).HoldLock(info[0].As<Napi::Number>().Int32Value()));
}

void WriterObject::DropLock(const Napi::CallbackInfo& info) {
  Open(info.Env()).DropLock(info[0].As<Napi::Number>().Int32Value());
}

void WriterObject::Close(const Napi::CallbackInfo& /*info*/) { writer_.reset(); }

Napi::Value WriterObject::HookInfoNameOf(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), Open(info.Env()).hook_info_name());
}

Napi::Value WriterObject::TextureNameOf(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), Open(info.Env()).texture_name());
}

Napi::Value WriterObject::Pitch(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), Open(info.Env()).pitch());
}

Napi::Value WriterObject::MapId(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), Open(info.Env()).map_id());
}

Napi::Function ReplayObject::Define(Napi::Env env) {
  return DefineClass(env, "SourceReplay",
                     {InstanceMethod("show", &ReplayObject::Show), InstanceMethod("close", &ReplayObject::Close),
                      InstanceAccessor<&ReplayObject::HookInfoNameOf>("hookInfoName")});
}

ReplayObject::ReplayObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  replay_ = Rethrowing(info.Env(), [&] {
    return std::make_unique<Replay>(DialectOf(options), LargeNumberOf(options, "id"), BytesOf(options.Get("hookInfo")),
                                    BytesOf(options.Get("texture")));
  });
}

Replay& ReplayObject::Open(Napi::Env env) const {
  if (!replay_) throw ToJs(env, ClosedError("source replay"));
  return *replay_;
}

Napi::Value ReplayObject::Show(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Open(info.Env()).Show(info[0].As<Napi::Number>().Int32Value()));
}

void ReplayObject::Close(const Napi::CallbackInfo& /*info*/) { replay_.reset(); }

Napi::Value ReplayObject::HookInfoNameOf(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), Open(info.Env()).hook_info_name());
}

}  // namespace framelatch::binding
