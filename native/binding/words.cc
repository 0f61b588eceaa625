#include "binding/words.h"

namespace framelatch::binding {

const char* NameOf(Phase phase) {
  switch (phase) {
    case Phase::kSearching:
      return "searching";
    case Phase::kWaiting:
      return "waiting";
    case Phase::kLive:
      return "live";
    case Phase::kStalled:
      return "stalled";
    case Phase::kProducerGone:
      return "producer-gone";
    case Phase::kFailed:
      return "failed";
  }
  return "failed";
}

const char* NameOf(WaitReason reason) {
  switch (reason) {
    case WaitReason::kHookIdle:
      return "hook-idle";
    case WaitReason::kNothingPublished:
      return "nothing-published";
    case WaitReason::kBuffersBusy:
      return "buffers-busy";
  }
  return "nothing-published";
}

const char* NameOf(Liveness liveness) {
  switch (liveness) {
    case Liveness::kRunning:
      return "running";
    case Liveness::kGone:
      return "gone";
    case Liveness::kUnknown:
      return "unknown";
  }
  return "unknown";
}

const char* NameOf(MutexState state) {
  switch (state) {
    case MutexState::kMissing:
      return "missing";
    case MutexState::kFree:
      return "free";
    case MutexState::kHeld:
      return "held";
    case MutexState::kAbandoned:
      return "abandoned";
    case MutexState::kDenied:
      return "denied";
  }
  return "missing";
}

}  // namespace framelatch::binding
