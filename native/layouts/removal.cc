#include <algorithm>
#include <memory>
#include <utility>

#include "core/error.h"
#include "layouts/leftovers.h"
#include "layouts/orphans.h"

// Taking names away without harming a producer that starts under them meanwhile.
namespace framelatch {
namespace {

// Whoever opens an object, writes it and closes it again, frame by frame, does so within that time.
constexpr uint64_t kQuietNs = 1'000'000'000;

// Every mutex among the objects, locked; nothing when one is locked by somebody else.
class Locks {
 public:
  static std::optional<Locks> TryAll(Platform& platform, const std::vector<LeftoverObject>& objects) {
    Locks locks;
    for (const LeftoverObject& object : objects) {
      auto mutex = Open(platform, object.name);
      if (!mutex) continue;
      if (!TryFor(platform, *mutex)) return std::nullopt;
      locks.held_.push_back(std::move(mutex));
    }
    return locks;
  }
  Locks(Locks&&) = default;
  Locks& operator=(Locks&&) = default;
  Locks(const Locks&) = delete;
  Locks& operator=(const Locks&) = delete;
  ~Locks() {
    for (const auto& mutex : held_) mutex->Unlock();
  }

 private:
  Locks() = default;

  static std::unique_ptr<NamedMutex> Open(Platform& platform, const std::string& name) {
    const auto object = platform.FindObject(name);
    if (!object || object->kind != ObjectKind::kMutex) return nullptr;
    try {
      return platform.OpenNamedMutex(name);
    } catch (const Error&) {
      return nullptr;
    }
  }

  // A viewer keeps a lock for one copy.
  static bool TryFor(Platform& platform, NamedMutex& mutex) {
    constexpr int kTries = 50;
    constexpr uint64_t kPauseNs = 1'000'000;
    for (int i = 0; i < kTries; ++i) {
      if (mutex.TryLock(LockRole::kReader) != TryLockResult::kBusy) return true;
      platform.SleepNs(kPauseNs);
    }
    return false;
  }

  std::vector<std::unique_ptr<NamedMutex>> held_;
};

// Those of the mutexes and events that a process has open. A producer that starts under the same name has; so has a
// viewer.
std::vector<std::string> NamesInUse(Platform& platform, const Leftover& leftover) {
  std::vector<ProducerClue> clues;
  for (const LeftoverObject& object : leftover.objects) {
    const auto found = platform.FindObject(object.name);
    if (found && found->kind != ObjectKind::kRegion) clues.push_back({object.name});
  }
  const std::vector<ProducerLook> looks = platform.FindProducers(clues);
  std::vector<std::string> names;
  for (size_t i = 0; i < clues.size(); ++i) {
    if (IsInUse(looks[i])) names.push_back(clues[i].object);
  }
  return names;
}

bool IsRegion(Platform& platform, const std::string& name) {
  const auto object = platform.FindObject(name);
  return object && object->kind == ObjectKind::kRegion;
}

// Once more under the locks. Whether a mutex is in use was asked before: this process has it open now.
std::optional<Leftover> LookAgain(Platform& platform, const std::string& name, Caution caution) {
  if (IsRegion(platform, name)) return FindLeftover(platform, name, caution);
  const auto object = platform.FindObject(name);
  if (!object) return std::nullopt;
  if (caution != Caution::kForced && !IsOrphan(platform, *object)) return std::nullopt;
  return Leftover{name, {{name, object->identity}}};
}

std::vector<std::string> Remove(Platform& platform, const Leftover& leftover, Caution caution, WritingWatch* watch) {
  const auto in_use = caution == Caution::kInPlace ? std::vector<std::string>{} : NamesInUse(platform, leftover);
  const auto locks = Locks::TryAll(platform, leftover.objects);
  if (!locks) return {};
  const auto now = LookAgain(platform, leftover.name, caution);
  if (!now) return {};
  // A mutex was written just now: by its lock that is held here.
  if (watch != nullptr && IsRegion(platform, leftover.name) && watch->WasWritten(leftover.name)) return {};
  std::vector<std::string> removed;
  for (const LeftoverObject& wanted : leftover.objects) {
    const bool is_same = std::ranges::any_of(now->objects, [&](const LeftoverObject& object) {
      return object.name == wanted.name && object.identity == wanted.identity;
    });
    if (is_same && std::ranges::find(in_use, wanted.name) == in_use.end() &&
        platform.RemoveObject(wanted.name, wanted.identity))
      removed.push_back(wanted.name);
  }
  return removed;
}

}  // namespace

std::vector<std::string> RemoveLeftovers(Platform& platform, const std::vector<Leftover>& leftovers, Caution caution) {
  std::vector<std::string> removed;
  if (leftovers.empty()) return removed;
  const auto watch = caution != Caution::kForced ? platform.WatchWriting() : nullptr;
  if (watch) platform.SleepNs(kQuietNs);
  for (const Leftover& leftover : leftovers) {
    for (std::string& name : Remove(platform, leftover, caution, watch.get())) removed.push_back(std::move(name));
  }
  return removed;
}

}  // namespace framelatch
