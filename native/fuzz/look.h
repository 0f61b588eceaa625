#pragma once

#include "layouts/layout.h"
#include "platform/simulated/simulated_platform.h"

namespace framelatch::fuzz {

// Everything that a viewer asks of a source: the list, `inspect`, and a reader's look with its copy, twice. Between the
// two the producer turns every byte of its objects over, as one does that was looked at in the middle of its work.
void LookAtEverything(simulated::SimulatedPlatform& platform, const SourceAddress& address);

}  // namespace framelatch::fuzz
