#pragma once

#include <optional>
#include <string>
#include <vector>

#include "layouts/layout.h"

namespace framelatch {

// One row of the list of sources. A header that cannot be read lists with size 0 x 0 and format 0.
struct Listing {
  std::string name;
  SourceShape shape;
  std::optional<ProcessInfo> producer;
  bool leftover = false;  // the objects are there, and it is certain that no process writes them
};

// Every source of a known layout that exists now, sorted by name. Never throws for one bad object.
std::vector<Listing> ListSources(Platform& platform);

}  // namespace framelatch
