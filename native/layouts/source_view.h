#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "layouts/layout_id.h"
#include "pixels/pixels.h"
#include "platform/platform.h"

// Everything of one source that is open at a time, validated: what the reader thread needs of a layout. Each layout
// implements it in a file of its own. Used by the reader thread alone.
namespace framelatch {

// Buffers that a layout may have.
inline constexpr int kMostBuffers = 3;

// What is to be known of a source's pictures.
struct SourceShape {
  LayoutId layout = LayoutId::kCaptureHook;
  uint32_t width = 0;   // pixels
  uint32_t height = 0;  // pixels
  uint32_t format = 0;  // StoredFormat
  uint32_t pitch = 0;   // bytes per row
  bool flip = false;    // rows stored bottom-up
  uint32_t map_id = 0;  // counts (re)initialisations, where the layout does
  friend bool operator==(const SourceShape&, const SourceShape&) = default;
};

class SourceView {
 public:
  SourceView() = default;
  SourceView(const SourceView&) = delete;
  SourceView& operator=(const SourceView&) = delete;
  virtual ~SourceView() = default;

  virtual SourceShape shape() const = 0;
  uint64_t frame_bytes() const { return uint64_t{shape().width} * shape().height * 4; }

  // False when the header can't be read any more, or says something else than when it was opened.
  virtual bool HeaderIsUnchanged() = 0;
  // The buffer that holds the newest picture, -1 when nothing is published yet; nothing when the memory vanished.
  // Acquire order: the index comes with its pixels. texture-index-invalid
  virtual std::optional<int> CurrentBuffer() = 0;
  // Tells a buffer's content from the one before: another number, another picture. Nothing when the memory vanished.
  virtual std::optional<uint64_t> ContentOf(int buffer) = 0;
  virtual StoredPicture Picture(int buffer) const = 0;

  // Whether a lock keeps a buffer whole while it is copied.
  virtual bool HasLocks() const { return true; }
  // Whether ContentOf looks at samples only, because an index tells of nearly every picture.
  virtual bool IsSampled() const { return false; }
  // Whether ContentOf reads the whole picture, as nothing else tells of a new one.
  virtual bool ReadsEverything() const { return false; }
  // The region that holds the pixels, null when none does at the moment.
  virtual Region* PixelRegion() const = 0;
  // One try, never a wait. A layout without locks notes here what it needs for IsIntact. On the same thread as Unlock.
  virtual TryLockResult TryLock(int buffer) noexcept = 0;
  // The content of a buffer that is locked.
  virtual std::optional<uint64_t> ContentUnderLock(int buffer) { return ContentOf(buffer); }
  // After a copy, before Unlock: whether what was copied is one picture. Layouts with locks have nothing to look at.
  virtual bool IsIntact(int /*buffer*/) { return true; }
  virtual void Unlock(int buffer) noexcept = 0;

  // Whether the buffers still lie within the object.
  virtual bool IsWhole() const = 0;
  // Whether every name still names the object that is open.
  virtual bool IsStillNamed() const = 0;

  virtual ProducerClue producer() const = 0;
  // Whether the producer waits for somebody to ask for frames.
  virtual bool IsIdle() const { return false; }
  // The least time between two looks while pictures come; a look that reads the whole picture is not cheap.
  virtual uint64_t ShortestLookNs() const { return 0; }
};

}  // namespace framelatch
