#include "platform/windows/file_lock.h"

#include <string>
#include <utility>

#include "core/error.h"
#include "platform/windows/handle.h"
#include "platform/windows/names.h"
#include "platform/windows/object_error.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

constexpr wchar_t kDefaultFolder[] = L"rwfilelock";

std::wstring DefaultFolder() {
  wchar_t buffer[MAX_PATH + 1];
  const DWORD length = GetTempPathW(ARRAYSIZE(buffer), buffer);
  return std::wstring(buffer, length) + kDefaultFolder;
}

class WindowsFileLock final : public ReadWriteFileLock {
 public:
  WindowsFileLock(std::wstring folder, const std::wstring& name)
      : folder_(std::move(folder)), stem_(folder_ + L"\\" + name) {}

  FileLockResult TryLock(FileLockKind kind) override {
    return kind == FileLockKind::kShared ? TryShared() : TryExclusive();
  }

  void Unlock() noexcept override {
    content_ = Handle();
    gate_ = Handle();
  }

 private:
  // The gate keeps readers from overtaking a writer that waits; it is held for a moment only.
  FileLockResult TryShared() {
    Handle gate;
    FileLockResult result = Open(L".wlc", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, gate);
    if (result == FileLockResult::kOwned) {
      result = Open(L".rlc", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, content_);
    }
    return result;
  }

  FileLockResult TryExclusive() {
    CreateDirectoryW(folder_.c_str(), nullptr);
    constexpr DWORD kBoth = GENERIC_READ | GENERIC_WRITE;
    FileLockResult result = Open(L".wlc", kBoth, 0, OPEN_ALWAYS, gate_);
    if (result == FileLockResult::kOwned) result = Open(L".rlc", kBoth, 0, OPEN_ALWAYS, content_);
    if (result != FileLockResult::kOwned) Unlock();
    return result;
  }

  FileLockResult Open(const wchar_t* tail, DWORD access, DWORD share, DWORD disposition, Handle& handle) const {
    const std::wstring path = stem_ + tail;
    handle = Handle(CreateFileW(path.c_str(), access, share, nullptr, disposition, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (handle.valid()) return FileLockResult::kOwned;
    const DWORD error = GetLastError();
    if (error == ERROR_SHARING_VIOLATION) return FileLockResult::kBusy;
    const bool is_missing = error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
    if (is_missing && disposition == OPEN_EXISTING) return FileLockResult::kMissing;
    throw Error("lock-denied", "open lock file", FromWide(path), SystemReason(error),
                "Run Framelatch as the user that runs the producer, or name the folder of its locks.", error);
  }

  std::wstring folder_;
  std::wstring stem_;
  Handle gate_;
  Handle content_;
};

}  // namespace

std::unique_ptr<ReadWriteFileLock> NewFileLock(std::string_view name, std::string_view folder) {
  const std::wstring wide_name = WideName(name);
  const std::optional<std::wstring> wide_folder = folder.empty() ? DefaultFolder() : ToWide(folder);
  if (!wide_folder || wide_folder->empty()) {
    throw Error("name-invalid", "open lock file", std::string(folder), "the folder's name is not UTF-8",
                "Give the folder in which the producer keeps its locks.");
  }
  return std::make_unique<WindowsFileLock>(*wide_folder, wide_name);
}

}  // namespace framelatch::windows
