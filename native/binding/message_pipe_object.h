#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "platform/message_drain.h"

namespace framelatch::binding {

// The listening end of a pipe of messages (native/message-pipe.ts wraps it), emptied on a thread of its own.
class MessagePipeObject final : public Napi::ObjectWrap<MessagePipeObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{path}`
  explicit MessagePipeObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value Poll(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& /*info*/) { drain_.reset(); }

  std::unique_ptr<MessageDrain> drain_;  // null when closed
};

}  // namespace framelatch::binding
