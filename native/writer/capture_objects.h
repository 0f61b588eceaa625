#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "layouts/layout.h"
#include "platform/platform.h"

// The named objects of one capture, as a producer owns them: created together, removed together.
namespace framelatch {

class CaptureObjects {
 public:
  // Creates the mutexes and the texture, lets `fill_texture` write its header, and the hook info last of all, so that
  // no reader finds a header without what it promises. mapping-exists (with a next step), no-space; leaves nothing on
  // failure.
  CaptureObjects(const HookInfoName& name, const std::string& texture_name, uint64_t texture_bytes,
                 std::span<const std::byte> hook_info, const TextureHeader& texture_header);
  CaptureObjects(const CaptureObjects&) = delete;
  CaptureObjects& operator=(const CaptureObjects&) = delete;
  ~CaptureObjects();

  // As a hook does on resize: removes the texture and creates another. The hook info is the caller's to rewrite.
  void ReplaceTexture(const std::string& texture_name, uint64_t texture_bytes, const TextureHeader& header);

  // Writes one buffer by the locking rules: the one not written last, else the other, else -1 (dropped). Never waits.
  template <typename Fill>
  int Publish(Fill&& fill) {
    for (const int buffer : {next_buffer_, 1 - next_buffer_}) {
      if (!TakeLock(buffer)) continue;
      fill(buffer);
      DropLock(buffer);
      StoreLastTex(buffer);
      next_buffer_ = 1 - buffer;
      return buffer;
    }
    return -1;
  }

  bool TakeLock(int buffer);
  void DropLock(int buffer);
  // Release order: a reader that sees the index sees the pixels.
  void StoreLastTex(int buffer);

  std::byte* texture() const { return texture_->data(); }
  std::byte* hook_info() const { return hook_info_->data(); }
  const std::string& hook_info_name() const { return hook_info_name_; }
  const std::string& texture_name() const { return texture_name_; }

 private:
  void CreateTexture(const std::string& name, uint64_t bytes, const TextureHeader& header);
  void Remove() noexcept;

  std::string hook_info_name_;
  std::string texture_name_;
  std::vector<std::string> created_;  // removed in reverse order
  std::unique_ptr<Region> hook_info_;
  std::unique_ptr<Region> texture_;
  std::array<std::unique_ptr<NamedMutex>, 2> mutexes_;
  int next_buffer_ = 0;
};

}  // namespace framelatch
