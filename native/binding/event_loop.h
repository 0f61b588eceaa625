#pragma once

#include <napi.h>

namespace framelatch::binding {

// turnEventLoop(): waits for the next events of this thread's loop and handles them. For a command that runs inside
// Electron's start, before the loop is turned by anybody else (see electron/command-mode.ts). Returns whether anything
// is left to wait for; null where the executable does not export libuv.
Napi::Value TurnEventLoop(const Napi::CallbackInfo& info);

}  // namespace framelatch::binding
