#include "binding/reader_object.h"

#include <utility>

#include "binding/convert.h"
#include "binding/options.h"
#include "binding/promise_worker.h"
#include "binding/reader_events.h"

namespace framelatch::binding {
namespace {

Error ClosedError() { return {"internal", "use", "source reader", "it is closed already", "Open the source again."}; }

Error BufferError(std::string reason) {
  return {"usage", "read into", "buffers", std::move(reason),
          "Give ArrayBuffers as large as a frame, and transfer them to nobody while they are in use."};
}

// Writing goes on in a buffer that JavaScript keeps: it must have memory of its own.
Napi::ArrayBuffer RequireMemory(Napi::Env env, const Napi::Value& value) {
  if (!value.IsArrayBuffer()) throw ToJs(env, BufferError("found something else than an ArrayBuffer"));
  auto buffer = value.As<Napi::ArrayBuffer>();
  if (buffer.IsDetached()) throw ToJs(env, BufferError("found an ArrayBuffer that was transferred to somebody else"));
  if (buffer.ByteLength() == 0) throw ToJs(env, BufferError("found an empty ArrayBuffer"));
  return buffer;
}

// What a capture needs to stay alive until it is done.
struct PendingCapture {
  PendingCapture(Napi::Env env, const Napi::ArrayBuffer& buffer)
      : deferred(Napi::Promise::Deferred::New(env)), pixels(Napi::Persistent(buffer)) {}
  Napi::Promise::Deferred deferred;
  Napi::Reference<Napi::ArrayBuffer> pixels;
};

}  // namespace

Napi::Function ReaderObject::Define(Napi::Env env) {
  return DefineClass(
      env, "SourceReader",
      {InstanceMethod("useBuffers", &ReaderObject::UseBuffers), InstanceMethod("useRing", &ReaderObject::UseRing),
       InstanceMethod("useNothing", &ReaderObject::UseNothing), InstanceMethod("release", &ReaderObject::Release),
       InstanceMethod("requestCurrent", &ReaderObject::RequestCurrent),
       InstanceMethod("captureCurrent", &ReaderObject::CaptureCurrent),
       InstanceMethod("status", &ReaderObject::GetStatus), InstanceMethod("close", &ReaderObject::CloseFromJs)});
}

ReaderObject::ReaderObject(const Napi::CallbackInfo& info) : ObjectWrap(info), env_(info.Env()) {
  const auto options = info[0].As<Napi::Object>();
  ReaderOptions reader_options;
  reader_options.address = AddressOf(options);
  reader_options.alpha = AlphaOf(options);
  reader_options.stall_after_ns = NanosecondsOf(options, "stallAfterMs");
  events_ = std::make_shared<ReaderEvents>(env_, info[1].As<Napi::Object>());
  try {
    reader_ = std::make_unique<Reader>(reader_options, events_);
  } catch (...) {
    events_->ReleaseFunction();
    throw ToJs(env_, CaughtError());
  }
  // Added after the thread-safe function's own hook, so it runs before that one.
  napi_add_env_cleanup_hook(env_, OnEnvironmentEnd, this);
}

ReaderObject::~ReaderObject() {
  Quietly([this] { Close(); });
}

void ReaderObject::OnEnvironmentEnd(void* self) {
  Quietly([self] { static_cast<ReaderObject*>(self)->Close(); });
}

void ReaderObject::Close() {
  if (!reader_) return;
  napi_remove_env_cleanup_hook(env_, OnEnvironmentEnd, this);
  events_->Mute();
  reader_->Stop();
  reader_.reset();
  events_->ReleaseFunction();
  buffers_.clear();
}

void ReaderObject::CloseFromJs(const Napi::CallbackInfo& /*info*/) { Close(); }

void ReaderObject::ThrowIfClosed(Napi::Env env) const {
  if (!reader_) throw ToJs(env, ClosedError());
}

void ReaderObject::SetTarget(std::shared_ptr<FrameTarget> target) {
  ++target_requests_;
  events_->Follow(*reader_, reader_->SetTarget(std::move(target)));
}

void ReaderObject::UseBuffers(const Napi::CallbackInfo& info) {
  ThrowIfClosed(info.Env());
  const auto array = info[0].As<Napi::Array>();
  if (array.Length() == 0) throw ToJs(info.Env(), BufferError("found no buffer at all"));
  std::vector<Napi::Reference<Napi::ArrayBuffer>> references;
  std::vector<std::byte*> pointers;
  uint64_t slot_bytes = UINT64_MAX;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    auto buffer = RequireMemory(info.Env(), array.Get(i));
    slot_bytes = std::min<uint64_t>(slot_bytes, buffer.ByteLength());
    pointers.push_back(static_cast<std::byte*>(buffer.Data()));
    references.push_back(Napi::Persistent(buffer));
  }
  SetTarget(WrapBuffers(pointers.data(), static_cast<int>(pointers.size()), slot_bytes));
  // Only now: the reader has left the old buffers.
  buffers_ = std::move(references);
}

