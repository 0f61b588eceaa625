#include <vector>

#include "ring/frame_target.h"
#include "ring/pages.h"

namespace framelatch {
namespace {

class BufferTarget final : public FrameTarget {
 public:
  BufferTarget(std::vector<std::byte*> buffers, uint64_t slot_bytes)
      : buffers_(std::move(buffers)), is_present_(buffers_.size(), false), slot_bytes_(slot_bytes) {}

  int slots() const override { return static_cast<int>(buffers_.size()); }
  uint64_t slot_bytes() const override { return slot_bytes_; }

  void Prepare(int slot) noexcept override {
    const auto index = static_cast<size_t>(slot);
    if (!is_present_[index]) TouchPages(buffers_[index], slot_bytes_);
    is_present_[index] = true;
  }

  std::byte* Pixels(int slot) const noexcept override { return buffers_[static_cast<size_t>(slot)]; }

 private:
  std::vector<std::byte*> buffers_;
  std::vector<bool> is_present_;  // reader thread only
  uint64_t slot_bytes_;
};

}  // namespace

std::shared_ptr<FrameTarget> WrapBuffers(std::byte* const* buffers, int count, uint64_t slot_bytes) {
  return std::make_shared<BufferTarget>(std::vector<std::byte*>(buffers, buffers + count), slot_bytes);
}

}  // namespace framelatch
