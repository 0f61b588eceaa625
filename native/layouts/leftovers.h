#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/platform.h"

namespace framelatch {

// What a dead producer left behind: a source, and every object that belongs to it.
struct Leftover {
  std::string name;                  // the source's
  std::vector<std::string> objects;  // everything that would be removed, the source last
};

// What is marked so in the list of sources; no file.
std::vector<Leftover> FindLeftovers(Platform& platform);
// That of one source, of any layout and listed or not. Nothing while a process writes it, for a file, and where writers
// cannot be seen.
std::optional<Leftover> FindLeftover(Platform& platform, const std::string& name);
// Removes those of the objects that are still left over. The names that were removed.
std::vector<std::string> RemoveLeftovers(Platform& platform, const std::vector<Leftover>& leftovers);

}  // namespace framelatch
