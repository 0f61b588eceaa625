#include "layouts/leftovers.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "layouts/source_lister.h"
#include "platform/posix/file_descriptor.h"
#include "support.h"
#include "writer/writer.h"

// What may be removed, and what may not, whatever a producer does meanwhile.
namespace framelatch {
namespace {

using posix::FileDescriptor;

Platform& System() { return CurrentPlatform(); }

uint64_t OwnId() {
  static uint64_t count = 0;
  return static_cast<uint64_t>(getpid()) * 1000 + 500 + ++count;
}

std::string PathOf(const std::string& name) { return "/dev/shm/" + name; }

bool Exists(const std::string& name) { return access(PathOf(name).c_str(), F_OK) == 0; }

// A capture hook with one frame, and its process, which ends with this object.
class HookProcess {
 public:
  explicit HookProcess(uint64_t id) {
    std::array<int, 2> ready{};
    EXPECT_EQ(pipe(ready.data()), 0);
    pid_ = fork();
    if (pid_ == 0) {
      const Writer writer({.id = id, .width = 8, .height = 8});
      if (write(ready[1], "x", 1) == 1) pause();
      _exit(0);
    }
    close(ready[1]);
    char word = 0;
    EXPECT_EQ(read(ready[0], &word, 1), 1);
    close(ready[0]);
  }
  HookProcess(const HookProcess&) = delete;
  HookProcess& operator=(const HookProcess&) = delete;
  ~HookProcess() { Kill(); }

  void Kill() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
};

struct HookNames {
  explicit HookNames(uint64_t id) : number(std::to_string(id)) {}
  std::string number;
  std::string info() const { return "CaptureHook_HookInfo" + number; }
  // A texture's number has 32 bits; a writer's first capture is 1.
  std::string texture() const {
    return "CaptureHook_Texture_" + std::to_string(static_cast<uint32_t>(std::stoull(number))) + "_1";
  }
  std::string mutex(int buffer) const { return "CaptureHook_TextureMutex" + std::to_string(buffer) + number; }
};

// Takes away what a test has left, whatever became of it.
class Cleared {
 public:
  explicit Cleared(HookNames names) : names_(std::move(names)) {}
  Cleared(const Cleared&) = delete;
  Cleared& operator=(const Cleared&) = delete;
  ~Cleared() {
    for (const auto& name : {names_.info(), names_.texture(), names_.mutex(1), names_.mutex(2)})
      unlink(PathOf(name).c_str());
  }

