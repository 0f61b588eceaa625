#include "binding/reader_events.h"

#include <memory>
#include <utility>

#include "binding/convert.h"

namespace framelatch::binding {

ReaderEvents::ReaderEvents(Napi::Env env, const Napi::Object& listener)
    : function_(Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}),
                                              "framelatch-reader", 0, 1)),
      listener_(Napi::Persistent(listener)) {}

void ReaderEvents::Post(std::function<void(Napi::Env)> body) {
  auto task = std::make_unique<std::function<void(Napi::Env)>>(std::move(body));
  const napi_status status =
      function_.NonBlockingCall(task.get(), [](Napi::Env env, Napi::Function, std::function<void(Napi::Env)>* posted) {
        const std::unique_ptr<std::function<void(Napi::Env)>> owned(posted);
        if (env != nullptr) Rethrowing(env, [&] { (*owned)(env); });
      });
  // Refused only when the environment is ending: then nobody waits for it.
  if (status == napi_ok) (void)task.release();
}

void ReaderEvents::OnFrame(const Frame& frame) {
  Post([self = shared_from_this(), frame](Napi::Env env) {
    // Its memory is somebody else's by now.
    if (frame.target != self->generation_) return self->GiveBack(frame);
    Napi::Object event = Napi::Object::New(env);
    event["slot"] = frame.slot;
    event["header"] = ToJs(env, frame);
    self->CallListener(env, "onFrame", event);
  });
}

void ReaderEvents::OnStatus(const Status& status) {
  Post([self = shared_from_this(), status](Napi::Env env) { self->CallListener(env, "onStatus", ToJs(env, status)); });
}

void ReaderEvents::CallListener(Napi::Env env, const char* method, const Napi::Value& argument) {
  if (listener_.IsEmpty()) return;
  const Napi::HandleScope scope(env);
  const Napi::Object listener = listener_.Value();
  listener.Get(method).As<Napi::Function>().Call(listener, {argument});
}

void ReaderEvents::GiveBack(const Frame& frame) const {
  if (reader_ != nullptr) reader_->TakeBack(frame.sequence);
}

void ReaderEvents::Mute() {
  listener_.Reset();
  reader_ = nullptr;
}

void ReaderEvents::ReleaseFunction() { function_.Release(); }

}  // namespace framelatch::binding
