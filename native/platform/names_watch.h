#pragma once

#include <memory>

namespace framelatch {

// Hears of named objects that come, go or are renamed, without looking at any. One thread.
class NamesWatch {
 public:
  NamesWatch() = default;
  NamesWatch(const NamesWatch&) = delete;
  NamesWatch& operator=(const NamesWatch&) = delete;
  virtual ~NamesWatch() = default;
  // Whether a name came or went since the last call. Never waits.
  virtual bool TakeChange() = 0;
};

// Null where the system has none to give: the names have to be listed now and then.
std::unique_ptr<NamesWatch> WatchNames();

}  // namespace framelatch
