#pragma once

#include "platform/platform.h"

namespace framelatch {

// Whether it is a mutex, an event or a texture of a capture hook, by its name, and the hook info that would tell whose
// is not there; or what an attachment of ours was killed with. A hook that starts makes them first: whoever has it open
// is to be looked at, too.
bool IsOrphan(Platform& platform, const NamedObject& object);
// A mutex or an event is in use while a process has it open; when it was written last tells nothing.
bool IsInUse(const ProducerLook& look);

}  // namespace framelatch
