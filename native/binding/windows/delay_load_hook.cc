// delayimp.h uses what windows.h declares.
// clang-format off
#include <windows.h>
#include <delayimp.h>
// clang-format on

#include <cstring>

namespace {

// Runs while an import is bound: no allocation, no exception.
FARPROC WINAPI OnDelayLoad(unsigned event, DelayLoadInfo* info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

}  // namespace

extern "C" {
// The compilers' headers disagree on whether the hook is const: taken as declared.
decltype(__pfnDliNotifyHook2) __pfnDliNotifyHook2 = OnDelayLoad;
}
