#include "platform/posix/region.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "platform/posix/object_file.h"

namespace framelatch::posix {
namespace {

uint64_t SizeOf(const FileDescriptor& file) noexcept {
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || status.st_size < 0) return 0;
  return static_cast<uint64_t>(status.st_size);
}

}  // namespace

PosixRegion::PosixRegion(FileDescriptor file, Access access, std::string_view name)
    : file_(std::move(file)), size_(SizeOf(file_)) {
  if (size_ == 0) return;  // mmap refuses an empty object; readers find it too small
  const int protection = access == Access::kReadWrite ? PROT_READ | PROT_WRITE : PROT_READ;
  void* address = mmap(nullptr, size_, protection, MAP_SHARED, file_.get(), 0);
  if (address == MAP_FAILED) {
    const int error = errno;
    throw Error("internal", "map view of", std::string(name), std::generic_category().message(error),
                "Free address space or memory and try again.", error);
  }
  data_ = static_cast<std::byte*>(address);
}

PosixRegion::~PosixRegion() {
  if (data_ != nullptr) munmap(data_, size_);
}

uint64_t PosixRegion::CurrentSize() const { return SizeOf(file_); }

bool PosixRegion::IsStillNamed(std::string_view name) const { return posix::IsStillNamed(file_, name); }

}  // namespace framelatch::posix
