#include "reader/reader.h"

#include <thread>
#include <utility>

#include "reader/source_thread.h"

namespace framelatch {

struct Reader::State {
  State(ReaderOptions options, std::shared_ptr<ReaderListener> listener)
      : source(std::move(options), std::move(listener)), thread([this] { source.Run(); }) {}

  SourceThread source;
  std::thread thread;  // last: starts when everything else is there
};

Reader::Reader(ReaderOptions options, std::shared_ptr<ReaderListener> listener)
    : state_(std::make_unique<State>(std::move(options), std::move(listener))) {}

Reader::~Reader() { Stop(); }

uint64_t Reader::SetTarget(std::shared_ptr<FrameTarget> target) {
  const uint64_t generation = state_->source.slots().SetTarget(std::move(target));
  state_->source.Wake();
  return generation;
}

void Reader::ReleaseSlot(int slot) {
  state_->source.slots().Release(slot);
  state_->source.Wake();
}

void Reader::TakeBack(uint64_t sequence) { state_->source.TakeBack(sequence); }
void Reader::RequestCurrent() { state_->source.RequestCurrent(); }
void Reader::Capture(CaptureRequest request) { state_->source.Capture(std::move(request)); }
Status Reader::GetStatus() const { return state_->source.GetStatus(); }

void Reader::Stop() {
  if (!state_->thread.joinable()) return;
  state_->source.Stop();
  state_->thread.join();
}

}  // namespace framelatch
