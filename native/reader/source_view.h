#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "layouts/layout.h"
#include "pixels/pixels.h"
#include "platform/platform.h"

// Everything of one source that is open at a time, validated. Used by the reader thread alone.
namespace framelatch {

class SourceView {
 public:
  // Opens hook info, texture and both mutexes. Throws as layouts/ and platform/ do.
  explicit SourceView(const std::string& name);

  const CaptureInfo& info() const { return info_; }
  uint64_t frame_bytes() const { return uint64_t{info_.width} * info_.height * 4; }
  const HookInfoName& parsed_name() const { return parsed_; }

  // Nothing when the header can't be read any more, or says something else than when it was opened.
  bool HeaderIsUnchanged() const;
  // Nothing when the memory vanished. Acquire order: the index comes with its pixels.
  std::optional<int32_t> LastTex() const;
  StoredPicture Picture(int buffer) const;
  // Nothing when the memory vanished.
  std::optional<uint64_t> FingerprintOf(int buffer) const;
  NamedMutex& Mutex(int buffer) { return *mutexes_[static_cast<size_t>(buffer)]; }
  // Whether the buffers still lie within the object.
  bool IsWhole() const;
  // Whether every name still names the object that is open.
  bool IsStillNamed() const;

 private:
  std::string name_;
  HookInfoName parsed_;
  std::unique_ptr<Region> hook_info_;
  CaptureInfo info_;
  TextureView texture_;
  std::array<std::unique_ptr<NamedMutex>, 2> mutexes_;
};

}  // namespace framelatch
