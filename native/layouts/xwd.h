#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "layouts/source_view.h"
#include "layouts/xwd_header.h"

// An X server's screen in a file, as `Xvfb -fbdir` maps it, or a window dump in the same format (docs/layouts.md).
namespace framelatch {

class XwdView final : public SourceView {
 public:
  // mapping-too-small, header-*, format-unsupported, pitch-too-small, and what platform/ throws
  XwdView(Platform& platform, const std::string& name);

  SourceShape shape() const override;
  bool HeaderIsUnchanged() override;
  std::optional<int> CurrentBuffer() override;
  std::optional<uint64_t> ContentOf(int buffer) override;
  StoredPicture Picture(int buffer) const override;
  Region* PixelRegion() const override { return region_.get(); }
  bool HasLocks() const override { return false; }
  TryLockResult TryLock(int buffer) noexcept override;
  std::optional<uint64_t> ContentUnderLock(int buffer) override;
  bool IsIntact(int buffer) override;
  void Unlock(int buffer) noexcept override;
  bool IsWhole() const override;
  bool IsStillNamed() const override;
  ProducerClue producer() const override;
  uint64_t ShortestLookNs() const override;
  bool ReadsEverything() const override { return true; }

 private:
  // The server stores into the palette as programs install colour maps.
  bool ReadPalette();
  // One entry of the colour map: the `place`-th, 12 bytes.
  void PutColour(uint32_t place, const std::byte* colour);

  Platform& platform_;
  std::string name_;
  std::unique_ptr<Region> region_;
  XwdHeader header_;
  Palette palette_{};
  std::optional<uint64_t> seen_;  // content at the last look
};

}  // namespace framelatch
