// framelatch-setup: what the installer and the uninstaller have done for them (build/windows/installer.nsi), as their
// own script language ends strings at 1,024 characters and removes whole folders.
//
//   framelatch-setup path add|remove FOLDER   the user's PATH
//   framelatch-setup replace SECONDS FOLDER   asks the running program to end, then puts FOLDER\.new into place
//   framelatch-setup remove SECONDS FOLDER    asks the running program to end, then removes what Uninstall.txt lists
//   framelatch-setup discard FOLDER           removes FOLDER\.new
//
// Exit statuses: Outcome. What is wrong is written to standard output in the system's code page, which NSIS reads.

#include <windows.h>

#include <cwchar>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>

#include "setup/failure.h"
#include "setup/windows/closing.h"
#include "setup/windows/environment.h"
#include "setup/windows/installation.h"

namespace {

using framelatch::setup::Failure;
using framelatch::setup::Outcome;

std::wstring Widened(std::string_view text) {
  const int length = MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0);
  std::wstring wide(static_cast<size_t>(length), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), wide.data(), length);
  return wide;
}

void Say(std::string_view sentence) {
  const std::wstring wide = Widened(sentence);
  const int units = static_cast<int>(wide.size());
  const int length = WideCharToMultiByte(CP_ACP, 0, wide.data(), units, nullptr, 0, nullptr, nullptr);
  std::string bytes(static_cast<size_t>(length), '\0');
  WideCharToMultiByte(CP_ACP, 0, wide.data(), units, bytes.data(), length, nullptr, nullptr);
  DWORD written = 0;
  WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr);
}

[[noreturn]] void FailUsage() {
  throw Failure(Outcome::kWrongUsage,
                "framelatch-setup path add|remove FOLDER, replace|remove SECONDS FOLDER, or discard FOLDER");
}

Outcome ChangePath(std::wstring_view verb, std::wstring_view folder) {
  if (verb == L"add") return framelatch::setup::AddToPath(folder);
  if (verb == L"remove") return framelatch::setup::RemoveFromPath(folder);
  FailUsage();
}

Outcome ChangeFiles(std::wstring_view verb, DWORD seconds, const std::filesystem::path& folder) {
  if (verb != L"replace" && verb != L"remove") FailUsage();
  // To the end: what starts meanwhile would have files open.
  const framelatch::setup::Closing closing;
  closing.WaitFor(folder, seconds);
  if (verb == L"replace")
    framelatch::setup::ReplaceFiles(folder);
  else
    framelatch::setup::RemoveFiles(folder);
  return Outcome::kDone;
}

Outcome Run(int count, wchar_t** words) {
  const std::wstring_view command = count > 1 ? words[1] : L"";
  if (command == L"discard" && count == 3) {
    framelatch::setup::DiscardNew(words[2]);
    return Outcome::kDone;
  }
  if (count != 4) FailUsage();
  if (command == L"path") return ChangePath(words[2], words[3]);
  return ChangeFiles(command, std::wcstoul(words[2], nullptr, 10), words[3]);
}

}  // namespace

int wmain(int count, wchar_t** words) {
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
  try {
    return static_cast<int>(Run(count, words));
  } catch (const Failure& failure) {
    Say(failure.what());
    return static_cast<int>(failure.outcome());
  } catch (const std::exception& thrown) {
    Say(thrown.what());
    return static_cast<int>(Outcome::kFailed);
  }
}
