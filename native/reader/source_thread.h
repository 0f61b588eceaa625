#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "layouts/source_view.h"
#include "reader/look_cost.h"
#include "reader/producer_watch.h"
#include "reader/publications.h"
#include "reader/reader.h"
#include "reader/slots.h"
#include "reader/unchanged.h"
#include "reader/whole_look.h"

// What the reader thread does, look by look. Everything here but the shared members runs on that thread alone.
namespace framelatch {

class SourceThread {
 public:
  SourceThread(ReaderOptions options, std::shared_ptr<ReaderListener> listener);

  // The thread's body; returns after `Stop`. No exception leaves it.
  void Run() noexcept;

  // For other threads.
  void Stop();
  void TakeBack(uint64_t sequence);
  void RequestCurrent();
  void Capture(CaptureRequest request);
  Status GetStatus() const;
  Slots& slots() { return slots_; }
  void Wake() { timer_->Wake(); }

 private:
  // Runs one step of a look; what it throws becomes the source's failure.
  void Attempt(void (SourceThread::*step)());
  void Look();
  uint64_t SleepNs() const;  // until the next look
  void OpenIfDue();
  void Open();
  void Observe();
  // Notes the newest buffer with what tells its content apart. `kMoved`: the index went on meanwhile, so the content
  // may be of a later publication than what it named; nothing was noted.
  enum class Noted { kYes, kMoved, kVanished };
  Noted Note(int current);
  std::optional<uint64_t> ContentKey(int buffer, std::optional<uint64_t> content) const;
  bool IsWholeLookDue() const;
  void LookWhole();
  bool IsWhatWasDelivered(const StoredPicture& picture);
  bool CanDeliver() const;
  void Deliver();
  // Reads one buffer under its lock into the claimed slot.
  enum class ReadResult { kDelivered, kBusy, kTorn, kUnusable };
  ReadResult ReadBuffer(int buffer, Slots::Claim& claim);
  // Under a buffer's lock, before it is copied: whether the index moved since the look.
  Noted LookUnderLock();
  // A producer that re-initialised meanwhile may have written by another geometry.
  bool HeaderAgrees() const;
  // What is told of a lock that was held so long: nothing where there is none.
  std::optional<uint64_t> LockHeld(uint64_t ns) const;
  // Bytes of a picture that its producer never wrote, as of the last look.
  uint64_t UnwrittenBytesOf(int buffer) const;
  // After a copy, outside the lock: for how long frames have brought what is in the slot.
  uint64_t UnchangedNs(const Slots::Claim& claim, const SourceShape& shape, uint64_t acquired_at_ns);
  // After a copy, outside the lock: whether holes were filled that the copy showed as zero.
  bool HolesWereFilled(int buffer, uint64_t unwritten_bytes);
  void NoteContention();
  // A layout without locks whose writer never pauses: shown at last, marked, rather than never.
  bool TornForTooLong() const;
  void Hand(const Frame& frame, Slots::Claim& claim);
  // As if the last frame had not been handed over, if that is the one that reached nobody.
  void ForgetReturned();
  // Notes what the lock told of the buffer's content, which stays suspect until it is published anew: on Windows only
  // the first owner after an abandonment learns of it.
  bool IsSuspect(int buffer, TryLockResult lock);
  void ServeCaptures();
  bool ServeCapture(CaptureRequest& request);
  void CheckIdentity();
  void CheckIdle();
  void LoseView();
  Status CurrentStatus() const;
  // For GetStatus, without telling the listener.
  void PublishStatus(const Status& status);
  void UpdateStatus();
  Phase CurrentPhase() const;
  GoneReason WhyGone() const;
  // Called gone, and pictures come all the same: somebody writes who cannot be seen.
  bool IsRefutedByPictures() const;
  // Something is published, but no look since the open ever found its buffer free.
  bool NeverGotIn() const;
  void Fail(const Error& error);

  const ReaderOptions options_;
  const std::shared_ptr<ReaderListener> listener_;
  const std::unique_ptr<WakeableTimer> timer_;
  Slots slots_;

  // The reader thread's own.
  std::unique_ptr<SourceView> view_;
  bool view_is_current_ = false;  // false: kept for its last picture only
  bool name_is_gone_ = false;
  bool opened_before_ = false;
  bool is_idle_ = false;  // nobody asks the producer for frames
  Publications publications_;
  ProducerWatch producer_;
  std::optional<Error> error_;
  uint64_t failing_since_ns_ = 0;
  uint64_t now_ns_ = 0;
  uint64_t next_open_ns_ = 0;
  uint64_t absent_since_ns_ = 0;  // since when it could not be opened, 0 = it is open
  uint64_t next_identity_check_ns_ = 0;
  uint64_t next_idle_check_ns_ = 0;
  uint64_t last_publication_ns_ = 0;
  uint64_t publications_at_open_ = 0;
  bool looked_since_open_ = false;
  bool saw_publication_ = false;  // since the open; what was there already tells of nobody who writes
  uint64_t gone_since_ns_ = 0;    // since when the producer is called gone, 0 = it is not
  uint64_t delivered_at_open_ = 0;
  uint64_t contended_since_ns_ = 0;  // the first busy look since the last frame, 0 = none
  LookCost look_cost_;
  WholeLook whole_look_;
  Unchanged unchanged_;
  std::array<uint64_t, kMostBuffers> missed_changes_{};  // that the samples did not show
  std::vector<std::byte> row_;                           // room to convert into
  uint64_t sequence_ = 0;
  Frame last_;                        // handed over last
  std::optional<SourceShape> shown_;  // what `last_` was read as
  uint32_t contended_since_frame_ = 0;
  std::array<bool, kMostBuffers> suspect_buffers_{};
  Counters counters_;
  Status told_;  // what the listener heard last

  // Shared with other threads.
  std::atomic<bool> stop_ = false;
  std::atomic<bool> current_requested_ = false;
  std::atomic<uint64_t> returned_ = 0;  // number of the frame that reached nobody, 0 = none
  mutable std::mutex mutex_;            // guards what follows
  Status status_;
  std::vector<CaptureRequest> captures_;
  bool finished_ = false;
};

}  // namespace framelatch
