#include "platform/names_watch.h"

namespace framelatch {

// Nothing tells of new names in an object directory.
std::unique_ptr<NamesWatch> WatchNames() { return nullptr; }

}  // namespace framelatch
