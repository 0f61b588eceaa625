#include "setup/windows/closing.h"

#include <tlhelp32.h>

#include <string>
#include <vector>

#include "setup/failure.h"

namespace framelatch::setup {
namespace {

constexpr wchar_t kMutex[] = L"FramelatchSetup";
constexpr DWORD kLookMs = 50;
// The uninstaller lies in the folder too; it is what waits.
constexpr std::wstring_view kUninstaller = L"Uninstall.exe";

// The program of a process; empty where we may not know, which is another user's.
std::filesystem::path ProgramOf(DWORD pid) {
  HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
  if (process == nullptr) return {};
  std::wstring path(32768, L'\0');
  auto length = static_cast<DWORD>(path.size());
  const bool is_known = QueryFullProcessImageNameW(process, 0, path.data(), &length) != 0;
  CloseHandle(process);
  path.resize(is_known ? length : 0);
  return path;
}

// Whatever the spelling: capitals, short names, `..`.
bool IsSameFolder(const std::filesystem::path& one, const std::filesystem::path& other) {
  std::error_code ignored;
  return std::filesystem::equivalent(one, other, ignored);
}

bool IsIn(const std::filesystem::path& folder, const std::filesystem::path& program) {
  for (std::filesystem::path at = program; at.has_relative_path(); at = at.parent_path()) {
    if (IsSameFolder(at.parent_path(), folder)) return true;
  }
  return false;
}

// By what a user finds them in the task manager: `Framelatch.exe 123`.
std::vector<std::string> ProcessesOf(const std::filesystem::path& folder) {
  std::vector<std::string> found;
  HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (snapshot == INVALID_HANDLE_VALUE) return found;
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof(entry);
  for (BOOL more = Process32FirstW(snapshot, &entry); more != 0; more = Process32NextW(snapshot, &entry)) {
    const std::filesystem::path program = ProgramOf(entry.th32ProcessID);
    if (!program.empty() && program.filename() != kUninstaller && IsIn(folder, program)) {
      const std::u8string name = program.filename().u8string();
      found.push_back(std::string(name.begin(), name.end()) + " " + std::to_string(entry.th32ProcessID));
    }
  }
  CloseHandle(snapshot);
  return found;
}

std::string StillRunning(const std::vector<std::string>& processes, DWORD seconds) {
  std::string names;
  for (const std::string& process : processes) names += (names.empty() ? "" : ", ") + process;
  return "A program in Framelatch's folder still runs (" + names + "), and did not end within " +
         std::to_string(seconds) + " s of being asked to. Close it, and try again; nothing was changed.";
}

}  // namespace

Closing::Closing() : mutex_(CreateMutexW(nullptr, FALSE, kMutex)) {
  if (mutex_ != nullptr && GetLastError() != ERROR_ALREADY_EXISTS) return;
  if (mutex_ != nullptr) CloseHandle(mutex_);
  throw Failure(Outcome::kFailed, "Another setup of Framelatch is at work. Wait for its end, and try again.");
}

Closing::~Closing() { CloseHandle(mutex_); }

void Closing::WaitFor(const std::filesystem::path& folder, DWORD seconds) const {
  const ULONGLONG deadline = GetTickCount64() + 1000ULL * seconds;
  for (;;) {
    const std::vector<std::string> processes = ProcessesOf(folder);
    if (processes.empty()) return;
    if (GetTickCount64() >= deadline) throw Failure(Outcome::kStillRunning, StillRunning(processes, seconds));
    Sleep(kLookMs);
  }
}

}  // namespace framelatch::setup
