#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/platform.h"

namespace framelatch {

// An object as it was found: one that takes its name later is another.
struct LeftoverObject {
  std::string name;
  ObjectIdentity identity;
};

// What a dead producer left behind: a source, and every object that belongs to it; or an object of a source that is no
// more.
struct Leftover {
  std::string name;                     // the source's
  std::vector<LeftoverObject> objects;  // everything that would be removed, the source last
};

// What may be taken for left over.
enum class Caution {
  kCertain,  // only what certainly no process writes, and what nobody has written within the last seconds
  kInPlace,  // by a producer that takes the names over: of known names alone, with mutexes that a viewer has open
  kForced,   // whatever the user named; still no file, and no mutex or event that a process has open
};

// What is marked so in the list of sources, and objects of hooks without their hook info.
std::vector<Leftover> FindLeftovers(Platform& platform);
// That of one name, of any layout and listed or not. Nothing for a file, and where names go with their objects.
std::optional<Leftover> FindLeftover(Platform& platform, const std::string& name, Caution caution = Caution::kCertain);
// Removes those of these very objects that are still left over after a second in which nobody wrote them; a hook's
// under both its mutexes. The names that were removed.
std::vector<std::string> RemoveLeftovers(Platform& platform, const std::vector<Leftover>& leftovers,
                                         Caution caution = Caution::kCertain);

}  // namespace framelatch
