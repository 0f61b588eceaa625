#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"
#include "platform/simulated/objects.h"

namespace framelatch::simulated {

// A system of one's own, in memory, on one thread: regions are made of given bytes, its clock moves when it is told to
// or slept through. For fuzzing, and for tests of what no real system does when it is asked to.
class SimulatedPlatform final : public Platform {
 public:
  // A new object of that name; whoever has an older one open keeps that.
  void PutRegion(std::string_view name, std::span<const std::byte> bytes);
  void PutMutex(std::string_view name);
  // The bytes that a producer stores into the object now; what does not fit is left out.
  void Store(std::string_view name, uint64_t offset, std::span<const std::byte> bytes);
  // What ftruncate does; growing gives no bytes to who has it mapped.
  void Shrink(std::string_view name, uint64_t size);
  // Who writes every object from now on.
  void PutProducer(ProducerLook producer) { producer_ = std::move(producer); }
  // What the producer does right after the `reads`-th guarded read from now on: in the middle of a look.
  void AfterRead(int reads, std::function<void()> act) {
    reads_left_ = reads;
    act_ = std::move(act);
  }
  void AdvanceNs(uint64_t nanoseconds) { now_ns_ += nanoseconds; }
  // A busy system: who sleeps is woken after that long at the earliest.
  void SleepNoLessThan(uint64_t nanoseconds) { shortest_sleep_ns_ = nanoseconds; }

  std::unique_ptr<Region> OpenRegion(std::string_view name, Access access) override;
  std::unique_ptr<Region> CreateRegion(std::string_view name, uint64_t size) override;
  std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name) override;
  std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name) override;
  MutexLook LookAtMutex(std::string_view name) override;
  bool IsMutexKept(std::string_view name) override;
  std::optional<ProcessInfo> FindMutexKeeper(std::string_view name) override;
  std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name) override;
  std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name) override;
  std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder) override;
  // pipe-denied: there are none here
  std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path) override;
  bool ObjectExists(std::string_view name) override;
  bool NamesOutliveProcesses() const noexcept override { return true; }
  std::vector<NamedObject> ListObjects() override;
  std::vector<std::string> ListFramebuffers() override;
  bool RemoveObject(std::string_view name) override;
  std::optional<NamedObject> FindObject(std::string_view name) override;
  bool RemoveObject(std::string_view name, const ObjectIdentity& identity) override;
  // None: nobody writes but whoever has this platform.
  std::unique_ptr<WritingWatch> WatchWriting() override;
  std::vector<ProducerLook> FindProducers(std::span<const ProducerClue> clues) override;
  std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid) override;
  std::optional<ProcessModules> LoadedModules(int64_t pid) override;
  std::optional<uint64_t> RootWindow(uint64_t window) override;
  bool RunGuarded(void (*body)(void*), void* context) override;
  uint64_t MonotonicNs() override;
  // Nothing costs anything here but what is slept through or told.
  uint64_t ThreadCpuNs() override { return now_ns_; }
  void SleepNs(uint64_t nanoseconds) override;
  std::unique_ptr<WakeableTimer> CreateWakeableTimer() override;

 private:
  std::shared_ptr<Object> Require(std::string_view name, ObjectKind kind, const char* code) const;
  void Create(std::string_view name, std::shared_ptr<Object> object);

  Objects objects_;
  ProducerLook producer_;
  int reads_left_ = 0;  // until act_
  std::function<void()> act_;
  uint64_t now_ns_ = 1'000'000'000;
  uint64_t shortest_sleep_ns_ = 0;
};

}  // namespace framelatch::simulated
