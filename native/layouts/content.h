#pragma once

#include <memory>
#include <string_view>

#include "layouts/layout.h"

// What the layouts share that hold content, not a picture.
namespace framelatch {

// Throws layout-holds-no-picture.
std::unique_ptr<SourceView> RefuseToShow(const SourceAddress& address);
// A name without `Local\` or `Global\`.
std::string_view WithoutNamespace(std::string_view name);

}  // namespace framelatch
