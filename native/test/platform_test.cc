#include "platform/platform.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::UniqueId;

std::string UniqueName() { return "FramelatchTest" + std::to_string(UniqueId()); }

// Removes its object at the end of a test.
struct Named {
  explicit Named(std::string object_name = UniqueName()) : name(std::move(object_name)) {}
  ~Named() { CurrentPlatform().RemoveObject(name); }
  std::string name;
};

TEST(Names, RefusesWhatIsNoName) {
  for (const std::string& name : {std::string(), std::string("a/b"), std::string(".."), std::string("."),
                                  std::string("a\\b"), std::string("global\\x"), std::string("Local\\"),
                                  std::string("Local\\a\\b"), std::string("a\0b", 3), std::string(300, 'x')}) {
    EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenRegion(name, Access::kReadOnly); }), "name-invalid") << name;
  }
}

TEST(Names, LocalIsTheBareNameAndGlobalIsNot) {
  const Named object;
  const auto created = CurrentPlatform().CreateRegion("Local\\" + object.name, 64);
  EXPECT_TRUE(CurrentPlatform().ObjectExists(object.name));
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenRegion("Global\\" + object.name, Access::kReadOnly); }),
            "mapping-missing");
}

TEST(Region, HasItsRealSizeAndKeepsItsIdentity) {
  const Named object;
  auto created = CurrentPlatform().CreateRegion(object.name, 70'000);
  std::memset(created->data(), 7, 70'000);
  const auto opened = CurrentPlatform().OpenRegion(object.name, Access::kReadOnly);
  EXPECT_EQ(opened->size(), 70'000U);
  EXPECT_EQ(opened->data()[69'999], std::byte{7});
  EXPECT_TRUE(opened->IsStillNamed(object.name));
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().CreateRegion(object.name, 8); }), "mapping-exists");
  CurrentPlatform().RemoveObject(object.name);
  EXPECT_FALSE(opened->IsStillNamed(object.name));
  created = CurrentPlatform().CreateRegion(object.name, 70'000);
  EXPECT_FALSE(opened->IsStillNamed(object.name));
}

TEST(Region, RefusesWhatIsNoSharedMemory) {
  const Named object;
  const std::string path = "/dev/shm/" + object.name;
  ASSERT_EQ(symlink("/etc/hostname", path.c_str()), 0);
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenRegion(object.name, Access::kReadOnly); }), "mapping-not-shared-memory");
  ASSERT_EQ(unlink(path.c_str()), 0);
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenRegion(object.name, Access::kReadOnly); }), "mapping-not-shared-memory");
  ASSERT_EQ(unlink(path.c_str()), 0);
  ASSERT_EQ(mkdir(path.c_str(), 0700), 0);
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenRegion(object.name, Access::kReadOnly); }), "mapping-not-shared-memory");
  rmdir(path.c_str());
}

TEST(Region, SaysThatThereIsNoSpaceAndLeavesNothing) {
  const Named object;
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().CreateRegion(object.name, uint64_t{1} << 46); }), "no-space");
  EXPECT_FALSE(CurrentPlatform().ObjectExists(object.name));
}

TEST(Region, AnEmptyObjectMapsNothing) {
  const Named object;
  const int fd = open(("/dev/shm/" + object.name).c_str(), O_CREAT | O_RDWR, 0600);
  ASSERT_GE(fd, 0);
  close(fd);
  EXPECT_EQ(CurrentPlatform().OpenRegion(object.name, Access::kReadOnly)->size(), 0U);
}

