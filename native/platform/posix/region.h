#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "platform/platform.h"
#include "platform/posix/file_descriptor.h"
#include "platform/posix/holes.h"

namespace framelatch::posix {

// A view of the whole object as it is now; keeps the descriptor to learn its size and identity later. Where a view for
// reading has no memory behind it, zeroes of our own are mapped in place of the object's pages.
class PosixRegion final : public Region {
 public:
  PosixRegion(FileDescriptor file, Access access, std::string_view name);
  ~PosixRegion() override;

  std::byte* data() const override { return data_; }
  uint64_t size() const override { return size_; }
  uint64_t CurrentSize() const override;
  bool IsStillNamed(std::string_view name) const override;
  void Refresh() override;
  uint64_t UnwrittenBytes(uint64_t offset, uint64_t bytes) const override;

 private:
  Error MapError() const;
  void MapObject(const Extent& extent);
  void MapZeroes(const Extent& extent);
  void Cover(std::vector<Extent> holes);

  const std::string name_;
  FileDescriptor file_;
  const Access access_;
  std::byte* data_ = nullptr;
  uint64_t size_ = 0;
  mutable std::mutex mutex_;  // guards what follows: a block may be read by two workers
  std::optional<uint64_t> backed_bytes_;
  std::vector<Extent> holes_;  // covered by zeroes
  bool hides_filled_ = false;  // what is backed does not tell whether a hole was filled
};

}  // namespace framelatch::posix
