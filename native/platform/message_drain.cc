#include "platform/message_drain.h"

#include <utility>

#include "core/caught_error.h"

namespace framelatch {
namespace {

constexpr uint64_t kLookNs = 5'000'000;

}  // namespace

MessageDrain::MessageDrain(std::unique_ptr<MessagePipe> pipe)
    : pipe_(std::move(pipe)), timer_(CurrentPlatform().CreateWakeableTimer()), thread_([this] { Run(); }) {}

MessageDrain::~MessageDrain() {
  ended_ = true;
  timer_->Wake();
  thread_.join();
}

std::optional<PipeEvent> MessageDrain::Take() {
  const std::lock_guard lock(mutex_);
  if (events_.empty()) return std::nullopt;
  PipeEvent first = std::move(events_.front());
  events_.pop_front();
  bytes_ -= first.message.size();
  return first;
}

void MessageDrain::Run() {
  while (!ended_) {
    // A sender that never pauses must not keep us from ending.
    // What memory was refused for is lost, as the oldest are; the sender must go on. An exception would end us all.
    Quietly([this] {
      while (!ended_) {
        auto event = pipe_->Poll();
        if (!event) break;
        Keep(std::move(*event));
      }
    });
    timer_->WaitNs(kLookNs);
  }
  pipe_.reset();
}

void MessageDrain::Keep(PipeEvent event) {
  const std::lock_guard lock(mutex_);
  bytes_ += event.message.size();
  events_.push_back(std::move(event));
  while (events_.size() > kMostEvents || bytes_ > kMostBytes) {
    bytes_ -= events_.front().message.size();
    events_.pop_front();
  }
}

}  // namespace framelatch
