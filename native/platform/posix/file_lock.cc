#include "platform/posix/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "platform/posix/file_descriptor.h"
#include "platform/posix/names.h"

namespace framelatch::posix {
namespace {

constexpr mode_t kOwnerOnly = 0600;

class PosixFileLock final : public ReadWriteFileLock {
 public:
  explicit PosixFileLock(std::string path) : path_(std::move(path)) {}

  // Opened for each lock: a producer that removed its file and made it anew is met under the new one.
  FileLockResult TryLock(FileLockKind kind) override {
    const bool is_writer = kind == FileLockKind::kExclusive;
    const int flags = (is_writer ? O_RDWR | O_CREAT : O_RDONLY) | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
    FileDescriptor file(open(path_.c_str(), flags, kOwnerOnly));
    if (!file.valid()) {
      const int error = errno;
      if (error == ENOENT && !is_writer) return FileLockResult::kMissing;
      throw Error("lock-denied", "open lock file", path_, std::generic_category().message(error),
                  "Run Framelatch as the user that runs the producer, or name the folder of its locks.", error);
    }
    if (flock(file.get(), (is_writer ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) return FileLockResult::kBusy;
    file_ = std::move(file);
    return FileLockResult::kOwned;
  }

  void Unlock() noexcept override { file_ = FileDescriptor(-1); }

 private:
  std::string path_;
  FileDescriptor file_{-1};
};

}  // namespace

std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder) {
  const std::string file = ObjectFileName(name);
  const std::string parent(folder.empty() ? kSharedMemoryFolder : folder);
  return std::make_unique<PosixFileLock>(parent + "/" + file);
}

}  // namespace framelatch::posix
