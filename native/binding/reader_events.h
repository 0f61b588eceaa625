#pragma once

#include <napi.h>

#include <functional>
#include <memory>

#include "reader/reader.h"

namespace framelatch::binding {

// Brings what happens on the reader thread to the JavaScript thread. Never blocks the reader: frames are bounded by
// their slots, statuses come on changes only. What was posted keeps this alive until it has run.
class ReaderEvents final : public ReaderListener, public std::enable_shared_from_this<ReaderEvents> {
 public:
  ReaderEvents(Napi::Env env, const Napi::Object& listener);

  void OnFrame(const Frame& frame) override;
  void OnStatus(const Status& status) override;
  // Runs `body` on the JavaScript thread, also after Mute; from any thread.
  void Post(std::function<void(Napi::Env)> body);

  // JavaScript thread: the reader that these come from. Frames of targets before its `generation` go back to it.
  void Follow(Reader& reader, uint64_t generation) {
    reader_ = &reader;
    generation_ = generation;
  }
  // JavaScript thread: nothing reaches the listener or the reader any more, and nothing keeps the listener alive.
  void Mute();
  // After the reader thread was joined: no more posts.
  void ReleaseFunction();

 private:
  void GiveBack(const Frame& frame) const;
  void CallListener(Napi::Env env, const char* method, const Napi::Value& argument);

  Napi::ThreadSafeFunction function_;
  Napi::ObjectReference listener_;  // JavaScript thread only
  Reader* reader_ = nullptr;        // JavaScript thread only
  uint64_t generation_ = 0;         // JavaScript thread only
};

}  // namespace framelatch::binding
