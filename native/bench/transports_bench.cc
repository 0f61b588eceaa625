// A pipe against shared memory, between two processes:
//   framelatch_transports_bench BYTES MILLISECONDS
// Both carry messages of BYTES that the receiver copies into memory of its own. The pipe is what pipe sources use (a
// Unix stream socket); shared memory is a region with two buffers under a mutex each, written and read by the capture
// hook's rules, and a counter on which the receiver sleeps, or which it looks at without a pause. Prints one JSON
// object for each.

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/channels.h"
#include "core/error.h"
#include "platform/platform.h"

namespace {

using namespace framelatch;
using bench::Channel;

constexpr uint64_t kNsPerMs = 1'000'000;

uint64_t Now() { return CurrentPlatform().MonotonicNs(); }

// What stands at the start of every message.
struct Head {
  uint64_t number;   // from 1 on
  uint64_t sent_ns;  // when its sending began
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

// Counts in `sent`, which both processes see.
void SendAll(Channel& channel, uint64_t bytes, const Run& run, uint64_t* sent) {
  std::vector<std::byte> message(bytes, std::byte{7});
  const uint64_t start = Now();
  for (uint64_t number = 1; run.messages != 0 ? number <= run.messages : Now() - start < run.duration_ns; ++number) {
    const Head head{number, Now()};
    std::memcpy(message.data(), &head, sizeof head);
    if (channel.Send(message)) ++*sent;
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
  void* shared = mmap(nullptr, sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) std::abort();
  auto* sent = static_cast<uint64_t*>(shared);
  const pid_t child = fork();
  if (child == 0) {
    SendAll(*channel, bytes, run, sent);
    _exit(0);
  }
  Outcome outcome;
  ReceiveAll(*channel, bytes, run, outcome);
  outcome.seconds = static_cast<double>(Now() - start) / 1e9;
  waitpid(child, nullptr, 0);
  outcome.cpu_seconds = CpuSeconds(RUSAGE_SELF) + CpuSeconds(RUSAGE_CHILDREN) - cpu_before;
  outcome.sent = *sent;
  munmap(shared, sizeof(uint64_t));
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
      "{\"transport\":\"%s\",\"bytes\":%llu,\"sentPerSecond\":%.1f,\"perSecond\":%.1f,\"p50Us\":%.2f,\"p99Us\":%.2f,"
      "\"cpuUs\":%.2f,\"copyUs\":"
      "%.3f,"
      "\"older\":%llu,\"slowSent\":%llu,\"slowLost\":%llu,\"slowFirst\":%llu,\"slowLast\":%llu}\n",
      name, static_cast<unsigned long long>(bytes), static_cast<double>(fast.sent) / fast.seconds,
      static_cast<double>(fast.received) / fast.seconds, Quantile(paced.latencies_ns, 0.5) / 1e3,
      Quantile(paced.latencies_ns, 0.99) / 1e3, cpu * 1e6, CopySeconds(bytes) * 1e6,
      static_cast<unsigned long long>(fast.older + slow.older + paced.older),
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
        "pipe", [] { return bench::MakePipe(); }, bytes, duration);
    Report(
        "memory", [bytes] { return bench::MakeMemory(bytes, false); }, bytes, duration);
    Report(
        "memory-polled", [bytes] { return bench::MakeMemory(bytes, true); }, bytes, duration);
  } catch (const Error& error) {
    std::fprintf(stderr, "%s %s: %s\n", error.operation.c_str(), error.target.c_str(), error.reason.c_str());
    return 1;
  }
  return 0;
}
