#include "platform/posix/mutex.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>

#include "core/error.h"
#include "platform/posix/names.h"
#include "platform/posix/object_file.h"
#include "platform/posix/proc_locks.h"

namespace framelatch::posix {
namespace {

struct MutexObject {
  uint32_t magic;
  uint32_t version;
  uint32_t owner;   // pid of the writer that has it, or died with it; 0 = none
  uint32_t reader;  // pid of the reader that has it, or died with it; 0 = none
};
static_assert(sizeof(MutexObject) == kSmallObjectBytes);
static_assert(offsetof(MutexObject, owner) == 8);
static_assert(offsetof(MutexObject, reader) == 12);

constexpr uint32_t kVersion = 1;

// The words are read and written with pread and pwrite: a shrunk object then fails instead of raising SIGBUS.
bool ReadObject(int fd, MutexObject& object) noexcept {
  return pread(fd, &object, sizeof object, 0) == static_cast<ssize_t>(sizeof object);
}

// A reader has a word of its own, so that one that dies leaves no mark of a dead writer.
bool WriteMark(int fd, LockRole role, uint32_t pid) noexcept {
  const off_t offset = role == LockRole::kReader ? offsetof(MutexObject, reader) : offsetof(MutexObject, owner);
  return pwrite(fd, &pid, sizeof pid, offset) == static_cast<ssize_t>(sizeof pid);
}

void CheckObject(const FileDescriptor& file, std::string_view name) {
  MutexObject object{};
  if (ReadObject(file.get(), object) && object.magic == kMutexMagic && object.version == kVersion) return;
  throw Error("mutex-invalid", "open mutex", std::string(name),
              "found no mutex there, expected 16 bytes that start with 'FLMX' and version 1",
              "Check what the producer creates under that name (docs/posix-objects.md).");
}

constexpr int kLooksAtTheDead = 3;

class PosixMutex final : public NamedMutex {
 public:
  explicit PosixMutex(FileDescriptor file) : file_(std::move(file)) {}

  TryLockResult TryLock(LockRole role) noexcept override {
    if (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) return TryLockResult::kBusy;
    MutexObject object{};
    // An object that was cut short under us protects nothing: whoever has it now is not to be trusted.
    if (!ReadObject(file_.get(), object) || !WriteMark(file_.get(), role, static_cast<uint32_t>(getpid()))) {
      flock(file_.get(), LOCK_UN);
      return TryLockResult::kBusy;
    }
    role_ = role;
    return object.owner == 0 ? TryLockResult::kOwned : TryLockResult::kOwnedAbandoned;
  }

  void Unlock() noexcept override {
    // A reader leaves the mark of a dead writer for the next reader; only a writer that rewrote the buffer clears it.
    WriteMark(file_.get(), role_, 0);
    flock(file_.get(), LOCK_UN);
  }

  bool IsStillNamed(std::string_view name) const override { return posix::IsStillNamed(file_, name); }

 private:
  FileDescriptor file_;
  LockRole role_ = LockRole::kReader;  // of the owner, while there is one
};

// The holder in /proc/locks opened the description; the words say who uses it now. One of them may be of a process that
// died.
int64_t UserOf(const MutexObject& object, int64_t holder) noexcept {
  if (object.reader == holder || object.owner == holder) return holder;
  if (object.owner != 0) return object.owner;
  return object.reader != 0 ? object.reader : holder;
}

MutexLook LookOnce(const FileDescriptor& file) {
  MutexObject object{};
  struct stat status {};
  if (!ReadObject(file.get(), object) || fstat(file.get(), &status) != 0) return {};
  const auto holder = FlockHolder(status.st_dev, status.st_ino);
  if (holder) return {MutexState::kHeld, UserOf(object, *holder)};
  if (object.owner != 0) return {MutexState::kAbandoned, static_cast<int64_t>(object.owner)};
  return {MutexState::kFree, 0};
}

}  // namespace

std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name) {
  FileDescriptor file = OpenObject(name, Access::kReadWrite, ObjectRole::kMutex);
  CheckObject(file, name);
  return std::make_unique<PosixMutex>(std::move(file));
}

std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name) {
  FileDescriptor file = CreateObject(name, kSmallObjectBytes, ObjectRole::kMutex);
  const MutexObject object{kMutexMagic, kVersion, 0, 0};
  if (pwrite(file.get(), &object, sizeof object, 0) != static_cast<ssize_t>(sizeof object)) {
    const int error = errno;
    unlink(ObjectPath(name).c_str());
    throw Error("no-space", "create mutex", std::string(name), "its 16 bytes could not be written",
                "Free shared memory and try again.", error);
  }
  return std::make_unique<PosixMutex>(std::move(file));
}

MutexLook LookAtNamedMutex(std::string_view name) {
  try {
    const FileDescriptor file = OpenObject(name, Access::kReadOnly, ObjectRole::kMutex);
    CheckObject(file, name);
    MutexLook look = LookOnce(file);
    // The owner word and the lock are read one after the other: a writer that released in between looks like one that
    // died, but not every time.
    for (int again = 1; again < kLooksAtTheDead && look.state == MutexState::kAbandoned; ++again) look = LookOnce(file);
    return look;
  } catch (const Error& error) {
    return {error.code == "mutex-denied" ? MutexState::kDenied : MutexState::kMissing, 0};
  }
}

}  // namespace framelatch::posix
