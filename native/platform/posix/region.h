#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"
#include "platform/posix/file_descriptor.h"

namespace framelatch::posix {

// A view of the whole object as it is now; keeps the descriptor to learn its size and identity later.
class PosixRegion final : public Region {
 public:
  PosixRegion(FileDescriptor file, Access access, std::string_view name);
  ~PosixRegion() override;

  std::byte* data() const override { return data_; }
  uint64_t size() const override { return size_; }
  uint64_t CurrentSize() const override;
  bool IsStillNamed(std::string_view name) const override;

 private:
  FileDescriptor file_;
  std::byte* data_ = nullptr;
  uint64_t size_ = 0;
};

}  // namespace framelatch::posix
