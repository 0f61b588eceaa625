#pragma once

#include "layouts/inspection.h"
#include "platform/platform.h"
#include "reader/reader.h"

// The core's enumerations as JavaScript's words (native/types.ts).
namespace framelatch::binding {

const char* NameOf(Phase phase);
const char* NameOf(WaitReason reason);
const char* NameOf(Liveness liveness);
const char* NameOf(MutexState state);

}  // namespace framelatch::binding
