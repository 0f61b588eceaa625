#pragma once

#include <cstdint>
#include <memory>

#include "layouts/capture.h"
#include "sdk/framelatch.h"

// The SDK's writer with C++ ownership and errors of ours.
namespace framelatch {

struct SdkDestroy {
  void operator()(fl_writer* writer) const noexcept { fl_destroy(writer); }
};
using SdkWriter = std::unique_ptr<fl_writer, SdkDestroy>;

inline fl_dialect SdkDialect(Dialect dialect) {
  return dialect == Dialect::kGameCapture ? FL_GAME_CAPTURE : FL_CAPTURE_HOOK;
}

// mapping-exists, saying whether a living producer has the name or a leftover, and what to do about it.
void RefuseTakenName(Dialect dialect, uint64_t id);
// mapping-exists, mapping-denied, no-space, internal; `bytes` is what was asked for.
void ThrowUnlessOk(fl_result result, const fl_error& error, uint64_t bytes);

}  // namespace framelatch
