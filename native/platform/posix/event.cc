#include "platform/posix/event.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>

#include "core/error.h"
#include "platform/posix/mutex.h"
#include "platform/posix/names.h"
#include "platform/posix/object_file.h"

namespace framelatch::posix {
namespace {

struct EventObject {
  uint32_t magic;
  uint32_t version;
  uint32_t state;  // 1 = signalled
  uint32_t reserved;
};
static_assert(sizeof(EventObject) == kSmallObjectBytes);
static_assert(offsetof(EventObject, state) == 8);

constexpr uint32_t kVersion = 1;
constexpr off_t kStateOffset = offsetof(EventObject, state);

bool ReadObject(int fd, EventObject& object) noexcept {
  return pread(fd, &object, sizeof object, 0) == static_cast<ssize_t>(sizeof object);
}

bool WriteState(int fd, uint32_t state) noexcept {
  return pwrite(fd, &state, sizeof state, kStateOffset) == static_cast<ssize_t>(sizeof state);
}

class PosixEvent final : public NamedEvent {
 public:
  explicit PosixEvent(FileDescriptor file) : file_(std::move(file)) {}

  // Whoever has the lock keeps it for two system calls. One that was stopped in between delays nobody: a signal that is
  // stored without the lock is at worst taken together with the one before, as two signals without a wait between are.
  void Signal() noexcept override {
    const bool is_locked = flock(file_.get(), LOCK_EX | LOCK_NB) == 0;
    WriteState(file_.get(), 1);
    if (is_locked) flock(file_.get(), LOCK_UN);
  }

  bool TryTake() noexcept override {
    if (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) return false;
    EventObject object{};
    const bool taken = ReadObject(file_.get(), object) && object.state != 0 && WriteState(file_.get(), 0);
    flock(file_.get(), LOCK_UN);
    return taken;
  }

 private:
  FileDescriptor file_;
};

}  // namespace

std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name) {
  FileDescriptor file = OpenObject(name, Access::kReadWrite, ObjectRole::kEvent);
  EventObject object{};
  if (!ReadObject(file.get(), object) || object.magic != kEventMagic || object.version != kVersion) {
    throw Error("event-invalid", "open event", std::string(name),
                "found no event there, expected 16 bytes that start with 'FLEV' and version 1",
                "Check what the other side creates under that name (docs/posix-objects.md).");
  }
  return std::make_unique<PosixEvent>(std::move(file));
}

std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name) {
  FileDescriptor file = CreateObject(name, kSmallObjectBytes, ObjectRole::kEvent);
  const EventObject object{kEventMagic, kVersion, 0, 0};
  if (pwrite(file.get(), &object, sizeof object, 0) != static_cast<ssize_t>(sizeof object)) {
    const int error = errno;
    unlink(ObjectPath(name).c_str());
    throw Error("no-space", "create event", std::string(name), "its 16 bytes could not be written",
                "Free shared memory and try again.", error);
  }
  return std::make_unique<PosixEvent>(std::move(file));
}

}  // namespace framelatch::posix