Napi::Value ReaderObject::UseRing(const Napi::CallbackInfo& info) {
  ThrowIfClosed(info.Env());
  const auto ring = info[0].As<Napi::Object>();
  const std::string path = StringOf(ring, "path");
  const uint64_t header_bytes = LargeNumberOf(ring, "headerBytes");
  const auto slots = static_cast<int>(NumberOf(ring, "slots"));
  const uint64_t slot_bytes = LargeNumberOf(ring, "slotBytes");
  // Keeps this object from the garbage collector until the ring is open.
  auto self = std::make_shared<Napi::ObjectReference>(Napi::Persistent(info.This().As<Napi::Object>()));
  const uint64_t request = ++target_requests_;
  return PromiseWorker<std::shared_ptr<FrameTarget>>::Start(
      info.Env(), [=] { return OpenRing(path, header_bytes, slots, slot_bytes); },
      [this, self, request](Napi::Env env, std::shared_ptr<FrameTarget>& target) -> Napi::Value {
        ThrowIfClosed(env);
        if (request != target_requests_) return Napi::Boolean::New(env, false);
        SetTarget(std::move(target));
        buffers_.clear();
        return Napi::Boolean::New(env, true);
      });
}

void ReaderObject::UseNothing(const Napi::CallbackInfo& info) {
  ThrowIfClosed(info.Env());
  SetTarget(nullptr);
  buffers_.clear();
}

void ReaderObject::Release(const Napi::CallbackInfo& info) {
  if (!reader_) return;
  const int32_t slot = info[0].As<Napi::Number>().Int32Value();
  ThrowIfTransferred(info.Env(), static_cast<uint32_t>(slot));
  reader_->ReleaseSlot(slot);
}

void ReaderObject::ThrowIfTransferred(Napi::Env env, uint32_t slot) const {
  if (slot >= buffers_.size()) return;
  // The slot stays taken: its memory belongs to somebody else now.
  if (buffers_[slot].Value().IsDetached()) throw ToJs(env, BufferError("found the slot's buffer transferred"));
}

void ReaderObject::RequestCurrent(const Napi::CallbackInfo& info) {
  ThrowIfClosed(info.Env());
  reader_->RequestCurrent();
}

Napi::Value ReaderObject::CaptureCurrent(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  ThrowIfClosed(env);
  auto buffer = RequireMemory(env, info[0]);
  const auto options = info[1].As<Napi::Object>();
  auto pending = std::make_shared<PendingCapture>(env, buffer);
  CaptureRequest request;
  request.pixels = static_cast<std::byte*>(buffer.Data());
  request.bytes = buffer.ByteLength();
  request.alpha = AlphaOf(options);
  request.deadline_ns = CurrentPlatform().MonotonicNs() + NanosecondsOf(options, "timeoutMs");
  const std::shared_ptr<ReaderEvents> events = events_;
  request.done = [pending, events](const std::optional<Frame>& frame) {
    // The references must be dropped on the JavaScript thread, so they travel with the task.
    events->Post([pending, frame](Napi::Env task_env) {
      const Napi::HandleScope scope(task_env);
      pending->deferred.Resolve(frame ? Napi::Value(ToJs(task_env, *frame)) : task_env.Null());
      pending->pixels.Reset();
    });
  };
  const Napi::Promise promise = pending->deferred.Promise();
  reader_->Capture(std::move(request));
  return promise;
}

Napi::Value ReaderObject::GetStatus(const Napi::CallbackInfo& info) {
  ThrowIfClosed(info.Env());
  return ToJs(info.Env(), reader_->GetStatus());
}

}  // namespace framelatch::binding
