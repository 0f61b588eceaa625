#pragma once

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/error.h"
#include "reader/reader.h"
#include "writer/writer.h"

// What several tests share.
namespace framelatch::test {

// Ids that no other run of the tests uses at the same time.
inline uint64_t UniqueId() {
  static uint64_t next = static_cast<uint64_t>(getpid()) * 1000;
  return ++next;
}

inline WriterOptions Options(uint64_t id, uint32_t width = 64, uint32_t height = 32) {
  WriterOptions options;
  options.id = id;
  options.width = width;
  options.height = height;
  return options;
}

// The code of the Error that a body throws; empty when it throws none.
inline std::string CodeOf(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.code;
  }
  return {};
}

// Whether a condition comes to hold within some seconds.
inline bool Eventually(const std::function<bool()>& holds) {
  for (int tries = 0; tries < 500; ++tries) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Publishes a picture of one grey level; the buffer's index, or -1.
inline int PublishGrey(Writer& writer, uint8_t level) {
  const size_t bytes = static_cast<size_t>(writer.pitch()) * writer.height();
  return writer.Publish([&](std::byte* pixels) { std::fill_n(pixels, bytes, static_cast<std::byte>(level)); });
}

// Collects what a reader tells, with memory for its frames.
class Collector final : public ReaderListener {
 public:
  static constexpr size_t kSlotBytes = 1 << 20;

  Collector() {
    for (auto& buffer : buffers_) buffer.resize(kSlotBytes);
  }

  std::shared_ptr<FrameTarget> Target(int slots = 2) {
    std::byte* pointers[] = {buffers_[0].data(), buffers_[1].data(), buffers_[2].data()};
    return WrapBuffers(pointers, slots, kSlotBytes);
  }

  // Slots are given back by the test unless `reader` is set.
  void ReleaseThrough(Reader* reader) { reader_ = reader; }

  // Runs on the reader thread, before the slot is given back.
  void OnEachFrame(std::function<void()> body) { each_frame_ = std::move(body); }

  void OnFrame(const Frame& frame) override {
    if (each_frame_) each_frame_();
    {
      const std::lock_guard lock(mutex_);
      frames_.push_back(frame);
      if (reader_ != nullptr) statuses_at_frames_.push_back(reader_->GetStatus());
      levels_.push_back(static_cast<uint8_t>(buffers_[static_cast<size_t>(frame.slot)][0]));
    }
    changed_.notify_all();
    if (reader_ != nullptr) reader_->ReleaseSlot(frame.slot);
  }

  void OnStatus(const Status& status) override {
    {
      const std::lock_guard lock(mutex_);
      statuses_.push_back(status);
    }
    changed_.notify_all();
  }

  // Waits until `predicate` holds on the collected frames and statuses.
  bool WaitFor(const std::function<bool()>& predicate, int milliseconds = 10'000) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(milliseconds), predicate);
  }
  bool WaitForFrames(size_t count) {
    return WaitFor([&] { return frames_.size() >= count; });
  }
  bool WaitForLevel(uint8_t level) {
    return WaitFor([&] { return !levels_.empty() && levels_.back() == level; });
  }
  // A phase may be over before a test looks: those that were told since the last one that was waited for count too.
  bool WaitForPhase(Phase phase) {
    return WaitFor([&] {
      const auto found = std::find_if(statuses_.begin() + static_cast<ptrdiff_t>(phases_seen_), statuses_.end(),
                                      [&](const Status& status) { return status.phase == phase; });
      if (found == statuses_.end()) return false;
      phases_seen_ = static_cast<size_t>(found - statuses_.begin());
      return true;
    });
  }
  bool WaitForError(const std::string& code) {
    return WaitFor(
        [&] { return !statuses_.empty() && statuses_.back().error && statuses_.back().error->code == code; });
  }

  std::vector<Frame> frames() {
    const std::lock_guard lock(mutex_);
    return frames_;
  }
  std::vector<uint8_t> levels() {
    const std::lock_guard lock(mutex_);
    return levels_;
  }
  // What the reader told of itself when it handed each frame over; only with ReleaseThrough.
  std::vector<Status> statuses_at_frames() {
    const std::lock_guard lock(mutex_);
    return statuses_at_frames_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::byte> buffers_[3];
  std::vector<Frame> frames_;
  std::vector<uint8_t> levels_;
  std::vector<Status> statuses_;
  std::vector<Status> statuses_at_frames_;
  size_t phases_seen_ = 0;
  std::function<void()> each_frame_;
  Reader* reader_ = nullptr;
};

// A region that goes with its test.
class OwnRegion {
 public:
  explicit OwnRegion(uint64_t bytes, const std::string& stem = "FramelatchTest")
      : name(stem + std::to_string(UniqueId())), region(CurrentPlatform().CreateRegion(name, bytes)) {}
  OwnRegion(const OwnRegion&) = delete;
  OwnRegion& operator=(const OwnRegion&) = delete;
  ~OwnRegion() { CurrentPlatform().RemoveObject(name); }

  std::byte* data() const { return region->data(); }
  std::atomic_ref<uint32_t> Word(size_t offset) const {
    return std::atomic_ref<uint32_t>(*reinterpret_cast<uint32_t*>(data() + offset));
  }

  const std::string name;
  const std::unique_ptr<Region> region;
};

// A reader on a source, its frames given back at once.
struct Watching {
  explicit Watching(SourceAddress address)
      : collector(std::make_shared<Collector>()), reader(ReaderOptions{std::move(address)}, collector) {
    collector->ReleaseThrough(&reader);
    reader.SetTarget(collector->Target());
  }
  ~Watching() { reader.Stop(); }
  std::shared_ptr<Collector> collector;
  Reader reader;
};

struct WatchingHook : Watching {
  explicit WatchingHook(uint64_t id, Dialect dialect = Dialect::kCaptureHook)
      : Watching({HookInfoNameFor(dialect, id)}) {}
};

}  // namespace framelatch::test
