// A Windows producer for tests, well-behaved or not. Runs until its standard input ends, or until it is killed.
//   fault_producer capture DIALECT ID    publishes 64 x 48 frames, 60 a second; ID "self" is its own pid
//   fault_producer resize DIALECT ID     the same, 96 x 32 and 64 x 48 in turn, 150 frames each
//   fault_producer hold DIALECT ID       the same for ten frames, then keeps both mutexes
//   fault_producer denied NAME           a mapping that nobody may open
//   fault_producer denied-mutex NAME     a mutex that nobody may open
//   fault_producer mutex NAME            a mutex under any name
//   fault_producer reserved NAME         a mapping whose memory was never committed
//   fault_producer section NAME BYTES    a mapping of zeros
// Prints "ready", with "held" before it once the mutexes are kept.

#include <windows.h>

#include <cstdio>
#include <string>

#include "capture.h"

namespace {

void Say(const char* word) {
  std::printf("%s\n", word);
  std::fflush(stdout);
}

DWORD WINAPI EndWithInput(void*) {
  while (std::getchar() != EOF) {
  }
  ExitProcess(0);
}

void Publish(const std::wstring& command, const std::wstring& dialect, const std::wstring& id) {
  const bool hold = command == L"hold";
  capture::Capture source(dialect, id == L"self" ? std::to_wstring(GetCurrentProcessId()) : id);
  for (uint32_t frame = 1; !hold || frame <= 10; ++frame) {
    if (command == L"resize" && frame % 300 == 150) source.Resize(96, 32);
    if (command == L"resize" && frame % 300 == 0) source.Resize(64, 48);
    source.Publish(frame);
    if (frame == 1 && !hold) Say("ready");
    Sleep(16);
  }
  source.HoldBoth();
  Say("held");
}

// An access list that is there and empty allows nothing to anybody.
SECURITY_ATTRIBUTES* DenyAll() {
  static ACL list;
  static SECURITY_DESCRIPTOR descriptor;
  static SECURITY_ATTRIBUTES attributes{sizeof attributes, &descriptor, FALSE};
  InitializeAcl(&list, sizeof list, ACL_REVISION);
  InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
  SetSecurityDescriptorDacl(&descriptor, TRUE, &list, FALSE);
  return &attributes;
}

HANDLE CreateFault(const std::wstring& fault, const std::wstring& name, const std::wstring& bytes) {
  if (fault == L"denied") return capture::CreateSection(name, 0, 4096, DenyAll());
  if (fault == L"denied-mutex") return CreateMutexW(DenyAll(), FALSE, name.c_str());
  if (fault == L"mutex") return CreateMutexW(nullptr, FALSE, name.c_str());
  if (fault == L"reserved") return capture::CreateSection(name, SEC_RESERVE, 65536, nullptr);
  if (fault == L"section") return capture::CreateSection(name, 0, static_cast<DWORD>(std::stoul(bytes)), nullptr);
  capture::Fail("unknown command");
}

}  // namespace

int wmain(int argument_count, wchar_t** arguments) {
  if (argument_count < 3) return 2;
  const std::wstring command = arguments[1];
  CreateThread(nullptr, 0, EndWithInput, nullptr, 0, nullptr);
  if (command == L"capture" || command == L"hold" || command == L"resize") {
    Publish(command, arguments[2], argument_count > 3 ? arguments[3] : L"");
  } else if (CreateFault(command, arguments[2], argument_count > 3 ? arguments[3] : L"") == nullptr) {
    capture::Fail("cannot create object");
  }
  Say("ready");
  Sleep(INFINITE);
  return 0;
}
