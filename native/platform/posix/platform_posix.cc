#include "platform/posix/platform_posix.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>

#include "platform/posix/event.h"
#include "platform/posix/file_lock.h"
#include "platform/posix/framebuffers.h"
#include "platform/posix/guard.h"
#include "platform/posix/message_pipe.h"
#include "platform/posix/modules.h"
#include "platform/posix/mutex.h"
#include "platform/posix/names.h"
#include "platform/posix/object_file.h"
#include "platform/posix/object_folder.h"
#include "platform/posix/process.h"
#include "platform/posix/producer.h"
#include "platform/posix/region.h"
#include "platform/posix/writing_watch.h"

namespace framelatch::posix {
namespace {

constexpr uint64_t kNsPerSecond = 1'000'000'000;

uint64_t NowOf(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * kNsPerSecond + static_cast<uint64_t>(now.tv_nsec);
}

class PosixWakeableTimer final : public WakeableTimer {
 public:
  void WaitNs(uint64_t nanoseconds) noexcept override {
    std::unique_lock lock(mutex_);
    condition_.wait_for(lock, std::chrono::nanoseconds(nanoseconds), [this] { return woken_; });
    woken_ = false;
  }

  void Wake() noexcept override {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    condition_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool woken_ = false;
};

class PosixPlatform final : public Platform {
 public:
  std::unique_ptr<Region> OpenRegion(std::string_view name, Access access) override {
    return std::make_unique<PosixRegion>(OpenObject(name, access, ObjectRole::kRegion), access, name);
  }

  std::unique_ptr<Region> CreateRegion(std::string_view name, uint64_t size) override {
    FileDescriptor file = CreateObject(name, size, ObjectRole::kRegion);
    return std::make_unique<PosixRegion>(std::move(file), Access::kReadWrite, name);
  }

  std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name) override { return posix::OpenNamedMutex(name); }
  std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name) override { return posix::CreateNamedMutex(name); }
  MutexLook LookAtMutex(std::string_view name) override { return posix::LookAtNamedMutex(name); }
  bool IsMutexKept(std::string_view name) override { return LookAtNamedMutex(name).state == MutexState::kHeld; }
  std::optional<ProcessInfo> FindMutexKeeper(std::string_view name) override {
    const MutexLook look = LookAtNamedMutex(name);
    const auto watch = look.state == MutexState::kHeld ? posix::WatchProcess(look.owner) : nullptr;
    if (!watch) return std::nullopt;
    return watch->info();
  }

  std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name) override { return posix::OpenNamedEvent(name); }
  std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name) override { return posix::CreateNamedEvent(name); }
  std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder) override {
    return posix::NewFileLock(name, folder);
  }

  std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path) override {
    return posix::ListenForMessages(path);
  }

  bool ObjectExists(std::string_view name) override {
    struct stat status {};
    return (IsPath(name) || IsValidName(name)) && lstat(RegionPath(name).c_str(), &status) == 0;
  }
  std::vector<NamedObject> ListObjects() override { return posix::ListObjects(); }
  std::optional<NamedObject> FindObject(std::string_view name) override { return posix::FindObject(name); }
  std::vector<std::string> ListFramebuffers() override { return posix::ListFramebuffers(); }

  bool NamesOutliveProcesses() const noexcept override { return true; }
  bool RemoveObject(std::string_view name) override { return unlink(ObjectPath(name).c_str()) == 0; }
  bool RemoveObject(std::string_view name, const ObjectIdentity& identity) override {
    return posix::RemoveObject(name, identity);
  }
  std::unique_ptr<WritingWatch> WatchWriting() override { return posix::WatchWriting(); }

  std::vector<ProducerLook> FindProducers(std::span<const ProducerClue> clues) override {
    return posix::FindProducers(clues);
  }
  std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid) override { return posix::WatchProcess(pid); }
  std::optional<ProcessModules> LoadedModules(int64_t pid) override { return posix::LoadedModules(pid); }
  std::optional<uint64_t> RootWindow(uint64_t /*window*/) override { return std::nullopt; }

  bool RunGuarded(void (*body)(void*), void* context) override { return posix::RunGuarded(body, context); }

  uint64_t MonotonicNs() override { return NowOf(CLOCK_MONOTONIC); }
  uint64_t ThreadCpuNs() override { return NowOf(CLOCK_THREAD_CPUTIME_ID); }

  void SleepNs(uint64_t nanoseconds) override {
    timespec left{static_cast<time_t>(nanoseconds / kNsPerSecond), static_cast<long>(nanoseconds % kNsPerSecond)};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
  }

  std::unique_ptr<WakeableTimer> CreateWakeableTimer() override { return std::make_unique<PosixWakeableTimer>(); }
};

}  // namespace

Platform& Instance() {
  // Leaked on purpose: reader threads may outlive static destruction.
  static Platform* const platform = new PosixPlatform();
  return *platform;
}

}  // namespace framelatch::posix
