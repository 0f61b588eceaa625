#include "platform/windows/modules.h"

// tlhelp32.h needs the other first.
// clang-format off
#include <windows.h>
#include <tlhelp32.h>
// clang-format on

#include <limits>
#include <set>
#include <string>

#include "platform/windows/handle.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

constexpr int kMostTries = 10;

// Of a 64-bit process its libraries, of a 32-bit one those of both kinds.
Handle Snapshot(DWORD pid) {
  for (int tries = 0; tries < kMostTries; ++tries) {
    Handle snapshot(CreateToolhelp32Snapshot(TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32, pid));
    // A list that changed while it was made: again.
    if (snapshot.valid() || GetLastError() != ERROR_BAD_LENGTH) return snapshot;
  }
  return Handle();
}

int BitsOf(const Handle& process) {
  BOOL is_wow64 = FALSE;
  return IsWow64Process(process.get(), &is_wow64) != FALSE && is_wow64 != FALSE ? 32 : 64;
}

}  // namespace

std::optional<ProcessModules> LoadedModules(int64_t pid) {
  if (pid <= 0 || pid > std::numeric_limits<DWORD>::max()) return std::nullopt;
  const auto wanted = static_cast<DWORD>(pid);
  const Handle process(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, wanted));
  // OpenProcess ignores the two low bits: asked for 77 it opens 76.
  if (!process.valid() || GetProcessId(process.get()) != wanted) return std::nullopt;
  const Handle snapshot = Snapshot(wanted);
  if (!snapshot.valid()) return std::nullopt;
  std::set<std::string> names;
  MODULEENTRY32W entry{};
  entry.dwSize = sizeof entry;
  for (BOOL more = Module32FirstW(snapshot.get(), &entry); more != FALSE;
       more = Module32NextW(snapshot.get(), &entry)) {
    CharLowerW(entry.szModule);
    names.insert(FromWide(entry.szModule));
  }
  return ProcessModules{.files = {names.begin(), names.end()}, .bits = BitsOf(process)};
}

}  // namespace framelatch::windows
