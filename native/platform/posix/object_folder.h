#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/platform.h"

// The folder of the named objects: what stands in it, and how a name is taken out of it.
namespace framelatch::posix {

// Every regular file there. mapping-denied, mapping-missing: the folder itself cannot be looked into
std::vector<NamedObject> ListObjects();
// Nothing for a path, for what is no regular file, and when nothing is there.
std::optional<NamedObject> FindObject(std::string_view name);
// Removes the name of that object, and of no other: not even of one that took its place in this very moment.
bool RemoveObject(std::string_view name, const ObjectIdentity& identity);

}  // namespace framelatch::posix
