#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "layouts/raw_description.h"
#include "layouts/source_view.h"

// A region without a header of its own, read as a user describes it.
namespace framelatch {

// The newest picture of `bytes` as RGBA8, top row first: width * height * 4 bytes. usage (mutexes too), no-frame,
// mapping-too-small, format-unsupported, pitch-too-small, header-size-*; `name` is what they speak of.
std::vector<std::byte> ConvertRaw(std::span<const std::byte> bytes, const RawDescription& description,
                                  const YuvCoding& yuv, const std::string& name);

class RawView final : public SourceView {
 public:
  // usage (a description that makes no sense), mapping-too-small, format-unsupported, pitch-too-small, mutex-*, and
  // what platform/ throws
  RawView(Platform& platform, const std::string& name, const RawDescription& description, const YuvCoding& yuv);

  SourceShape shape() const override;
  bool HeaderIsUnchanged() override;
  std::optional<int> CurrentBuffer() override;
  std::optional<uint64_t> ContentOf(int buffer) override;
  StoredPicture Picture(int buffer) const override;
  Region* PixelRegion() const override { return region_.get(); }
  bool HasLocks() const override { return !mutexes_.empty(); }
  TryLockResult TryLock(int buffer) noexcept override;
  std::optional<uint64_t> ContentUnderLock(int buffer) override;
  bool IsIntact(int buffer) override;
  void Unlock(int buffer) noexcept override;
  bool IsWhole() const override;
  bool IsStillNamed() const override;
  ProducerClue producer() const override;
  uint64_t ShortestLookNs() const override;
  // Where an index word tells of every picture and a lock keeps it whole, samples are enough.
  bool IsSampled() const override { return HasLocks() && description_.index_offset; }
  bool ReadsEverything() const override { return !IsSampled(); }

 private:
  Platform& platform_;
  std::string name_;
  RawDescription description_;
  YuvCoding yuv_;
  std::unique_ptr<Region> region_;
  std::vector<std::unique_ptr<NamedMutex>> mutexes_;
  int seen_buffer_ = 0;           // looked at last
  std::optional<uint64_t> seen_;  // its content then
};

}  // namespace framelatch
