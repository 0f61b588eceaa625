#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "layouts/capture.h"

namespace framelatch {

// A recording put back as a live source: both mappings byte for byte, under names with `id`.
class Replay {
 public:
  // not-a-recording when the bytes do not fit each other; mapping-exists, no-space.
  Replay(Dialect dialect, uint64_t id, std::span<const std::byte> hook_info, std::span<const std::byte> texture);
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;
  ~Replay();

  // Publishes a buffer's recorded picture. False when its mutex was busy.
  bool Show(int buffer);
  const std::string& hook_info_name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace framelatch
