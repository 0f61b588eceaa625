#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/error.h"
#include "layouts/layout.h"
#include "pixels/facts.h"
#include "platform/platform.h"
#include "ring/frame_target.h"

// One thread for each source: looks, try-locks, copies once, releases. It never waits under a lock, and it survives
// restarts, re-initialisation, removal and shrinking of what it reads.
namespace framelatch {

struct ReaderOptions {
  SourceAddress address;
  Alpha alpha = Alpha::kOpaque;
  // After this long without a publication the source counts as stalled.
  uint64_t stall_after_ns = 1'000'000'000;
};

struct Frame {
  int slot = 0;
  uint64_t target = 0;    // which SetTarget its slot belongs to
  uint64_t sequence = 0;  // delivered frames from 1, going on over re-opens
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t format = 0;
  int buffer = 0;
  uint32_t map_id = 0;
  uint64_t acquired_at_ns = 0;             // monotonic
  std::optional<uint64_t> lock_held_ns{};  // nothing for a layout without locks
  bool suspect = false;                    // its writer died while it wrote, or it was overwritten while it was copied
  uint32_t contended = 0;                  // since the last delivered frame
  uint32_t overtaken = 0;                  // since the last delivered frame
  PictureFacts picture{};
};

enum class Phase { kSearching, kWaiting, kLive, kStalled, kProducerGone, kFailed };
enum class WaitReason { kHookIdle, kNothingPublished, kBuffersBusy };
enum class GoneReason { kProcessExited, kMappingRemoved };

struct Counters {
  uint64_t published = 0;
  uint64_t delivered = 0;
  uint64_t overtaken = 0;
  uint64_t contended = 0;
  uint64_t suspect = 0;
  uint64_t reopened = 0;
};

// Everything a viewer may want to know besides pixels; a consistent copy.
struct Status {
  Phase phase = Phase::kSearching;
  WaitReason wait_reason = WaitReason::kNothingPublished;
  GoneReason gone_reason = GoneReason::kProcessExited;
  std::optional<Error> error;           // kFailed
  std::optional<SourceShape> shape;     // of the last successful open
  std::optional<SourceShape> shown;     // of the last delivered frame: after a resize not the source's
  std::optional<PictureFacts> picture;  // the last delivered frame's
  std::optional<ProcessInfo> producer;
  uint64_t quiet_ns = 0;         // since the last publication (or since the open)
  bool saw_publication = false;  // quiet_ns is since a publication: what was there at the open may be of any age
  uint64_t frame_bytes = 0;      // width * height * 4 of the open source: a slot must hold that
  Counters counters;
};

// One picture for a snapshot, beside the stream of frames.
struct CaptureRequest {
  std::byte* pixels = nullptr;
  uint64_t bytes = 0;
  Alpha alpha = Alpha::kOpaque;
  uint64_t deadline_ns = 0;  // monotonic
  bool is_present = false;   // the reader's own: the memory was touched
  // Runs on the reader thread exactly once; with nothing when there was no picture, no room, or the lock stayed busy.
  std::function<void(const std::optional<Frame>&)> done;
};

class ReaderListener {
 public:
  virtual ~ReaderListener() = default;
  // Both run on the reader thread, never under a lock. The slot belongs to the listener until Reader::ReleaseSlot.
  virtual void OnFrame(const Frame& frame) = 0;
  // The phase, the shape or the producer changed, or the source was re-opened.
  virtual void OnStatus(const Status& status) = 0;
};

class Reader {
 public:
  Reader(ReaderOptions options, std::shared_ptr<ReaderListener> listener);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();  // stops and joins

  // Where frames go from now on; null = nowhere (publications are still counted). All its slots start free. The old
  // target is not touched any more when this returns (it waits for one copy at most). Returns the number that its
  // frames carry: frames of an older target may still be on their way to the listener (see TakeBack). A frame larger
  // than slot_bytes is not delivered: the listener sees Status::frame_bytes and sets a larger target.
  uint64_t SetTarget(std::shared_ptr<FrameTarget> target);
  // Gives a slot of the current target back.
  void ReleaseSlot(int slot);
  // The frame of that number reached nobody, as its slot was an older target's: what the source holds now is delivered
  // under that number, unless a newer frame has gone out since.
  void TakeBack(uint64_t sequence);
  // Delivers what the source holds now as a frame, once, as soon as a slot is free, though nothing new was published.
  void RequestCurrent();
  // Copies what the source holds now into `request.pixels`; after a crash that is the last picture of the held view.
  void Capture(CaptureRequest request);
  // Never older than the last frame that was handed over.
  Status GetStatus() const;
  void Stop();  // idempotent; joins the thread

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace framelatch
