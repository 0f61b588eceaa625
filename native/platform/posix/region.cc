#include "platform/posix/region.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "platform/posix/framebuffer_device.h"
#include "platform/posix/object_file.h"

namespace framelatch::posix {
namespace {

uint64_t SizeOf(const FileDescriptor& file) noexcept {
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || status.st_size < 0) return 0;
  return IsFramebuffer(status) ? FramebufferBytes(file.get()) : static_cast<uint64_t>(status.st_size);
}

// Elements of `from` that `without` has not; both are in order.
std::vector<Extent> Difference(const std::vector<Extent>& from, const std::vector<Extent>& without) {
  std::vector<Extent> rest;
  std::set_difference(from.begin(), from.end(), without.begin(), without.end(), std::back_inserter(rest));
  return rest;
}

}  // namespace

PosixRegion::PosixRegion(FileDescriptor file, Access access, std::string_view name)
    : name_(name), file_(std::move(file)), access_(access), size_(SizeOf(file_)) {
  if (size_ == 0) return;  // mmap refuses an empty object; readers find it too small
  const int protection = access == Access::kReadWrite ? PROT_READ | PROT_WRITE : PROT_READ;
  void* address = mmap(nullptr, size_, protection, MAP_SHARED, file_.get(), 0);
  if (address == MAP_FAILED) throw MapError();
  data_ = static_cast<std::byte*>(address);
  try {
    Refresh();
  } catch (...) {
    munmap(data_, size_);
    throw;
  }
}

PosixRegion::~PosixRegion() {
  if (data_ != nullptr) munmap(data_, size_);
}

Error PosixRegion::MapError() const {
  const int error = errno;
  return {error == ENOMEM ? "no-memory" : "internal",    "map view of", name_, std::generic_category().message(error),
          "Free address space or memory and try again.", error};
}

uint64_t PosixRegion::CurrentSize() const { return SizeOf(file_); }

bool PosixRegion::IsStillNamed(std::string_view name) const { return posix::IsStillNamed(file_, name); }

// The bytes are asked for before the holes are looked for: what is written meanwhile changes them for the next time.
void PosixRegion::Refresh() {
  if (data_ == nullptr || access_ == Access::kReadWrite) return;  // whoever writes may take pages
  const std::lock_guard lock(mutex_);
  const auto backed = BackedBytes(file_.get());
  if (backed == backed_bytes_ && !hides_filled_) return;
  const bool may_have_holes = backed && *backed < size_;
  auto holes = may_have_holes ? FindHoles(file_.get(), size_) : std::vector<Extent>();
  if (!holes) {
    throw Error("mapping-scattered", "map view of", name_,
                "its memory is scattered over thousands of places with none between them",
                "Let the producer write its pictures whole, or allocate the object at once (posix_fallocate).");
  }
  Cover(*std::move(holes));
  backed_bytes_ = backed;
  // A page that was allocated and not written yet counts as backed and looks like a hole: filling it changes no number.
  hides_filled_ = may_have_holes && *backed + BytesIn(holes_, 0, UINT64_MAX) > RoundUpToPages(size_);
}

void PosixRegion::Cover(std::vector<Extent> holes) {
  for (const Extent& filled : Difference(holes_, holes)) MapObject(filled);
  for (const Extent& hole : Difference(holes, holes_)) MapZeroes(hole);
  holes_ = std::move(holes);
}

void PosixRegion::MapObject(const Extent& extent) {
  void* address = mmap(data_ + extent.start, extent.end - extent.start, PROT_READ, MAP_SHARED | MAP_FIXED, file_.get(),
                       static_cast<off_t>(extent.start));
  if (address == MAP_FAILED) throw MapError();
}

void PosixRegion::MapZeroes(const Extent& extent) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  void* address = mmap(data_ + extent.start, extent.end - extent.start, PROT_READ, kFlags, -1, 0);
  if (address == MAP_FAILED) throw MapError();
}

uint64_t PosixRegion::UnwrittenBytes(uint64_t offset, uint64_t bytes) const {
  const std::lock_guard lock(mutex_);
  return BytesIn(holes_, offset, offset + bytes);
}

}  // namespace framelatch::posix
