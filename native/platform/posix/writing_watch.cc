#include "platform/posix/writing_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <set>
#include <string>
#include <utility>

#include "platform/posix/file_descriptor.h"
#include "platform/posix/names.h"

namespace framelatch::posix {
namespace {

class PosixWritingWatch final : public WritingWatch {
 public:
  explicit PosixWritingWatch(FileDescriptor queue) : queue_(std::move(queue)) {}

  bool WasWritten(const std::string& name) override {
    Drain();
    return has_missed_ || written_.contains(ObjectFileName(name));
  }

 private:
  void Drain() {
    alignas(inotify_event) std::array<std::byte, 16384> buffer{};
    ssize_t bytes = 0;
    while ((bytes = read(queue_.get(), buffer.data(), buffer.size())) > 0) {
      const std::byte* const end = buffer.data() + bytes;
      for (const std::byte* at = buffer.data(); at < end;) {
        inotify_event event{};
        std::memcpy(&event, at, sizeof event);
        if ((event.mask & IN_Q_OVERFLOW) != 0) has_missed_ = true;
        // Padded with zeros.
        if (event.len > 0) written_.insert(reinterpret_cast<const char*>(at + sizeof event));
        at += sizeof event + event.len;
      }
    }
  }

  FileDescriptor queue_;
  std::set<std::string, std::less<>> written_;
  bool has_missed_ = false;
};

}  // namespace

std::unique_ptr<WritingWatch> WatchWriting() {
  FileDescriptor queue(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!queue.valid()) return nullptr;
  constexpr uint32_t kWriting = IN_MODIFY | IN_CLOSE_WRITE | IN_ONLYDIR;
  if (inotify_add_watch(queue.get(), kSharedMemoryFolder, kWriting) < 0) return nullptr;
  return std::make_unique<PosixWritingWatch>(std::move(queue));
}

}  // namespace framelatch::posix
