#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "layouts/capture.h"
#include "layouts/source_view.h"

namespace framelatch {

// Hook info, texture and both mutexes of a capture hook, either dialect.
class CaptureView final : public SourceView {
 public:
  // Throws as layouts/capture.h and platform/ do.
  CaptureView(Platform& platform, const std::string& name);

  SourceShape shape() const override;
  bool HeaderIsUnchanged() override;
  std::optional<int> CurrentBuffer() override;
  std::optional<uint64_t> ContentOf(int buffer) override;
  StoredPicture Picture(int buffer) const override;
  bool IsSampled() const override { return true; }
  Region* PixelRegion() const override { return texture_.region.get(); }
  TryLockResult TryLock(int buffer) noexcept override;
  void Unlock(int buffer) noexcept override;
  bool IsWhole() const override;
  bool IsStillNamed() const override;
  ProducerClue producer() const override;
  bool IsIdle() const override;

 private:
  Platform& platform_;
  std::string name_;
  HookInfoName parsed_;
  std::unique_ptr<Region> hook_info_;
  CaptureInfo info_;
  TextureView texture_;
  std::array<std::unique_ptr<NamedMutex>, 2> mutexes_;
};

}  // namespace framelatch
