#include "layouts/content.h"

#include "core/error.h"

namespace framelatch {

std::unique_ptr<SourceView> RefuseToShow(const SourceAddress& address) {
  throw Error("layout-holds-no-picture", "watch", address.name, "its layout holds content, not a picture",
              "`framelatch read` shows its content.");
}

std::string_view WithoutNamespace(std::string_view name) {
  for (const std::string_view space : {"Local\\", "Global\\"}) {
    if (name.starts_with(space)) name.remove_prefix(space.size());
  }
  return name;
}

}  // namespace framelatch