 private:
  HookNames names_;
};

std::vector<std::string> RemoveNow(const Leftover& leftover, Caution caution = Caution::kCertain) {
  return RemoveLeftovers(System(), {leftover}, caution);
}

TEST(Leftovers, AKilledHookIsRemovedWithEverythingThatIsItsOwn) {
  const HookNames names(OwnId());
  const Cleared cleared(names);
  HookProcess hook(std::stoull(names.number));
  EXPECT_FALSE(FindLeftover(System(), names.info()));
  hook.Kill();
  const auto leftover = FindLeftover(System(), names.info());
  ASSERT_TRUE(leftover);
  EXPECT_EQ(leftover->objects.size(), 4U);
  EXPECT_EQ(RemoveNow(*leftover).size(), 4U);
  EXPECT_FALSE(Exists(names.info()));
}

TEST(Leftovers, WhatTookTheNamesMeanwhileKeepsThem) {
  const HookNames names(OwnId());
  const Cleared cleared(names);
  HookProcess first(std::stoull(names.number));
  first.Kill();
  const auto leftover = FindLeftover(System(), names.info());
  ASSERT_TRUE(leftover);
  EXPECT_EQ(RemoveNow(*leftover).size(), 4U);
  HookProcess second(std::stoull(names.number));
  EXPECT_TRUE(RemoveNow(*leftover).empty()) << "the second producer lives";
  second.Kill();
  EXPECT_TRUE(RemoveNow(*leftover).empty()) << "these are others than those that were found";
  EXPECT_EQ(RemoveNow(*FindLeftover(System(), names.info())).size(), 4U);
}

TEST(Leftovers, NothingGoesWhileSomebodyHasAMutexLocked) {
  const HookNames names(OwnId());
  const Cleared cleared(names);
  HookProcess(std::stoull(names.number)).Kill();
  const auto leftover = FindLeftover(System(), names.info());
  ASSERT_TRUE(leftover);
  {
    const auto mutex = System().OpenNamedMutex(names.mutex(1));
    ASSERT_NE(mutex->TryLock(LockRole::kReader), TryLockResult::kBusy);
    EXPECT_TRUE(RemoveNow(*leftover, Caution::kForced).empty());
    mutex->Unlock();
    EXPECT_EQ(RemoveNow(*leftover, Caution::kForced).size(), 3U) << "open, it is in use";
    EXPECT_TRUE(Exists(names.mutex(1)));
    EXPECT_FALSE(FindLeftover(System(), names.mutex(1)));
  }
  const auto orphan = FindLeftover(System(), names.mutex(1));
  ASSERT_TRUE(orphan) << "a mutex without its hook info, open nowhere";
  EXPECT_EQ(RemoveNow(*orphan).size(), 1U);
}

TEST(Leftovers, WhoTakesTheNamesOverTakesThemFromAViewerToo) {
  const HookNames names(OwnId());
  const Cleared cleared(names);
  HookProcess(std::stoull(names.number)).Kill();
  const auto viewed = System().OpenNamedMutex(names.mutex(1));
  const auto leftover = FindLeftover(System(), names.info(), Caution::kInPlace);
  ASSERT_TRUE(leftover);
  EXPECT_EQ(RemoveNow(*leftover, Caution::kInPlace).size(), 4U);
}

TEST(Leftovers, AMutexOfAHookThatIsThereBelongsToIt) {
  const HookNames names(OwnId());
  const Cleared cleared(names);
  HookProcess(std::stoull(names.number)).Kill();
  EXPECT_FALSE(FindLeftover(System(), names.mutex(1)));
  unlink(PathOf(names.info()).c_str());
  EXPECT_TRUE(FindLeftover(System(), names.mutex(1)));
  const auto all = FindLeftovers(System());
  EXPECT_TRUE(std::ranges::any_of(all, [&](const Leftover& each) { return each.name == names.mutex(2); }));
}

TEST(Leftovers, WhatAnAttachmentWasKilledWithIsOfNobody) {
  const std::string token = "FramelatchAttach_" + std::to_string(getpid()) + "_" + std::to_string(OwnId()) + "_1";
  const std::string life = token + ".life";
  const std::string word = token + ".word";
  {
    const auto mutex = System().CreateNamedMutex(life);
    const auto event = System().CreateNamedEvent(word);
    EXPECT_FALSE(FindLeftover(System(), life)) << "the attachment lives";
    EXPECT_FALSE(FindLeftover(System(), word)) << "its guard lives";
  }
  for (const std::string& name : {life, word}) {
    const auto leftover = FindLeftover(System(), name);
    ASSERT_TRUE(leftover) << name;
    EXPECT_EQ(RemoveNow(*leftover), std::vector{name});
    EXPECT_FALSE(Exists(name));
  }
}

TEST(Leftovers, AnEmptyRegionIsSomebodysWhileItIsOpen) {
  const std::string name = "framelatch-leftover-" + std::to_string(OwnId());
  FileDescriptor file(open(PathOf(name).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  EXPECT_FALSE(FindLeftover(System(), name)) << "its producer is about to size it";
  EXPECT_TRUE(FindLeftover(System(), name, Caution::kForced));
  EXPECT_FALSE(FindLeftover(System(), name, Caution::kInPlace)) << "under a name of the user's may stand anything";
  file = FileDescriptor();
  const auto leftover = FindLeftover(System(), name);
  ASSERT_TRUE(leftover);
  EXPECT_EQ(RemoveNow(*leftover).size(), 1U);
}

// Opens, writes and closes, twenty times a second.
TEST(Leftovers, WhoWritesNowAndThenKeepsWhatItWrites) {
  const std::string name = "framelatch-leftover-" + std::to_string(OwnId());
  { const FileDescriptor made(open(PathOf(name).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)); }
  const auto leftover = FindLeftover(System(), name);
  ASSERT_TRUE(leftover) << "nobody has it open";
  const pid_t writer = fork();
  if (writer == 0) {
    for (;;) {
      // By a mapping, of which no time is kept.
      const FileDescriptor file(open(PathOf(name).c_str(), O_RDWR | O_CLOEXEC));
      usleep(50'000);
    }
  }
  EXPECT_TRUE(RemoveNow(*leftover).empty());
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  EXPECT_TRUE(Exists(name));
  unlink(PathOf(name).c_str());
}

// One side makes the object anew under its name, again and again; the other removes what it saw there last.
TEST(Leftovers, ANameGoesWithTheObjectThatWasSeenAndWithNoOther) {
  const std::string name = "framelatch-leftover-" + std::to_string(OwnId());
  const auto make = [&] {
    unlink(PathOf(name).c_str());
    return FileDescriptor(open(PathOf(name).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  };
  std::atomic<bool> stop = false;
  std::mutex seen_mutex;
  ObjectIdentity dead;  // the one before the last that was made
  std::thread remover([&] {
    while (!stop) {
      const auto identity = [&] {
        const std::lock_guard lock(seen_mutex);
        return dead;
      }();
      System().RemoveObject(name, identity);
    }
  });
  for (int i = 0; i < 3000; ++i) {
    const auto before = System().FindObject(name);
    if (before) {
      const std::lock_guard lock(seen_mutex);
      dead = before->identity;
    }
    const FileDescriptor made = make();
    if (!made.valid()) continue;
    struct stat held {};
    fstat(made.get(), &held);
    // Moved aside for a look, it comes back at once.
    bool is_there = false;
    for (int look = 0; look < 1000 && !is_there; ++look) {
      struct stat named {};
      is_there = lstat(PathOf(name).c_str(), &named) == 0 && named.st_ino == held.st_ino;
      if (!is_there) usleep(100);
    }
    EXPECT_TRUE(is_there);
  }
  stop = true;
  remover.join();
  unlink(PathOf(name).c_str());
}

TEST(Leftovers, AListIsKeptUpByItself) {
  const HookNames names(OwnId());
  const Cleared cleared(names);
  SourceLister lister(System());
  const auto waits_for = [&](const std::function<bool(const std::vector<Listing>&)>& wanted) {
    for (int look = 0; look < 3000; ++look) {
      const auto rows = lister.Take();
      if (rows && wanted(*rows)) return true;
      usleep(10'000);
    }
    return false;
  };
  const auto row_is = [&](const std::function<bool(const Listing&)>& wanted) {
    return [&names, wanted](const std::vector<Listing>& rows) {
      return std::ranges::any_of(rows, [&](const Listing& row) { return row.name == names.info() && wanted(row); });
    };
  };
  HookProcess hook(std::stoull(names.number));
  EXPECT_TRUE(waits_for(row_is([](const Listing& row) { return row.producer.has_value(); })));
  hook.Kill();
  EXPECT_TRUE(waits_for(row_is([](const Listing& row) { return row.leftover; })));
}

}  // namespace
}  // namespace framelatch
