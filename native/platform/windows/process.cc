#include "platform/windows/process.h"

#include <limits>
#include <string>

#include "platform/windows/handle.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

// The executable's file name, without its folder.
std::string ImageName(const Handle& process) {
  std::wstring path(32768, L'\0');
  auto length = static_cast<DWORD>(path.size());
  if (QueryFullProcessImageNameW(process.get(), 0, path.data(), &length) == FALSE) return {};
  path.resize(length);
  return FromWide(std::wstring_view(path).substr(path.find_last_of(L"\\/") + 1));
}

// The handle keeps the pid from being given to another process.
class WindowsProcessWatch final : public ProcessWatch {
 public:
  WindowsProcessWatch(Handle process, int64_t pid)
      : process_(std::move(process)), pid_(pid), name_(ImageName(process_)) {}

  bool HasExited() const noexcept override { return WaitForSingleObject(process_.get(), 0) == WAIT_OBJECT_0; }
  ProcessInfo info() const override { return {pid_, name_, !HasExited()}; }

 private:
  Handle process_;
  int64_t pid_;
  std::string name_;
};

}  // namespace

std::unique_ptr<ProcessWatch> WatchProcess(int64_t pid) {
  if (pid <= 0 || pid > std::numeric_limits<DWORD>::max()) return nullptr;
  const auto wanted = static_cast<DWORD>(pid);
  Handle process(OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, wanted));
  // OpenProcess ignores the two low bits: asked for 77 it opens 76.
  if (!process.valid() || GetProcessId(process.get()) != wanted) return nullptr;
  return std::make_unique<WindowsProcessWatch>(std::move(process), pid);
}

}  // namespace framelatch::windows
