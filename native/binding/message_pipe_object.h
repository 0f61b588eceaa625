#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "platform/platform.h"

namespace framelatch::binding {

// The listening end of a pipe of messages (native/message-pipe.ts wraps it). Polled on the JavaScript thread.
class MessagePipeObject final : public Napi::ObjectWrap<MessagePipeObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{path}`
  explicit MessagePipeObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value Poll(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& /*info*/) { pipe_.reset(); }

  std::unique_ptr<MessagePipe> pipe_;  // null when closed
};

}  // namespace framelatch::binding
