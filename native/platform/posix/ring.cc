#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "platform/platform.h"
#include "platform/posix/file_descriptor.h"
#include "ring/frame_target.h"
#include "ring/ring_bytes.h"

namespace framelatch {
namespace {

using posix::FileDescriptor;

Error RingError(const char* code, const std::string& path, std::string reason, int64_t system_code = 0) {
  return {code, "open ring", path, std::move(reason), "Frames go through the message port instead.", system_code};
}

// The mapping of a ring file; unmapped with its last user.
class Mapping {
 public:
  Mapping(const FileDescriptor& file, const std::string& path, uint64_t bytes) : bytes_(bytes) {
    // Populated now, so that no frame pays for page faults.
    void* address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file.get(), 0);
    if (address == MAP_FAILED) {
      const int error = errno;
      throw RingError("ring-unavailable", path, std::generic_category().message(error), error);
    }
    data_ = static_cast<std::byte*>(address);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { munmap(data_, bytes_); }
  std::byte* data() const { return data_; }

 private:
  std::byte* data_ = nullptr;
  uint64_t bytes_;
};

class RingTarget final : public FrameTarget {
 public:
  RingTarget(std::unique_ptr<Mapping> mapping, uint64_t header_bytes, int slots, uint64_t slot_bytes)
      : mapping_(std::move(mapping)), header_bytes_(header_bytes), slots_(slots), slot_bytes_(slot_bytes) {}

  int slots() const override { return slots_; }
  uint64_t slot_bytes() const override { return slot_bytes_; }

  void Prepare(int /*slot*/) noexcept override {}  // populated when it was mapped

  std::byte* Pixels(int slot) const noexcept override {
    return mapping_->data() + header_bytes_ + static_cast<uint64_t>(slot) * slot_bytes_;
  }

 private:
  std::unique_ptr<Mapping> mapping_;
  uint64_t header_bytes_;
  int slots_;
  uint64_t slot_bytes_;
};

void CheckFile(const FileDescriptor& file, const std::string& path, uint64_t expected_bytes) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid()) {
    throw RingError("ring-unavailable", path, "found something else than a regular file of this user");
  }
  if (static_cast<uint64_t>(status.st_size) != expected_bytes) {
    throw RingError("ring-unavailable", path,
                    "found " + std::to_string(status.st_size) + " bytes, expected " + std::to_string(expected_bytes));
  }
}

// truncate() succeeds on a full tmpfs; only this makes sure that there is memory for every slot.
void AllocateFile(const FileDescriptor& file, const std::string& path, uint64_t bytes) {
  int error = EINTR;
  while (error == EINTR) error = posix_fallocate(file.get(), 0, static_cast<off_t>(bytes));
  if (error == 0) return;
  throw RingError(error == ENOSPC ? "no-space" : "ring-unavailable", path,
                  std::generic_category().message(error) + ": " + std::to_string(bytes) + " bytes are needed", error);
}

}  // namespace

std::shared_ptr<FrameTarget> OpenRing(const std::string& path, uint64_t header_bytes, int slots, uint64_t slot_bytes) {
  const uint64_t bytes = RingBytes(path, header_bytes, slots, slot_bytes);
  FileDescriptor file(open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) {
    const int error = errno;
    throw RingError("ring-unavailable", path, std::generic_category().message(error), error);
  }
  CheckFile(file, path, bytes);
  AllocateFile(file, path, bytes);
  return std::make_shared<RingTarget>(std::make_unique<Mapping>(file, path, bytes), header_bytes, slots, slot_bytes);
}

}  // namespace framelatch
