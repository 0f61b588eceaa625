#include "binding/message_pipe_object.h"

#include <cstring>
#include <optional>

#include "binding/convert.h"
#include "binding/options.h"

namespace framelatch::binding {

Napi::Function MessagePipeObject::Define(Napi::Env env) {
  return DefineClass(
      env, "MessagePipe",
      {InstanceMethod("poll", &MessagePipeObject::Poll), InstanceMethod("close", &MessagePipeObject::Close)});
}

MessagePipeObject::MessagePipeObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const std::string path = StringOf(info[0].As<Napi::Object>(), "path");
  drain_ =
      Rethrowing(info.Env(), [&] { return std::make_unique<MessageDrain>(CurrentPlatform().ListenForMessages(path)); });
}

// poll(): `{kind, message}`, null when nothing has happened.
Napi::Value MessagePipeObject::Poll(const Napi::CallbackInfo& info) {
  const auto event = drain_ ? drain_->Take() : std::nullopt;
  if (!event) return info.Env().Null();
  const char* const kinds[] = {"connected", "message", "ended", "refused"};
  Napi::Object result = Napi::Object::New(info.Env());
  result["kind"] = kinds[static_cast<size_t>(event->kind)];
  auto message = Napi::Uint8Array::New(info.Env(), event->message.size());
  if (!event->message.empty()) std::memcpy(message.Data(), event->message.data(), event->message.size());
  result["message"] = message;
  return result;
}

}  // namespace framelatch::binding
