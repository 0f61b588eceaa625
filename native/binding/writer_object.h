#pragma once

#include <napi.h>

#include <memory>

#include "writer/replay.h"
#include "writer/writer.h"

namespace framelatch::binding {

// JavaScript's `SourceWriter` (native/types.ts).
class WriterObject final : public Napi::ObjectWrap<WriterObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit WriterObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value Publish(const Napi::CallbackInfo& info);
  void Resize(const Napi::CallbackInfo& info);
  Napi::Value HoldLock(const Napi::CallbackInfo& info);
  void DropLock(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  Napi::Value HookInfoNameOf(const Napi::CallbackInfo& info);
  Napi::Value TextureNameOf(const Napi::CallbackInfo& info);
  Napi::Value Pitch(const Napi::CallbackInfo& info);
  Napi::Value MapId(const Napi::CallbackInfo& info);
  Writer& Open(Napi::Env env) const;

  std::unique_ptr<Writer> writer_;  // null when closed
};

// JavaScript's `SourceReplay`.
class ReplayObject final : public Napi::ObjectWrap<ReplayObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit ReplayObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value Show(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  Napi::Value HookInfoNameOf(const Napi::CallbackInfo& info);
  Replay& Open(Napi::Env env) const;

  std::unique_ptr<Replay> replay_;  // null when closed
};

}  // namespace framelatch::binding
