#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/processes.h"

// What the operating system gives, behind one small abstract class. Two folders beside this file implement it;
// factory.cc chooses. Names are the Windows names (UTF-8); what they mean elsewhere is in docs/posix-objects.md. Where
// a region is opened or asked for, an absolute path names a file of that content instead. Everything here throws
// framelatch::Error with a code of protocol/errors.ts unless it says otherwise.
namespace framelatch {

enum class Access { kReadOnly, kReadWrite };

// A mapped view of a named shared-memory object. Holds no handle that keeps the name alive on Windows (a held handle
// would make a restarting producer find its old, too small section).
class Region {
 public:
  Region() = default;
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;
  virtual ~Region() = default;

  // Start of the view, page-aligned, `size()` bytes. Another process may shrink the object at any time: touch it only
  // inside Platform::RunGuarded, or right after CurrentSize() on data that a crash-free read does not depend on.
  virtual std::byte* data() const = 0;
  // Bytes mapped: the object's real size when it was opened (rounded up to pages on Windows).
  virtual uint64_t size() const = 0;
  // The object's real size now; less than size() after a producer shrank it.
  virtual uint64_t CurrentSize() const = 0;
  // Brings into view what was written into holes since the last call: until then they read as zero. A view for reading
  // touches no hole, as a read fault there would take memory of the producer. Before a lock, never under it.
  // mapping-scattered. Windows knows no holes: it promises all memory of a section when that is created.
  virtual void Refresh() {}
  // Bytes of a part of the view that lie in holes, as of the last Refresh: nobody has written them yet.
  virtual uint64_t UnwrittenBytes(uint64_t /*offset*/, uint64_t /*bytes*/) const { return 0; }
  // Does `name` still name this very object? False when it was removed or created anew.
  virtual bool IsStillNamed(std::string_view name) const = 0;
};

// What a try-lock found. Never waits.
enum class TryLockResult { kBusy, kOwned, kOwnedAbandoned };

// As what a mutex is taken decides what later owners learn: a writer that dies holding it abandons its buffer, a reader
// does not; and only a writer's release tells that the buffer is whole again (docs/posix-objects.md).
enum class LockRole { kReader, kWriter };

// A named mutex. Lock and unlock on the same thread.
class NamedMutex {
 public:
  NamedMutex() = default;
  NamedMutex(const NamedMutex&) = delete;
  NamedMutex& operator=(const NamedMutex&) = delete;
  virtual ~NamedMutex() = default;

  virtual TryLockResult TryLock(LockRole role) noexcept = 0;
  virtual void Unlock() noexcept = 0;
  virtual bool IsStillNamed(std::string_view name) const = 0;
};

// An auto-reset event: a signal stays until one wait takes it. Any thread.
class NamedEvent {
 public:
  NamedEvent() = default;
  NamedEvent(const NamedEvent&) = delete;
  NamedEvent& operator=(const NamedEvent&) = delete;
  virtual ~NamedEvent() = default;

  virtual void Signal() noexcept = 0;
  // Whether it was signalled; it is not any more then. Never waits.
  virtual bool TryTake() noexcept = 0;
};

// A readers-writer lock on a file, freed by the system when its owner dies (docs/layouts.md). One thread.
enum class FileLockKind { kShared, kExclusive };
enum class FileLockResult {
  kBusy,
  kOwned,
  kMissing,  // a reader found no lock file: nobody has ever locked it
};
class ReadWriteFileLock {
 public:
  ReadWriteFileLock() = default;
  ReadWriteFileLock(const ReadWriteFileLock&) = delete;
  ReadWriteFileLock& operator=(const ReadWriteFileLock&) = delete;
  virtual ~ReadWriteFileLock() = default;

