#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "layouts/source_view.h"

// OBS's virtual camera queue: three NV12 slots, no locks (docs/layouts.md). Little-endian.
namespace framelatch {

struct VirtualCameraHeader {
  uint32_t write_idx;  // counts pictures begun; its slot is write_idx % 3
  uint32_t read_idx;   // counts pictures finished
  uint32_t state;      // 0 invalid, 1 starting, 2 ready, 3 stopping
  uint32_t offsets[3];
  uint32_t type;  // 0 = video
  uint32_t cx;    // pixels
  uint32_t cy;    // pixels
  uint32_t padding_36;
  uint64_t interval;  // between pictures, units of 100 ns
  uint32_t reserved[8];
};
static_assert(sizeof(VirtualCameraHeader) == 80);
static_assert(offsetof(VirtualCameraHeader, offsets) == 12);
static_assert(offsetof(VirtualCameraHeader, type) == 24);
static_assert(offsetof(VirtualCameraHeader, interval) == 40);

inline constexpr std::string_view kVirtualCameraName = "OBSVirtualCamVideo";

// A mapping that is held keeps the camera from starting again, so this one is let go as soon as the camera stops or
// stalls, and its last picture kept in memory of our own; a look now and then tells when it moves again.
class VirtualCameraView final : public SourceView {
 public:
  // mapping-too-small, header-*, texture-offset-invalid, and what platform/ throws
  VirtualCameraView(Platform& platform, const std::string& name, const YuvCoding& yuv);

  SourceShape shape() const override;
  bool HeaderIsUnchanged() override;
  std::optional<int> CurrentBuffer() override;
  std::optional<uint64_t> ContentOf(int buffer) override;
  StoredPicture Picture(int buffer) const override;
  Region* PixelRegion() const override { return region_.get(); }
  bool HasLocks() const override { return false; }
  TryLockResult TryLock(int buffer) noexcept override;
  bool IsIntact(int buffer) override;
  void Unlock(int buffer) noexcept override;
  bool IsWhole() const override;
  bool IsStillNamed() const override;
  ProducerClue producer() const override;

 private:
  std::optional<VirtualCameraHeader> ReadHeader() const;
  // Opens the queue again for one look, while it is let go.
  void LookAgain(uint64_t now_ns);
  // Copies the newest picture, where there is one, and closes the queue; later, when it moves after all.
  void LetGo();
  // False when the picture was overwritten while it was copied: then nothing is kept.
  bool KeepNewest();
  bool HoldsQueue() const { return region_ != nullptr; }

  Platform& platform_;
  std::string name_;
  YuvCoding yuv_;
  std::unique_ptr<Region> region_;  // null while the queue is let go
  VirtualCameraHeader header_;      // of the last look
  bool has_changed_ = false;        // a look found another geometry: open it anew
  uint64_t moved_at_ns_;
  uint64_t next_look_ns_ = 0;
  uint32_t copied_idx_ = 0;  // read_idx when the copy began
  std::vector<std::byte> kept_;
};

}  // namespace framelatch
