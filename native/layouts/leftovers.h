#pragma once

#include <string>
#include <vector>

#include "layouts/capture.h"

namespace framelatch {

// What a dead producer left behind: its hook info and every object that belongs to it.
struct Leftover {
  std::string name;                  // the hook info's
  std::vector<std::string> objects;  // everything that would be removed, the hook info last
};

// Sources that no process writes any more.
std::vector<Leftover> FindLeftovers();
// Removes those whose producer has not come back meanwhile. The names that were removed.
std::vector<std::string> RemoveLeftovers(const std::vector<Leftover>& leftovers);

}  // namespace framelatch
