#include "platform/simulated/simulated_platform.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace framelatch::simulated {
namespace {

std::shared_ptr<Object> RegionOf(std::span<const std::byte> bytes) {
  auto object = std::make_shared<Object>();
  object->bytes.assign(bytes.begin(), bytes.end());
  object->bytes.shrink_to_fit();
  object->size = bytes.size();
  return object;
}

std::shared_ptr<Object> SmallObject(ObjectKind kind) {
  auto object = std::make_shared<Object>();
  object->kind = kind;
  return object;
}

// Nobody else is there to lock it.
class FreeFileLock final : public ReadWriteFileLock {
 public:
  FileLockResult TryLock(FileLockKind /*kind*/) override { return FileLockResult::kOwned; }
  void Unlock() noexcept override {}
};

// A wait moves the clock and returns.
class SimulatedTimer final : public WakeableTimer {
 public:
  explicit SimulatedTimer(SimulatedPlatform& platform) : platform_(platform) {}
  void WaitNs(uint64_t nanoseconds) noexcept override {
    if (!std::exchange(is_woken_, false)) platform_.AdvanceNs(nanoseconds);
  }
  void Wake() noexcept override { is_woken_ = true; }

 private:
  SimulatedPlatform& platform_;
  bool is_woken_ = false;
};

class SimulatedProcess final : public ProcessWatch {
 public:
  explicit SimulatedProcess(ProcessInfo info) : info_(std::move(info)) {}
  bool HasExited() const noexcept override { return !info_.alive; }
  ProcessInfo info() const override { return info_; }

 private:
  ProcessInfo info_;
};

}  // namespace

void SimulatedPlatform::PutRegion(std::string_view name, std::span<const std::byte> bytes) {
  objects_.Put(name, RegionOf(bytes));
}

void SimulatedPlatform::PutMutex(std::string_view name) { objects_.Put(name, SmallObject(ObjectKind::kMutex)); }

void SimulatedPlatform::Store(std::string_view name, uint64_t offset, std::span<const std::byte> bytes) {
  const auto object = objects_.Find(name);
  if (!object || offset >= object->size) return;
  const size_t count = std::min<size_t>(bytes.size(), object->size - offset);
  std::copy_n(bytes.begin(), count, object->bytes.begin() + static_cast<ptrdiff_t>(offset));
}

void SimulatedPlatform::Shrink(std::string_view name, uint64_t size) {
  const auto object = objects_.Find(name);
  if (object) object->size = std::min<uint64_t>(size, object->bytes.size());
}

std::shared_ptr<Object> SimulatedPlatform::Require(std::string_view name, ObjectKind kind, const char* code) const {
  auto object = objects_.Find(name);
  if (object && object->kind == kind) return object;
  throw Error(code, "open object", std::string(name), "no object of that name exists", "Put it there first.");
}

void SimulatedPlatform::Create(std::string_view name, std::shared_ptr<Object> object) {
  if (objects_.Find(name)) {
    throw Error("mapping-exists", "create object", std::string(name), "an object of that name exists already",
                "Choose another name.");
  }
  objects_.Put(name, std::move(object));
}

std::unique_ptr<Region> SimulatedPlatform::OpenRegion(std::string_view name, Access /*access*/) {
  return NewRegion(Require(name, ObjectKind::kRegion, "mapping-missing"), objects_);
}

std::unique_ptr<Region> SimulatedPlatform::CreateRegion(std::string_view name, uint64_t size) {
  Create(name, RegionOf(std::vector<std::byte>(static_cast<size_t>(size))));
  return OpenRegion(name, Access::kReadWrite);
}

std::unique_ptr<NamedMutex> SimulatedPlatform::OpenNamedMutex(std::string_view name) {
  return NewMutex(Require(name, ObjectKind::kMutex, "mutex-missing"), objects_);
}

