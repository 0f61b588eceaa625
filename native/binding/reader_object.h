#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "reader/reader.h"

namespace framelatch::binding {

class ReaderEvents;

// JavaScript's `SourceReader` (native/types.ts): one native thread, its events brought to the JavaScript thread by one
// thread-safe function. Closed by `close()`, by the garbage collector, or at the environment's end, whichever comes
// first.
class ReaderObject final : public Napi::ObjectWrap<ReaderObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit ReaderObject(const Napi::CallbackInfo& info);
  ~ReaderObject() override;

 private:
  void UseBuffers(const Napi::CallbackInfo& info);
  Napi::Value UseRing(const Napi::CallbackInfo& info);
  void UseNothing(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);
  void RequestCurrent(const Napi::CallbackInfo& info);
  Napi::Value CaptureCurrent(const Napi::CallbackInfo& info);
  Napi::Value GetStatus(const Napi::CallbackInfo& info);
  void CloseFromJs(const Napi::CallbackInfo& info);

  void Close();
  void SetTarget(std::shared_ptr<FrameTarget> target);
  void ThrowIfTransferred(Napi::Env env, uint32_t slot) const;
  void ThrowIfClosed(Napi::Env env) const;
  static void OnEnvironmentEnd(void* self);

  Napi::Env env_;
  std::shared_ptr<ReaderEvents> events_;
  std::unique_ptr<Reader> reader_;  // null when closed
  std::vector<Napi::Reference<Napi::ArrayBuffer>> buffers_;
  // Counts what was asked for: a ring that is ready too late must not take the place of what came after it.
  uint64_t target_requests_ = 0;
};

}  // namespace framelatch::binding
