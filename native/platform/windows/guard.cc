#include "platform/windows/guard.h"

#include <windows.h>

#include <mutex>

// A mapped section cannot shrink, so pages don't vanish here. But a section may stand on a file whose disk or network
// share goes away: touching such a page raises EXCEPTION_IN_PAGE_ERROR. One vectored handler sends the guarded thread
// back to where its guarded section began; every other exception goes on to whoever handles it. The handler rewrites
// the context instead of jumping out, so it returns to the system as handlers must.
namespace framelatch::windows {
namespace {

struct ResumePoint {
  CONTEXT context;
  volatile bool failed;
};

// A slot of the system's own: the handler runs for every exception of every thread and must not allocate.
DWORD slot = TLS_OUT_OF_INDEXES;

LONG CALLBACK OnException(EXCEPTION_POINTERS* exception) {
  if (exception->ExceptionRecord->ExceptionCode != EXCEPTION_IN_PAGE_ERROR) return EXCEPTION_CONTINUE_SEARCH;
  auto* resume_point = static_cast<ResumePoint*>(TlsGetValue(slot));
  if (resume_point == nullptr) return EXCEPTION_CONTINUE_SEARCH;
  resume_point->failed = true;
  *exception->ContextRecord = resume_point->context;
  return EXCEPTION_CONTINUE_EXECUTION;
}

void InstallHandler() {
  slot = TlsAlloc();
  if (slot == TLS_OUT_OF_INDEXES) return;
  // The handler outlives every environment that loaded the addon: its code must never be unloaded.
  HMODULE pinned = nullptr;
  constexpr DWORD kFlags = GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
  GetModuleHandleExW(kFlags, reinterpret_cast<LPCWSTR>(&OnException), &pinned);
  AddVectoredExceptionHandler(1, OnException);
}

}  // namespace

bool RunGuarded(void (*body)(void*), void* context) {
  static std::once_flag installed;
  std::call_once(installed, InstallHandler);
  if (slot == TLS_OUT_OF_INDEXES) {
    body(context);
    return true;
  }
  void* const outer = TlsGetValue(slot);
  ResumePoint here;
  here.failed = false;
  RtlCaptureContext(&here.context);  // returns a second time after a failure
  if (!here.failed) {
    TlsSetValue(slot, &here);
    body(context);
  }
  TlsSetValue(slot, outer);
  return !here.failed;
}

}  // namespace framelatch::windows
