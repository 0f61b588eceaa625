#include "platform/posix/producer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstdlib>
#include <ctime>
#include <set>
#include <string>
#include <unordered_map>

#include "platform/posix/names.h"
#include "platform/posix/process.h"
#include "platform/posix/process_files.h"
#include "platform/posix/visibility.h"
#include "platform/posix/write_lease.h"

namespace framelatch::posix {
namespace {

constexpr int64_t kNsPerSecond = 1'000'000'000;
constexpr int64_t kLatelyNs = 5 * kNsPerSecond;
constexpr int64_t kMakingNs = kNsPerSecond / 4;

struct Object {
  std::string path;
  struct statx status {};
  bool exists = false;
  int64_t hint = 0;
  int64_t pid = 0;  // of the process that writes it, 0 = not found
  Writers writers = Writers::kUntold;
};

Object ObjectOf(const ProducerClue& clue) {
  Object object;
  if (!IsPath(clue.object) && !IsValidName(clue.object)) return object;
  object.path = RegionPath(clue.object);
  object.hint = clue.pid;
  constexpr unsigned int kFields = STATX_BASIC_STATS | STATX_BTIME;
  object.exists = statx(AT_FDCWD, object.path.c_str(), AT_SYMLINK_NOFOLLOW, kFields, &object.status) == 0 &&
                  S_ISREG(object.status.stx_mode);
  return object;
}

int64_t Ns(const struct statx_timestamp& time) { return time.tv_sec * kNsPerSecond + time.tv_nsec; }

// Whether somebody has called write() on it in the last seconds, other than while it was made. Who opens, writes and
// closes, frame by frame, has it open for no more than a moment.
bool WasWrittenLately(const struct statx& status) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const int64_t written_ns = Ns(status.stx_mtime);
  const int64_t age_ns = now.tv_sec * kNsPerSecond + now.tv_nsec - written_ns;
  if (std::abs(age_ns) > kLatelyNs) return false;
  const bool tells_birth = (status.stx_mask & STATX_BTIME) != 0;
  return !tells_birth || written_ns - Ns(status.stx_btime) > kMakingNs;
}

class Search {
 public:
  explicit Search(std::span<const ProducerClue> clues) {
    objects_.reserve(clues.size());
    for (const ProducerClue& clue : clues) {
      const Object& object = objects_.emplace_back(ObjectOf(clue));
      if (!object.exists) continue;
      const dev_t device = makedev(object.status.stx_dev_major, object.status.stx_dev_minor);
      wanted_.Add(objects_.size() - 1, device, object.status.stx_ino, object.path);
    }
  }

  void LookAtHints() {
    for (const Object& object : objects_) {
      if (object.exists && object.hint > 0) LookAt(object.hint);
    }
  }

  void AskTheKernel() {
    for (Object& object : objects_) {
      if (object.exists && object.pid == 0) object.writers = AskForWriters(object.path);
    }
  }

  void LookAtAllIfNeeded() {
    if (!IsIncomplete()) return;
    for (const int64_t pid : ListProcesses()) {
      if (LookAt(pid) == Sight::kDenied) visibility_.NoteHidden(pid);
      if (!IsIncomplete()) return;
    }
  }

  std::vector<ProducerLook> Results() {
    std::vector<ProducerLook> looks;
    looks.reserve(objects_.size());
    for (const Object& object : objects_) {
      ProducerLook look{LivenessOf(object), Describe(object.pid)};
      look.changed_lately = look.liveness == Liveness::kGone && WasWrittenLately(object.status);
      if (look.changed_lately) look.liveness = Liveness::kUnknown;
      looks.push_back(std::move(look));
    }
    return looks;
  }

 private:
  Sight LookAt(int64_t pid) {
    if (!seen_.insert(pid).second) return Sight::kWhole;
    const Sight sight = VisitWrittenFiles(pid, wanted_, [&](size_t index) {
      Object& object = objects_[index];
      if (object.pid == 0 || object.hint == pid) object.pid = pid;
    });
    // Its turn comes once more, so that it is noted as hidden.
    if (sight == Sight::kDenied) seen_.erase(pid);
    return sight;
  }

  // Whether there is an object that somebody writes, or may write. What was found stays so: none is asked for twice.
  bool IsIncomplete() {
    const auto is_done = [](const Object& object) {
      return !object.exists || object.pid != 0 || object.writers == Writers::kNone;
    };
    while (done_ < objects_.size() && is_done(objects_[done_])) ++done_;
    return done_ < objects_.size();
  }

  Liveness LivenessOf(const Object& object) const {
    if (!object.exists) return Liveness::kUnknown;
    if (object.pid != 0 || object.writers == Writers::kSome) return Liveness::kRunning;
    if (object.writers == Writers::kNone) return Liveness::kGone;
    const bool is_hidden = visibility_.MayHideWriterOf(object.status.stx_uid, object.status.stx_mode);
    return is_hidden ? Liveness::kUnknown : Liveness::kGone;
  }

  // One process may write thousands of them.
  std::optional<ProcessInfo> Describe(int64_t pid) {
    if (pid == 0) return std::nullopt;
    const auto [known, is_new] = described_.try_emplace(pid);
    const auto watch = is_new ? WatchProcess(pid) : nullptr;
    if (watch) known->second = watch->info();
    return known->second;
  }

  std::vector<Object> objects_;
  size_t done_ = 0;  // objects before this one need no further look
  WantedFiles wanted_;
  std::set<int64_t> seen_;
  Visibility visibility_;
  std::unordered_map<int64_t, std::optional<ProcessInfo>> described_;
};

}  // namespace

std::vector<ProducerLook> FindProducers(std::span<const ProducerClue> clues) {
  Search search(clues);
  search.LookAtHints();
  search.AskTheKernel();
  search.LookAtAllIfNeeded();
  return search.Results();
}

}  // namespace framelatch::posix
