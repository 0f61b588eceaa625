#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What the system tells of processes, and of those that write an object.
namespace framelatch {

struct ProcessInfo {
  int64_t pid = 0;
  std::string name;
  bool alive = false;
};

// Where to look for the process that writes an object.
struct ProducerClue {
  std::string object;
  int64_t pid = 0;  // that the object's name tells; 0 = none
};

// Who is not seen is not gone.
enum class Liveness {
  kRunning,  // a process has it open for writing or mapped writable
  kGone,     // certainly none has
  kUnknown,
};

struct ProducerLook {
  Liveness liveness = Liveness::kUnknown;
  // Nothing also while it runs where this user cannot see it: in another PID namespace, or as another user.
  std::optional<ProcessInfo> process{};
  // Unknown for no other reason than that it was written within the last seconds, by nobody who has it open now.
  bool changed_lately = false;
};

// What a process has loaded.
struct ProcessModules {
  std::vector<std::string> files;  // file names of libraries without their folders, lower case, each once
  int bits = 64;                   // of its code: 32 or 64
};

// Watches one process without polling /proc: pidfd or a process handle. Immune to pid reuse.
class ProcessWatch {
 public:
  ProcessWatch() = default;
  ProcessWatch(const ProcessWatch&) = delete;
  ProcessWatch& operator=(const ProcessWatch&) = delete;
  virtual ~ProcessWatch() = default;
  virtual bool HasExited() const noexcept = 0;
  virtual ProcessInfo info() const = 0;
};

}  // namespace framelatch
