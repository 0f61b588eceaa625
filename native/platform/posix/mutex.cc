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
  uint32_t owner;  // pid, 0 = free
  uint32_t reserved;
};
static_assert(sizeof(MutexObject) == kSmallObjectBytes);
static_assert(offsetof(MutexObject, owner) == 8);

constexpr uint32_t kVersion = 1;
constexpr off_t kOwnerOffset = offsetof(MutexObject, owner);

// The words are read and written with pread and pwrite: a shrunk object then fails instead of raising SIGBUS.
bool ReadObject(int fd, MutexObject& object) noexcept {
  return pread(fd, &object, sizeof object, 0) == static_cast<ssize_t>(sizeof object);
}

bool WriteOwner(int fd, uint32_t owner) noexcept {
  return pwrite(fd, &owner, sizeof owner, kOwnerOffset) == static_cast<ssize_t>(sizeof owner);
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

  TryLockResult TryLock() noexcept override {
    if (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) return TryLockResult::kBusy;
    MutexObject object{};
    // An object that was cut short under us protects nothing: whoever has it now is not to be trusted.
    if (!ReadObject(file_.get(), object) || !WriteOwner(file_.get(), static_cast<uint32_t>(getpid()))) {
      flock(file_.get(), LOCK_UN);
      return TryLockResult::kBusy;
    }
    found_owner_ = object.owner;
    return object.owner == 0 ? TryLockResult::kOwned : TryLockResult::kOwnedAbandoned;
  }

  void Unlock(LockRole role) noexcept override {
    // A reader leaves the mark of a dead owner for the next reader; only a writer that rewrote the buffer clears it.
    WriteOwner(file_.get(), role == LockRole::kReader ? found_owner_ : 0);
    flock(file_.get(), LOCK_UN);
  }

  bool IsStillNamed(std::string_view name) const override { return posix::IsStillNamed(file_, name); }

 private:
  FileDescriptor file_;
  uint32_t found_owner_ = 0;
};

MutexLook LookOnce(const FileDescriptor& file) {
  MutexObject object{};
  struct stat status {};
  if (!ReadObject(file.get(), object) || fstat(file.get(), &status) != 0) return {};
  const auto holder = FlockHolder(status.st_dev, status.st_ino);
  // The holder in /proc/locks opened the description; the owner word says who uses it now.
  if (holder) return {MutexState::kHeld, object.owner != 0 ? static_cast<int64_t>(object.owner) : *holder};
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
