#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"
#include "platform/windows/handle.h"

namespace framelatch::windows {

// A view of a whole section. A reader closes its handle at once: a held handle keeps the name alive, and a restarting
// producer would get its old section back. A creator keeps its handle, which *is* the name.
class WindowsRegion final : public Region {
 public:
  // `name_keeper` is the section's handle for a creator, none for a reader.
  WindowsRegion(void* view, uint64_t size, Handle name_keeper)
      : view_(static_cast<std::byte*>(view)), size_(size), name_keeper_(std::move(name_keeper)) {}
  ~WindowsRegion() override;

  std::byte* data() const override { return view_; }
  uint64_t size() const override { return size_; }
  // A section cannot shrink while a view of it is mapped.
  uint64_t CurrentSize() const override { return size_; }
  bool IsStillNamed(std::string_view name) const override;

 private:
  std::byte* view_;
  uint64_t size_;
  Handle name_keeper_;
};

bool FileExists(std::string_view path);
// An absolute path names a file.
std::unique_ptr<Region> OpenRegion(std::string_view name, Access access);
std::unique_ptr<Region> CreateRegion(std::string_view name, uint64_t size);

}  // namespace framelatch::windows
