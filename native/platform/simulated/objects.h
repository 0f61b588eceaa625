#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"

// What stands behind the names of a SimulatedPlatform. An object outlives its name for whoever has it open, as the
// systems' own do.
namespace framelatch::simulated {

struct Object {
  ObjectKind kind = ObjectKind::kRegion;
  // A region's. Exactly as long as it is said to be, so that a sanitizer sees the first byte behind the end. Never
  // reallocated while it may be mapped: a shorter object has a smaller `size`.
  std::vector<std::byte> bytes;
  uint64_t size = 0;
  bool is_locked = false;     // a mutex
  bool is_abandoned = false;  // a mutex
  bool is_signalled = false;  // an event

  ObjectIdentity identity() const { return {0, reinterpret_cast<uintptr_t>(this)}; }
};

// By name; `Local\X` is `X`.
class Objects {
 public:
  std::shared_ptr<Object> Find(std::string_view name) const;
  void Put(std::string_view name, std::shared_ptr<Object> object);
  bool Remove(std::string_view name);
  std::vector<NamedObject> List() const;

 private:
  std::map<std::string, std::shared_ptr<Object>, std::less<>> by_name_;
};

// Each keeps `objects`, which must outlive it.
std::unique_ptr<Region> NewRegion(std::shared_ptr<Object> object, const Objects& objects);
std::unique_ptr<NamedMutex> NewMutex(std::shared_ptr<Object> object, const Objects& objects);
std::unique_ptr<NamedEvent> NewEvent(std::shared_ptr<Object> object);

}  // namespace framelatch::simulated
