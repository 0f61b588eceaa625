#include "bench/channels.h"

#include <linux/futex.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>

#include "platform/platform.h"

namespace framelatch::bench {
namespace {

class Pipe final : public Channel {
 public:
  Pipe() {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) != 0) std::abort();
  }
  ~Pipe() override {
    for (const int end : ends_) close(end);
  }

  bool Send(const std::vector<std::byte>& message) override {
    for (size_t at = 0; at < message.size();) {
      const ssize_t count = write(ends_[0], message.data() + at, message.size() - at);
      if (count <= 0) return false;
      at += static_cast<size_t>(count);
    }
    return true;
  }

  bool Receive(std::vector<std::byte>& message) override {
    for (size_t at = 0; at < message.size();) {
      const ssize_t count = read(ends_[1], message.data() + at, message.size() - at);
      if (count <= 0) return false;
      at += static_cast<size_t>(count);
    }
    return true;
  }

  void EndSending() override { shutdown(ends_[0], SHUT_WR); }

 private:
  std::array<int, 2> ends_{};
};

// Words in front of both buffers; each process maps them.
struct Words {
  std::atomic<uint32_t> count;   // publications, and kEnded: a futex
  std::atomic<uint32_t> newest;  // 0 or 1
};
constexpr uint32_t kEnded = 0x80000000;
constexpr uint64_t kBuffersAt = 64;

class Memory final : public Channel {
 public:
  // `polled`: the receiver never sleeps, and nobody wakes it.
  Memory(uint64_t bytes, bool polled)
      : name_("FramelatchTransports" + std::to_string(getpid())), bytes_(bytes), polled_(polled) {
    region_ = CurrentPlatform().CreateRegion(name_, kBuffersAt + 2 * bytes);
    for (const char* suffix : {"A", "B"}) made_.push_back(CurrentPlatform().CreateNamedMutex(name_ + suffix));
  }
  ~Memory() override {
    for (const char* suffix : {"", "A", "B"}) CurrentPlatform().RemoveObject(name_ + suffix);
  }

  bool Send(const std::vector<std::byte>& message) override {
    OpenMutexes();
    for (const uint32_t buffer : {next_, 1 - next_}) {
      if (mutexes_[buffer]->TryLock(LockRole::kWriter) == TryLockResult::kBusy) continue;
      std::memcpy(Buffer(buffer), message.data(), bytes_);
      mutexes_[buffer]->Unlock();
      words().newest.store(buffer, std::memory_order_release);
      words().count.fetch_add(1, std::memory_order_release);
      Wake();
      next_ = 1 - buffer;
      return true;
    }
    return false;
  }

  bool Receive(std::vector<std::byte>& message) override {
    OpenMutexes();
    for (;;) {
      const uint32_t word = words().count.load(std::memory_order_acquire);
      const uint32_t count = word & ~kEnded;
      const uint32_t newest = words().newest.load(std::memory_order_acquire);
      if (count != seen_ && mutexes_[newest]->TryLock(LockRole::kReader) != TryLockResult::kBusy) {
        std::memcpy(message.data(), Buffer(newest), bytes_);
        mutexes_[newest]->Unlock();
        seen_ = count;
        return true;
      }
      if (count != seen_) continue;
      if ((word & kEnded) != 0) return false;
      if (!polled_) syscall(SYS_futex, &words().count, FUTEX_WAIT, word, nullptr, nullptr, 0);
    }
  }

  void EndSending() override {
    words().count.fetch_or(kEnded, std::memory_order_release);
    Wake();
  }

 private:
  Words& words() const { return *reinterpret_cast<Words*>(region_->data()); }
  std::byte* Buffer(uint32_t index) const { return region_->data() + kBuffersAt + index * bytes_; }
  void Wake() const {
    if (!polled_) syscall(SYS_futex, &words().count, FUTEX_WAKE, 1, nullptr, nullptr, 0);
  }
  // Each process needs descriptions of its own: a lock belongs to one.
  void OpenMutexes() {
    if (!mutexes_.empty()) return;
    for (const char* suffix : {"A", "B"}) mutexes_.push_back(CurrentPlatform().OpenNamedMutex(name_ + suffix));
  }

  std::string name_;
  uint64_t bytes_;
  bool polled_;
  std::unique_ptr<Region> region_;
  std::vector<std::unique_ptr<NamedMutex>> made_;
  std::vector<std::unique_ptr<NamedMutex>> mutexes_;
  uint32_t next_ = 0;
  uint32_t seen_ = 0;
};

}  // namespace

std::unique_ptr<Channel> MakePipe() { return std::make_unique<Pipe>(); }

std::unique_ptr<Channel> MakeMemory(uint64_t bytes, bool polled) { return std::make_unique<Memory>(bytes, polled); }

}  // namespace framelatch::bench
