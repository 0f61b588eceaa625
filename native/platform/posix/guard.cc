#include "platform/posix/guard.h"

#include <dlfcn.h>

#include <csetjmp>
#include <csignal>
#include <mutex>

// Touching a mapped page beyond the end of a shrunk object raises SIGBUS. One process-wide handler jumps out of the
// guarded section of the thread that did it and passes everything else to whoever handled SIGBUS before.
namespace framelatch::posix {
namespace {

// Where this thread goes on; null outside a guarded section. A plain pointer with constant initialisation: reading it
// in a signal handler must not run a constructor.
thread_local sigjmp_buf* resume_point = nullptr;

struct sigaction previous_action;

void PassOn(int signal_number, siginfo_t* info, void* machine_context) {
  if ((previous_action.sa_flags & SA_SIGINFO) != 0 && previous_action.sa_sigaction != nullptr) {
    previous_action.sa_sigaction(signal_number, info, machine_context);
    return;
  }
  if (previous_action.sa_handler != SIG_DFL && previous_action.sa_handler != SIG_IGN) {
    previous_action.sa_handler(signal_number);
    return;
  }
  // Back to the default, which ends the process as it would have without us: when this returns, or at the next touch.
  sigaction(signal_number, &previous_action, nullptr);
  raise(signal_number);
}

void OnBusError(int signal_number, siginfo_t* info, void* machine_context) {
  if (resume_point != nullptr) {
    // The jump leaves the handler without returning, so the signal must not stay blocked.
    sigset_t bus_error;
    sigemptyset(&bus_error);
    sigaddset(&bus_error, signal_number);
    pthread_sigmask(SIG_UNBLOCK, &bus_error, nullptr);
    siglongjmp(*resume_point, 1);
  }
  PassOn(signal_number, info, machine_context);
}

// The handler outlives every environment that loaded the addon, so its code must never be unmapped.
void PinThisLibrary() {
  Dl_info where{};
  if (dladdr(reinterpret_cast<void*>(&OnBusError), &where) != 0 && where.dli_fname != nullptr) {
    dlopen(where.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  }
}

void InstallHandler() {
  PinThisLibrary();
  struct sigaction action {};
  action.sa_sigaction = OnBusError;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &previous_action);
}

}  // namespace

bool RunGuarded(void (*body)(void*), void* context) {
  static std::once_flag installed;
  std::call_once(installed, InstallHandler);
  sigjmp_buf here;
  sigjmp_buf* const outer = resume_point;
  // Without saving the signal mask, which would cost a system call for each frame: the handler unblocks what it must.
  if (sigsetjmp(here, 0) != 0) {
    resume_point = outer;
    return false;
  }
  resume_point = &here;
  body(context);
  resume_point = outer;
  return true;
}

}  // namespace framelatch::posix
