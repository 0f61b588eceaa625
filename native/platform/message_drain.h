#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/platform.h"

namespace framelatch {

// Empties a pipe on a thread of its own, whatever its owner is busy with: a sender that writes on its drawing thread
// must never wait for us. Keeps the newest of what came.
class MessageDrain {
 public:
  // Most events, and bytes of messages, that are kept; the oldest go first.
  static constexpr size_t kMostEvents = 256;
  static constexpr size_t kMostBytes = size_t{1} << 20;

  explicit MessageDrain(std::unique_ptr<MessagePipe> pipe);
  MessageDrain(const MessageDrain&) = delete;
  MessageDrain& operator=(const MessageDrain&) = delete;
  // Ends the pipe and joins the thread.
  ~MessageDrain();

  // Any thread.
  std::optional<PipeEvent> Take();

 private:
  void Run();
  void Keep(PipeEvent event);

  std::unique_ptr<MessagePipe> pipe_;  // the thread's alone
  std::mutex mutex_;                   // guards the next two
  std::deque<PipeEvent> events_;
  size_t bytes_ = 0;
  std::atomic<bool> ended_{false};
  std::unique_ptr<WakeableTimer> timer_;
  std::thread thread_;
};

}  // namespace framelatch