  // Never waits. A reader creates no file; a writer does. lock-denied
  virtual FileLockResult TryLock(FileLockKind kind) = 0;
  virtual void Unlock() noexcept = 0;
};

// What came of a pipe since the last look.
enum class PipeEventKind {
  kConnected,
  kMessage,
  kEnded,    // the other side has left
  kRefused,  // it was sent away: its message is longer than the bound
};
struct PipeEvent {
  PipeEventKind kind = PipeEventKind::kConnected;
  std::vector<std::byte> message{};
};

// The listening end of a pipe of whole messages, one sender at a time, this user's alone (docs/posix-objects.md). One
// thread.
class MessagePipe {
 public:
  // Bytes of the longest message: a sender of more is sent away before memory is spent on it.
  static constexpr uint32_t kLongestMessage = 65536;

  MessagePipe() = default;
  MessagePipe(const MessagePipe&) = delete;
  MessagePipe& operator=(const MessagePipe&) = delete;
  // Ends the pipe; the sender notices at its next write.
  virtual ~MessagePipe() = default;

  // The next of what happened, nothing when that was all. Never waits.
  virtual std::optional<PipeEvent> Poll() = 0;
};

enum class MutexState { kMissing, kFree, kHeld, kAbandoned, kDenied };

// A look that does not acquire. `owner` is a pid, 0 when unknown.
struct MutexLook {
  MutexState state = MutexState::kMissing;
  int64_t owner = 0;
};

enum class ObjectKind { kRegion, kMutex, kEvent, kOther };

// Tells an object from a later one of the same name. All 0 where a name goes with its object (Windows).
struct ObjectIdentity {
  uint64_t device = 0;
  uint64_t number = 0;
  friend bool operator==(const ObjectIdentity&, const ObjectIdentity&) = default;
};

struct NamedObject {
  std::string name;
  ObjectKind kind = ObjectKind::kOther;
  uint64_t bytes = 0;  // 0 when the listing does not tell
  ObjectIdentity identity{};
};

// Hears of each named object that is written by write(), or was open for writing and is closed: of any process. One
// thread.
class WritingWatch {
 public:
  WritingWatch() = default;
  WritingWatch(const WritingWatch&) = delete;
  WritingWatch& operator=(const WritingWatch&) = delete;
  virtual ~WritingWatch() = default;
  // Since the watch began. Also true when it may have missed some of what happened.
  virtual bool WasWritten(const std::string& name) = 0;
};

// A sleep that another thread can end: high-resolution (Windows' ordinary waits may take 15 ms).
class WakeableTimer {
 public:
  WakeableTimer() = default;
  WakeableTimer(const WakeableTimer&) = delete;
  WakeableTimer& operator=(const WakeableTimer&) = delete;
  virtual ~WakeableTimer() = default;
  // Returns after about that long, or at once when Wake was called since the last return. One thread waits.
  virtual void WaitNs(uint64_t nanoseconds) noexcept = 0;
  virtual void Wake() noexcept = 0;
};

class Platform {
 public:
  Platform() = default;
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;
  virtual ~Platform() = default;

