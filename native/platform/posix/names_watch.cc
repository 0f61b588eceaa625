#include "platform/names_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <utility>

#include "platform/posix/file_descriptor.h"
#include "platform/posix/names.h"

namespace framelatch {
namespace {

// By inotify(7) on the folder of the objects. Writing is not asked for: a lock's owner is written twice for each frame.
class PosixNamesWatch final : public NamesWatch {
 public:
  explicit PosixNamesWatch(posix::FileDescriptor queue) : queue_(std::move(queue)) {}

  bool TakeChange() override {
    alignas(inotify_event) std::array<std::byte, 16384> buffer{};
    bool has_changed = false;
    while (read(queue_.get(), buffer.data(), buffer.size()) > 0) has_changed = true;
    return has_changed;
  }

 private:
  posix::FileDescriptor queue_;
};

}  // namespace

std::unique_ptr<NamesWatch> WatchNames() {
  posix::FileDescriptor queue(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!queue.valid()) return nullptr;
  constexpr uint32_t kNames = IN_CREATE | IN_DELETE | IN_MOVE | IN_ONLYDIR;
  if (inotify_add_watch(queue.get(), posix::kSharedMemoryFolder, kNames) < 0) return nullptr;
  return std::make_unique<PosixNamesWatch>(std::move(queue));
}

}  // namespace framelatch
