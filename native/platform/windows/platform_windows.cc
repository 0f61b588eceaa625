#include "platform/windows/platform_windows.h"

#include <memory>
#include <string>

#include "platform/windows/clock.h"
#include "platform/windows/event.h"
#include "platform/windows/file_lock.h"
#include "platform/windows/guard.h"
#include "platform/windows/handle.h"
#include "platform/windows/message_pipe.h"
#include "platform/windows/modules.h"
#include "platform/windows/mutex.h"
#include "platform/windows/mutex_keeper.h"
#include "platform/windows/names.h"
#include "platform/windows/object_directory.h"
#include "platform/windows/process.h"
#include "platform/windows/region.h"

namespace framelatch::windows {
namespace {

class WindowsPlatform final : public Platform {
 public:
  std::unique_ptr<Region> OpenRegion(std::string_view name, Access access) override {
    return windows::OpenRegion(name, access);
  }
  std::unique_ptr<Region> CreateRegion(std::string_view name, uint64_t size) override {
    return windows::CreateRegion(name, size);
  }

  std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name) override { return windows::OpenNamedMutex(name); }
  std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name) override {
    return windows::CreateNamedMutex(name);
  }
  MutexLook LookAtMutex(std::string_view name) override { return LookAtNamedMutex(name); }
  bool IsMutexKept(std::string_view name) override { return LookAtNamedMutex(name).state != MutexState::kMissing; }
  std::optional<ProcessInfo> FindMutexKeeper(std::string_view name) override { return windows::FindMutexKeeper(name); }

  std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name) override { return windows::OpenNamedEvent(name); }
  std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name) override {
    return windows::CreateNamedEvent(name);
  }
  std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder) override {
    return windows::NewFileLock(name, folder);
  }

  std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path) override {
    return windows::ListenForMessages(path);
  }

  // Names of every kind share one space: an object that may not be opened, or is of another kind, exists.
  bool ObjectExists(std::string_view name) override {
    if (IsPath(name)) return FileExists(name);
    const auto wide_name = WideNameIfValid(name);
    if (!wide_name) return false;
    const Handle section(OpenFileMappingW(FILE_MAP_READ, FALSE, wide_name->c_str()));
    if (section.valid()) return true;
    const DWORD error = GetLastError();
    return error == ERROR_ACCESS_DENIED || error == ERROR_INVALID_HANDLE;
  }

  std::vector<NamedObject> ListObjects() override { return ListNamedObjects(); }
  std::vector<std::string> ListFramebuffers() override { return {}; }
  // A name goes with its last handle.
  bool NamesOutliveProcesses() const noexcept override { return false; }
  bool RemoveObject(std::string_view /*name*/) override { return false; }
  bool RemoveObject(std::string_view /*name*/, const ObjectIdentity& /*identity*/) override { return false; }
  std::optional<NamedObject> FindObject(std::string_view /*name*/) override { return std::nullopt; }
  std::unique_ptr<WritingWatch> WatchWriting() override { return nullptr; }

  // Nothing tells which processes have a section mapped, so none is ever known to be gone: while its name exists,
  // somebody keeps it.
  std::vector<ProducerLook> FindProducers(std::span<const ProducerClue> clues) override {
    std::vector<ProducerLook> looks;
    for (const ProducerClue& clue : clues) {
      const auto watch = WatchProcess(clue.pid);
      const bool lives = watch && !watch->HasExited();
      looks.push_back(lives ? ProducerLook{Liveness::kRunning, watch->info()} : ProducerLook{});
    }
    return looks;
  }
  std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid) override { return windows::WatchProcess(pid); }

  std::optional<ProcessModules> LoadedModules(int64_t pid) override { return windows::LoadedModules(pid); }
  std::optional<uint64_t> RootWindow(uint64_t window) override {
    const HWND root = GetAncestor(reinterpret_cast<HWND>(static_cast<uintptr_t>(window)), GA_ROOT);
    if (root == nullptr) return std::nullopt;
    return reinterpret_cast<uintptr_t>(root);
  }

  bool RunGuarded(void (*body)(void*), void* context) override { return windows::RunGuarded(body, context); }

  uint64_t MonotonicNs() override { return windows::MonotonicNs(); }
  uint64_t ThreadCpuNs() override { return windows::MonotonicNs(); }
  void SleepNs(uint64_t nanoseconds) override { windows::SleepNs(nanoseconds); }
  std::unique_ptr<WakeableTimer> CreateWakeableTimer() override { return windows::CreateWakeableTimer(); }
};

}  // namespace

Platform& Instance() {
  // Leaked on purpose: reader threads may outlive static destruction.
  static Platform* const platform = new WindowsPlatform();
  return *platform;
}

}  // namespace framelatch::windows
