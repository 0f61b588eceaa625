#include <memory>
#include <string>
#include <utility>

#include "core/error.h"
#include "platform/platform.h"
#include "platform/windows/handle.h"
#include "platform/windows/object_error.h"
#include "platform/windows/text.h"
#include "ring/frame_target.h"
#include "ring/ring_bytes.h"

namespace framelatch {
namespace {

using windows::Handle;

constexpr uint64_t kPageBytes = 4096;

Error RingError(const char* code, const std::string& path, std::string reason, int64_t system_code = 0) {
  return {code, "open ring", path, std::move(reason), "Frames go through the message port instead.", system_code};
}

Error SystemRingError(const std::string& path, DWORD error) {
  const bool full = error == ERROR_DISK_FULL || error == ERROR_HANDLE_DISK_FULL;
  return RingError(full ? "no-space" : "ring-unavailable", path, windows::SystemReason(error), error);
}

// The view of a ring file; unmapped with its last user. While it is mapped nobody can cut the file short or remove it.
class View {
 public:
  View(const Handle& file, const std::string& path) {
    const Handle section(CreateFileMappingW(file.get(), nullptr, PAGE_READWRITE, 0, 0, nullptr));
    if (section.valid()) {
      data_ = static_cast<std::byte*>(MapViewOfFile(section.get(), FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0));
    }
    if (data_ == nullptr) throw SystemRingError(path, GetLastError());
  }
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  ~View() { UnmapViewOfFile(data_); }
  std::byte* data() const { return data_; }

  // Makes every page present and writable now, so that no frame pays for page faults. Nobody else writes here yet.
  void Populate(uint64_t from, uint64_t to) const {
    for (uint64_t offset = from; offset < to; offset += kPageBytes) {
      volatile std::byte* byte = data_ + offset;
      *byte = *byte;
    }
  }

 private:
  std::byte* data_ = nullptr;
};

class RingTarget final : public FrameTarget {
 public:
  RingTarget(std::unique_ptr<View> view, uint64_t header_bytes, int slots, uint64_t slot_bytes)
      : view_(std::move(view)), header_bytes_(header_bytes), slots_(slots), slot_bytes_(slot_bytes) {}

  int slots() const override { return slots_; }
  uint64_t slot_bytes() const override { return slot_bytes_; }

  void Prepare(int /*slot*/) noexcept override {}  // populated when it was mapped

  std::byte* Pixels(int slot) const noexcept override {
    return view_->data() + header_bytes_ + static_cast<uint64_t>(slot) * slot_bytes_;
  }

 private:
  std::unique_ptr<View> view_;
  uint64_t header_bytes_;
  int slots_;
  uint64_t slot_bytes_;
};

// Chromium has the file open for reading and writing and shares both; so do we, or one of the two would be refused.
Handle OpenFile(const std::string& path) {
  const auto wide_path = windows::ToWide(path);
  if (!wide_path) throw RingError("ring-unavailable", path, "the path is not UTF-8");
  constexpr DWORD kShare = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  Handle file(CreateFileW(wide_path->c_str(), GENERIC_READ | GENERIC_WRITE, kShare, nullptr, OPEN_EXISTING,
                          FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
  if (!file.valid()) throw SystemRingError(path, GetLastError());
  return file;
}

void CheckFile(const Handle& file, const std::string& path, uint64_t expected_bytes) {
  BY_HANDLE_FILE_INFORMATION information{};
  constexpr DWORD kRefused = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
  if (GetFileInformationByHandle(file.get(), &information) == FALSE || GetFileType(file.get()) != FILE_TYPE_DISK ||
      (information.dwFileAttributes & kRefused) != 0) {
    throw RingError("ring-unavailable", path, "found something else than a regular file");
  }
  const uint64_t bytes = uint64_t{information.nFileSizeHigh} << 32 | information.nFileSizeLow;
  if (bytes == expected_bytes) return;
  throw RingError("ring-unavailable", path,
                  "found " + std::to_string(bytes) + " bytes, expected " + std::to_string(expected_bytes));
}

// Asks the system to keep the file's pages in memory rather than to write them out. A wish: its failure is no error.
void MarkTemporary(const Handle& file) {
  FILE_BASIC_INFO information{};
  information.FileAttributes = FILE_ATTRIBUTE_TEMPORARY;
  SetFileInformationByHandle(file.get(), FileBasicInfo, &information, sizeof information);
}

}  // namespace

std::shared_ptr<FrameTarget> OpenRing(const std::string& path, uint64_t header_bytes, int slots, uint64_t slot_bytes) {
  const uint64_t bytes = RingBytes(path, header_bytes, slots, slot_bytes);
  const Handle file = OpenFile(path);
  // NTFS gave the file its clusters when the worker set its size; there is nothing more to allocate.
  CheckFile(file, path, bytes);
  MarkTemporary(file);
  auto view = std::make_unique<View>(file, path);
  view->Populate(header_bytes, bytes);
  return std::make_shared<RingTarget>(std::move(view), header_bytes, slots, slot_bytes);
}

}  // namespace framelatch
