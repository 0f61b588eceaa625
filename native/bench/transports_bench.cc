// A pipe against shared memory, between two processes:
//   framelatch_transports_bench BYTES MILLISECONDS
// Both carry messages of BYTES that the receiver copies into memory of its own. The pipe is what pipe sources use (a
// Unix stream socket); shared memory is a region with two buffers under a mutex each, written and read by the capture
// hook's rules, and a counter on which the receiver sleeps, or which it looks at without a pause. Prints one JSON
// object for each.

#include <linux/futex.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "platform/platform.h"

namespace {

using namespace framelatch;

constexpr uint64_t kNsPerMs = 1'000'000;

uint64_t Now() { return CurrentPlatform().MonotonicNs(); }

// What stands at the start of every message.
struct Head {
  uint64_t number;   // from 1 on
  uint64_t sent_ns;  // when its sending began
};

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
      if (mutexes_[buffer]->TryLock() == TryLockResult::kBusy) continue;
      std::memcpy(Buffer(buffer), message.data(), bytes_);
      mutexes_[buffer]->Unlock(LockRole::kWriter);
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
      if (count != seen_ && mutexes_[newest]->TryLock() != TryLockResult::kBusy) {
        std::memcpy(message.data(), Buffer(newest), bytes_);
        mutexes_[newest]->Unlock(LockRole::kReader);
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

struct Run {
  uint64_t pause_ns = 0;           // of the sender between messages; 0 = as fast as it goes
  uint64_t receiver_pause_ns = 0;  // after each message: a slow reader
  uint64_t messages = 0;           // 0 = as many as fit into `duration_ns`
  uint64_t duration_ns = 0;
};

struct Outcome {
  uint64_t sent = 0;
  uint64_t received = 0;
  uint64_t older = 0;  // than one that had arrived before
  uint64_t again = 0;  // the same as the one before: published again before its number was read
  uint64_t first = 0;  // number of the first that arrived
  uint64_t last = 0;
  double seconds = 0;
  double cpu_seconds = 0;  // of both processes
  std::vector<uint64_t> latencies_ns;
};

void SendAll(Channel& channel, uint64_t bytes, const Run& run) {
  std::vector<std::byte> message(bytes, std::byte{7});
  const uint64_t start = Now();
  for (uint64_t number = 1; run.messages != 0 ? number <= run.messages : Now() - start < run.duration_ns; ++number) {
    const Head head{number, Now()};
    std::memcpy(message.data(), &head, sizeof head);
    channel.Send(message);
    if (run.pause_ns != 0) CurrentPlatform().SleepNs(run.pause_ns);
  }
  channel.EndSending();
}

double CpuSeconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void ReceiveAll(Channel& channel, uint64_t bytes, const Run& run, Outcome& outcome) {
  std::vector<std::byte> message(bytes);
  while (channel.Receive(message)) {
    Head head{};
    std::memcpy(&head, message.data(), sizeof head);
    outcome.latencies_ns.push_back(Now() - head.sent_ns);
    if (outcome.received++ == 0) outcome.first = head.number;
    if (head.number < outcome.last) ++outcome.older;
    if (head.number == outcome.last) ++outcome.again;
    outcome.last = std::max(outcome.last, head.number);
    if (run.receiver_pause_ns != 0) CurrentPlatform().SleepNs(run.receiver_pause_ns);
  }
}

// The child sends, this process receives.
Outcome Measure(const std::function<std::unique_ptr<Channel>()>& make, uint64_t bytes, const Run& run) {
  const std::unique_ptr<Channel> channel = make();
  const double cpu_before = CpuSeconds(RUSAGE_SELF) + CpuSeconds(RUSAGE_CHILDREN);
  const uint64_t start = Now();
  const pid_t child = fork();
  if (child == 0) {
    SendAll(*channel, bytes, run);
    _exit(0);
  }
  Outcome outcome;
  ReceiveAll(*channel, bytes, run, outcome);
  outcome.seconds = static_cast<double>(Now() - start) / 1e9;
  waitpid(child, nullptr, 0);
  outcome.cpu_seconds = CpuSeconds(RUSAGE_SELF) + CpuSeconds(RUSAGE_CHILDREN) - cpu_before;
  outcome.sent = run.messages;
  outcome.received -= outcome.again;
  return outcome;
}

double Quantile(std::vector<uint64_t> values, double q) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return static_cast<double>(values[static_cast<size_t>(q * static_cast<double>(values.size() - 1))]);
}

// Seconds that one copy of so many bytes takes, out of what no cache holds any more where they are many.
double CopySeconds(uint64_t bytes) {
  std::vector<std::byte> source(bytes, std::byte{1});
  std::vector<std::byte> target(bytes, std::byte{2});
  const uint64_t rounds = std::max<uint64_t>(20, (uint64_t{1} << 30) / bytes);
  const uint64_t start = Now();
  for (uint64_t round = 0; round < rounds; ++round) {
    std::memcpy(target.data(), source.data(), bytes);
    // So that no copy is left out as useless.
    asm volatile("" : : "r"(target.data()) : "memory");
  }
  return static_cast<double>(Now() - start) / 1e9 / static_cast<double>(rounds);
}

void Report(const char* name, const std::function<std::unique_ptr<Channel>()>& make, uint64_t bytes,
            uint64_t duration) {
  // A pause that lets the other side fall asleep each time, and the copy of a large message end.
  const uint64_t pause = kNsPerMs + bytes;
  const Outcome paced = Measure(make, bytes, {.pause_ns = pause, .duration_ns = duration});
  const Outcome fast = Measure(make, bytes, {.duration_ns = duration});
  const Outcome slow = Measure(make, bytes, {.receiver_pause_ns = 5 * kNsPerMs, .messages = 100});
  const double cpu = paced.cpu_seconds / static_cast<double>(paced.received);
  std::printf(
      "{\"transport\":\"%s\",\"bytes\":%llu,\"perSecond\":%.1f,\"p50Us\":%.2f,\"p99Us\":%.2f,\"cpuUs\":%.2f,\"copyUs\":"
      "%.3f,"
      "\"older\":%llu,\"slowSent\":%llu,\"slowLost\":%llu,\"slowFirst\":%llu,\"slowLast\":%llu}\n",
      name, static_cast<unsigned long long>(bytes), static_cast<double>(fast.received) / fast.seconds,
      Quantile(paced.latencies_ns, 0.5) / 1e3, Quantile(paced.latencies_ns, 0.99) / 1e3, cpu * 1e6,
      CopySeconds(bytes) * 1e6, static_cast<unsigned long long>(fast.older + slow.older + paced.older),
      static_cast<unsigned long long>(slow.sent), static_cast<unsigned long long>(slow.sent - slow.received),
      static_cast<unsigned long long>(slow.first), static_cast<unsigned long long>(slow.last));
}

}  // namespace

int main(int argc, char** argv) {
  const uint64_t bytes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  const uint64_t duration = (argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000) * kNsPerMs;
  if (bytes < sizeof(Head)) {
    std::fprintf(stderr, "usage: framelatch_transports_bench BYTES MILLISECONDS, with at least 16 bytes\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  try {
    Report(
        "pipe", [] { return std::make_unique<Pipe>(); }, bytes, duration);
    Report(
        "memory", [bytes] { return std::make_unique<Memory>(bytes, false); }, bytes, duration);
    Report(
        "memory-polled", [bytes] { return std::make_unique<Memory>(bytes, true); }, bytes, duration);
  } catch (const Error& error) {
    std::fprintf(stderr, "%s %s: %s\n", error.operation.c_str(), error.target.c_str(), error.reason.c_str());
    return 1;
  }
  return 0;
}