  // mapping-missing, mapping-denied, mapping-not-shared-memory, name-invalid
  virtual std::unique_ptr<Region> OpenRegion(std::string_view name, Access access) = 0;
  // mapping-exists, mapping-denied, no-space, name-invalid, usage (no bytes). Zero-filled, really backed by memory.
  virtual std::unique_ptr<Region> CreateRegion(std::string_view name, uint64_t size) = 0;
  // mutex-missing, mutex-denied, mutex-invalid
  virtual std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name) = 0;
  virtual std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name) = 0;
  virtual MutexLook LookAtMutex(std::string_view name) = 0;
  // Whether a living process keeps the mutex, locked or not: on Windows whether it is there (a name goes with its last
  // handle), elsewhere whether it is locked (a name outlives its process). Acquires nothing.
  virtual bool IsMutexKept(std::string_view name) = 0;
  // Who keeps it, where that can be told. Slow on Windows: it looks through every handle of the system.
  virtual std::optional<ProcessInfo> FindMutexKeeper(std::string_view name) = 0;
  // event-missing, event-denied, event-invalid
  virtual std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name) = 0;
  virtual std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name) = 0;
  // Opens nothing yet. `folder` empty: where the checked block's producers of this system keep their locks (POSIX: the
  // shared memory folder; Windows: `rwfilelock` in the user's temporary folder). name-invalid
  virtual std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder) = 0;
  // `path` is the pipe's: `\\\\.\\pipe\\NAME`, elsewhere a socket's in a private folder. pipe-taken, pipe-denied,
  // name-invalid
  virtual std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path) = 0;
  virtual bool ObjectExists(std::string_view name) = 0;
  // Whether the name of an object stays when its last process has ended.
  virtual bool NamesOutliveProcesses() const noexcept = 0;
  // Every named object of this user's session (and `Global\` ones where they are apart).
  virtual std::vector<NamedObject> ListObjects() = 0;
  // Paths of the files into which X servers of this machine map their screens (`Xvfb -fbdir`); none on Windows.
  virtual std::vector<std::string> ListFramebuffers() = 0;
  // Removes a name. False when it was not there. On Windows names go with their last handle: always false.
  virtual bool RemoveObject(std::string_view name) = 0;
  // An object whose name may outlive every process: none on Windows, and no file.
  virtual std::optional<NamedObject> FindObject(std::string_view name) = 0;
  // Removes the name of that object. False when there is none, and when the name means another object by now: that one
  // keeps it.
  virtual bool RemoveObject(std::string_view name, const ObjectIdentity& identity) = 0;
  // Hears of writing from now on. Nothing where names go with their objects, and when the system has no watch to give.
  virtual std::unique_ptr<WritingWatch> WatchWriting() = 0;

  // Who writes each of the objects, in their order, with one pass over the processes at most: those that have it mapped
  // writable or open for writing, preferring the clue's pid. On Windows, where that can't be listed, the living process
  // with that pid, else unknown; as for an object that is not there.
  virtual std::vector<ProducerLook> FindProducers(std::span<const ProducerClue> clues) = 0;
  ProducerLook LookForProducer(const ProducerClue& clue) { return FindProducers({&clue, 1}).front(); }
  std::optional<ProcessInfo> FindProducer(std::string_view name, int64_t pid_hint) {
    return LookForProducer({std::string(name), pid_hint}).process;
  }
  // Nothing when no such process exists.
  virtual std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid) = 0;
  // Nothing when no such process exists, or this user may not look into it. Slow: it reads what the process has mapped.
  virtual std::optional<ProcessModules> LoadedModules(int64_t pid) = 0;
  // The root window of a window handle (Windows), else nothing.
  virtual std::optional<uint64_t> RootWindow(uint64_t window) = 0;

  // Runs `body(context)` on this thread. False when memory that it touched had vanished (another process shrank the
  // object); `body` must then hold nothing that needs a destructor. Chains to earlier handlers.
  virtual bool RunGuarded(void (*body)(void*), void* context) = 0;

  // CLOCK_MONOTONIC, QueryPerformanceCounter; nanoseconds.
  virtual uint64_t MonotonicNs() = 0;
  // Processor time that this thread has used: differences count. Where the system counts too coarsely for a look of
  // microseconds (Windows, 15 ms), time that has passed, which is no less.
  virtual uint64_t ThreadCpuNs() = 0;
  // Sleeps about that long with a high-resolution timer.
  virtual void SleepNs(uint64_t nanoseconds) = 0;
  virtual std::unique_ptr<WakeableTimer> CreateWakeableTimer() = 0;
};

// The one platform of this process. Never destroyed, so that threads may outlive static destruction.
Platform& CurrentPlatform();

// RunGuarded for a callable without a captured destructor.
template <typename Body>
bool Guarded(Platform& platform, Body&& body) {
  return platform.RunGuarded([](void* context) { (*static_cast<std::remove_reference_t<Body>*>(context))(); }, &body);
}

}  // namespace framelatch