TEST(Guard, SurvivesAShrunkRegionAgainAndAgain) {
  const Named object;
  const auto region = CurrentPlatform().CreateRegion(object.name, 1 << 16);
  for (int round = 0; round < 100; ++round) {
    ASSERT_EQ(truncate(("/dev/shm/" + object.name).c_str(), 0), 0);
    volatile int sum = 0;
    EXPECT_FALSE(Guarded(CurrentPlatform(), [&] { sum = static_cast<int>(region->data()[40'000]); }));
    ASSERT_EQ(truncate(("/dev/shm/" + object.name).c_str(), 1 << 16), 0);
    EXPECT_TRUE(Guarded(CurrentPlatform(), [&] { sum = static_cast<int>(region->data()[40'000]); }));
  }
}

TEST(Guard, LeavesOtherBusErrorsToWhoeverHandlesThem) {
  EXPECT_TRUE(Guarded(CurrentPlatform(), [] {}));  // installs the handler
  // By the signal itself, or in a sanitizer's build by its report.
  EXPECT_DEATH(
      {
        raise(SIGBUS);
        _exit(0);
      },
      "");
}

TEST(Mutex, IsExclusiveBetweenDescriptions) {
  const Named object;
  const auto first = CurrentPlatform().CreateNamedMutex(object.name);
  const auto second = CurrentPlatform().OpenNamedMutex(object.name);
  ASSERT_EQ(first->TryLock(LockRole::kWriter), TryLockResult::kOwned);
  EXPECT_EQ(second->TryLock(LockRole::kReader), TryLockResult::kBusy);
  const MutexLook look = CurrentPlatform().LookAtMutex(object.name);
  EXPECT_EQ(look.state, MutexState::kHeld);
  EXPECT_EQ(look.owner, getpid());
  first->Unlock();
  EXPECT_EQ(CurrentPlatform().LookAtMutex(object.name).state, MutexState::kFree);
  EXPECT_EQ(second->TryLock(LockRole::kReader), TryLockResult::kOwned);
  EXPECT_EQ(CurrentPlatform().LookAtMutex(object.name).owner, getpid());
  second->Unlock();
}

// A child takes the mutex and dies.
void DieHolding(const std::string& name, LockRole role = LockRole::kWriter) {
  const pid_t child = fork();
  if (child == 0) {
    const auto mutex = CurrentPlatform().OpenNamedMutex(name);
    if (mutex->TryLock(role) == TryLockResult::kBusy) _exit(1);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST(Mutex, EveryReaderLearnsThatItWasAbandonedUntilAWriterRewrites) {
  const Named object;
  const auto mutex = CurrentPlatform().CreateNamedMutex(object.name);
  DieHolding(object.name);
  EXPECT_EQ(CurrentPlatform().LookAtMutex(object.name).state, MutexState::kAbandoned);
  for (int reader = 0; reader < 2; ++reader) {
    EXPECT_EQ(mutex->TryLock(LockRole::kReader), TryLockResult::kOwnedAbandoned);
    mutex->Unlock();
  }
  EXPECT_EQ(mutex->TryLock(LockRole::kWriter), TryLockResult::kOwnedAbandoned);
  mutex->Unlock();
  EXPECT_EQ(mutex->TryLock(LockRole::kReader), TryLockResult::kOwned);
  mutex->Unlock();
}

TEST(Mutex, AReaderThatDiesHoldingItAbandonsNothing) {
  const Named object;
  const auto mutex = CurrentPlatform().CreateNamedMutex(object.name);
  DieHolding(object.name, LockRole::kReader);
  EXPECT_EQ(CurrentPlatform().LookAtMutex(object.name).state, MutexState::kFree);
  EXPECT_EQ(mutex->TryLock(LockRole::kReader), TryLockResult::kOwned);
  mutex->Unlock();
  // Nor does it hide a writer that did.
  DieHolding(object.name, LockRole::kWriter);
  DieHolding(object.name, LockRole::kReader);
  EXPECT_EQ(CurrentPlatform().LookAtMutex(object.name).state, MutexState::kAbandoned);
  EXPECT_EQ(mutex->TryLock(LockRole::kReader), TryLockResult::kOwnedAbandoned);
  mutex->Unlock();
}

TEST(Mutex, ABusyOwnerIsNeverTakenForADeadOne) {
  const Named object;
  const auto mutex = CurrentPlatform().CreateNamedMutex(object.name);
  std::atomic<bool> stop = false;
  std::thread owner([&] {
    while (!stop) {
      if (mutex->TryLock(LockRole::kWriter) != TryLockResult::kOwned) continue;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      mutex->Unlock();
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  });
  for (int look = 0; look < 2000; ++look) {
    EXPECT_NE(CurrentPlatform().LookAtMutex(object.name).state, MutexState::kAbandoned);
  }
  stop = true;
  owner.join();
}

TEST(Mutex, RefusesWhatIsNoMutex) {
  const Named object;
  const auto region = CurrentPlatform().CreateRegion(object.name, 16);
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenNamedMutex(object.name); }), "mutex-invalid");
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenNamedMutex(object.name + "x"); }), "mutex-missing");
}

TEST(Process, TheWriterIsWhoMapsWritable) {
  const Named object;
  EXPECT_FALSE(CurrentPlatform().FindProducer(object.name, 0));
  auto region = CurrentPlatform().CreateRegion(object.name, 4096);
  const auto producer = CurrentPlatform().FindProducer(object.name, 0);
  ASSERT_TRUE(producer);
  EXPECT_EQ(producer->pid, getpid());
  EXPECT_TRUE(producer->alive);
  region = CurrentPlatform().OpenRegion(object.name, Access::kReadOnly);
  EXPECT_FALSE(CurrentPlatform().FindProducer(object.name, getpid()));
}

TEST(Process, AWatchSeesTheEnd) {
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  const auto watch = CurrentPlatform().WatchProcess(child);
  ASSERT_TRUE(watch);
  EXPECT_FALSE(watch->HasExited());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(watch->HasExited());
  EXPECT_FALSE(CurrentPlatform().WatchProcess(child));
}

TEST(Listing, TellsKindsApart) {
  const Named region_name;
  const Named mutex_name;
  const auto region = CurrentPlatform().CreateRegion(region_name.name, 4096);
  const auto mutex = CurrentPlatform().CreateNamedMutex(mutex_name.name);
  std::optional<ObjectKind> region_kind;
  std::optional<ObjectKind> mutex_kind;
  for (const NamedObject& object : CurrentPlatform().ListObjects()) {
    if (object.name == region_name.name) region_kind = object.kind;
    if (object.name == mutex_name.name) mutex_kind = object.kind;
  }
  EXPECT_EQ(region_kind, ObjectKind::kRegion);
  EXPECT_EQ(mutex_kind, ObjectKind::kMutex);
}

TEST(Timer, WakesAtOnceAndByItself) {
  const auto timer = CurrentPlatform().CreateWakeableTimer();
  const uint64_t start = CurrentPlatform().MonotonicNs();
  timer->Wake();
  timer->WaitNs(60'000'000'000);
  timer->WaitNs(1'000'000);
  EXPECT_LT(CurrentPlatform().MonotonicNs() - start, 30'000'000'000U);
}

}  // namespace
}  // namespace framelatch
