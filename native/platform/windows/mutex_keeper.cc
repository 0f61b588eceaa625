#include "platform/windows/mutex_keeper.h"

#include <algorithm>
#include <bit>
#include <map>
#include <span>
#include <vector>

#include "platform/windows/handle.h"
#include "platform/windows/names.h"
#include "platform/windows/native_api.h"
#include "platform/windows/process.h"

// Windows does not say who has a named object open. So every handle of the system that is of a mutex's type is copied
// from its process and compared. Only a process that may be opened so is seen: the same user's, not a protected one.
namespace framelatch::windows {
namespace {

// The system's table of handles, as bytes that start with SystemHandleInformationEx.
std::vector<std::byte> HandleTable() {
  std::vector<std::byte> table(1024 * 1024);
  for (;;) {
    ULONG needed = 0;
    // The SDK's enumeration knows no such value.
    const auto which = std::bit_cast<SYSTEM_INFORMATION_CLASS>(kSystemExtendedHandleInformation);
    const NTSTATUS status = NtQuerySystemInformation(which, table.data(), static_cast<ULONG>(table.size()), &needed);
    if (status == kStatusSuccess) return table;
    constexpr size_t kMost = 512 * 1024 * 1024;
    if (status != kStatusInfoLengthMismatch || table.size() >= kMost) return {};
    // It grows while it is asked for.
    table.resize(std::max<size_t>(table.size() * 2, needed));
  }
}

std::span<const SystemHandle> HandlesOf(const std::vector<std::byte>& table) {
  if (table.empty()) return {};
  const auto& head = *reinterpret_cast<const SystemHandleInformationEx*>(table.data());
  const size_t room = (table.size() - sizeof head) / sizeof(SystemHandle);
  const auto* first = reinterpret_cast<const SystemHandle*>(table.data() + sizeof head);
  return {first, std::min<size_t>(head.NumberOfHandles, room)};
}

// Processes opened once each, to copy handles out of them.
class Processes {
 public:
  HANDLE Open(DWORD pid) {
    const auto [at, is_new] = opened_.try_emplace(pid);
    if (is_new) at->second = Handle(OpenProcess(PROCESS_DUP_HANDLE, FALSE, pid));
    return at->second.get();
  }

 private:
  std::map<DWORD, Handle> opened_;
};

bool IsSameObject(HANDLE ours, HANDLE process, const SystemHandle& theirs) {
  if (process == nullptr) return false;
  HANDLE copy = nullptr;
  const auto value = reinterpret_cast<HANDLE>(theirs.HandleValue);
  if (DuplicateHandle(process, value, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) == FALSE) {
    return false;
  }
  const Handle owned(copy);
  return NtCompareObjects(ours, copy) == kStatusSuccess;
}

}  // namespace

std::optional<ProcessInfo> FindMutexKeeper(std::string_view name) {
  const auto wide_name = WideNameIfValid(name);
  if (!wide_name) return std::nullopt;
  const Handle mutex(OpenMutexW(SYNCHRONIZE, FALSE, wide_name->c_str()));
  if (!mutex.valid()) return std::nullopt;
  const std::vector<std::byte> table = HandleTable();
  const std::span<const SystemHandle> handles = HandlesOf(table);
  const ULONG_PTR self = GetCurrentProcessId();
  const auto is_ours = [&](const SystemHandle& entry) {
    return entry.UniqueProcessId == self && entry.HandleValue == reinterpret_cast<ULONG_PTR>(mutex.get());
  };
  const auto ours = std::find_if(handles.begin(), handles.end(), is_ours);
  if (ours == handles.end()) return std::nullopt;
  Processes processes;
  for (const SystemHandle& entry : handles) {
    // Copying a handle of another kind, such as a pipe's, may wait for ever.
    if (entry.ObjectTypeIndex != ours->ObjectTypeIndex || is_ours(entry)) continue;
    const auto pid = static_cast<DWORD>(entry.UniqueProcessId);
    if (!IsSameObject(mutex.get(), processes.Open(pid), entry)) continue;
    const auto watch = WatchProcess(pid);
    if (watch) return watch->info();
  }
  return std::nullopt;
}

}  // namespace framelatch::windows
