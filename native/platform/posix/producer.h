#pragma once

#include <span>
#include <vector>

#include "platform/platform.h"

namespace framelatch::posix {

// Platform::FindProducers. What costs least comes first: the processes that the clues name, then what the kernel tells
// of openings (write_lease.h), and only for what is written by somebody else one pass over all processes.
std::vector<ProducerLook> FindProducers(std::span<const ProducerClue> clues);

}  // namespace framelatch::posix