std::unique_ptr<NamedMutex> SimulatedPlatform::CreateNamedMutex(std::string_view name) {
  Create(name, SmallObject(ObjectKind::kMutex));
  return OpenNamedMutex(name);
}

MutexLook SimulatedPlatform::LookAtMutex(std::string_view name) {
  const auto object = objects_.Find(name);
  if (!object || object->kind != ObjectKind::kMutex) return {};
  if (object->is_locked) return {MutexState::kHeld, 0};
  return {object->is_abandoned ? MutexState::kAbandoned : MutexState::kFree, 0};
}

bool SimulatedPlatform::IsMutexKept(std::string_view name) { return LookAtMutex(name).state == MutexState::kHeld; }

std::optional<ProcessInfo> SimulatedPlatform::FindMutexKeeper(std::string_view /*name*/) { return std::nullopt; }

std::unique_ptr<NamedEvent> SimulatedPlatform::OpenNamedEvent(std::string_view name) {
  return NewEvent(Require(name, ObjectKind::kEvent, "event-missing"));
}

std::unique_ptr<NamedEvent> SimulatedPlatform::CreateNamedEvent(std::string_view name) {
  Create(name, SmallObject(ObjectKind::kEvent));
  return OpenNamedEvent(name);
}

std::unique_ptr<ReadWriteFileLock> SimulatedPlatform::NewFileLock(std::string_view /*name*/,
                                                                  std::string_view /*folder*/) {
  return std::make_unique<FreeFileLock>();
}

std::unique_ptr<MessagePipe> SimulatedPlatform::ListenForMessages(const std::string& path) {
  throw Error("pipe-denied", "listen on", path, "this platform has no pipes", "Use the system's.");
}

bool SimulatedPlatform::ObjectExists(std::string_view name) { return objects_.Find(name) != nullptr; }

std::vector<NamedObject> SimulatedPlatform::ListObjects() { return objects_.List(); }

std::vector<std::string> SimulatedPlatform::ListFramebuffers() { return {}; }

bool SimulatedPlatform::RemoveObject(std::string_view name) { return objects_.Remove(name); }

std::optional<NamedObject> SimulatedPlatform::FindObject(std::string_view name) {
  const auto object = objects_.Find(name);
  if (!object) return std::nullopt;
  return NamedObject{std::string(name), object->kind, object->size, object->identity()};
}

bool SimulatedPlatform::RemoveObject(std::string_view name, const ObjectIdentity& identity) {
  const auto object = objects_.Find(name);
  return object && object->identity() == identity && objects_.Remove(name);
}

std::unique_ptr<WritingWatch> SimulatedPlatform::WatchWriting() { return nullptr; }

std::vector<ProducerLook> SimulatedPlatform::FindProducers(std::span<const ProducerClue> clues) {
  return std::vector<ProducerLook>(clues.size(), producer_);
}

std::unique_ptr<ProcessWatch> SimulatedPlatform::WatchProcess(int64_t pid) {
  if (!producer_.process || producer_.process->pid != pid) return nullptr;
  return std::make_unique<SimulatedProcess>(*producer_.process);
}

std::optional<ProcessModules> SimulatedPlatform::LoadedModules(int64_t /*pid*/) { return std::nullopt; }

std::optional<uint64_t> SimulatedPlatform::RootWindow(uint64_t /*window*/) { return std::nullopt; }

bool SimulatedPlatform::RunGuarded(void (*body)(void*), void* context) {
  body(context);
  if (reads_left_ > 0 && --reads_left_ == 0) act_();
  return true;
}

uint64_t SimulatedPlatform::MonotonicNs() { return now_ns_; }

void SimulatedPlatform::SleepNs(uint64_t nanoseconds) { now_ns_ += std::max(nanoseconds, shortest_sleep_ns_); }

std::unique_ptr<WakeableTimer> SimulatedPlatform::CreateWakeableTimer() {
  return std::make_unique<SimulatedTimer>(*this);
}

}  // namespace framelatch::simulated
