#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace framelatch::bench {

// The way from one process to the other. Made before they part; each side then calls its own half.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  // False when the message could not be sent at this moment, and was dropped.
  virtual bool Send(const std::vector<std::byte>& message) = 0;
  // Sleeps until there is one; false when the sender has ended.
  virtual bool Receive(std::vector<std::byte>& message) = 0;
  virtual void EndSending() = 0;
};

// What pipe sources use: a Unix stream socket.
std::unique_ptr<Channel> MakePipe();
// A region with two buffers of `bytes` under a mutex each, written and read by the capture hook's rules, and a counter
// on which the receiver sleeps; `polled`: it looks without a pause, and nobody wakes it.
std::unique_ptr<Channel> MakeMemory(uint64_t bytes, bool polled);

}  // namespace framelatch::bench
