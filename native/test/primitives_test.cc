#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>

#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::UniqueId;

std::string UniqueName() { return "FramelatchPrimitive" + std::to_string(UniqueId()); }

TEST(NamedEvent, ASignalStaysUntilOneTakesIt) {
  const std::string name = UniqueName();
  const auto event = CurrentPlatform().CreateNamedEvent(name);
  const auto other = CurrentPlatform().OpenNamedEvent(name);
  EXPECT_FALSE(other->TryTake());
  event->Signal();
  event->Signal();
  EXPECT_TRUE(other->TryTake());
  EXPECT_FALSE(event->TryTake()) << "auto-reset: one takes it";
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().CreateNamedEvent(name); }), "mapping-exists");
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenNamedMutex(name); }), "mutex-invalid");
  CurrentPlatform().RemoveObject(name);
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenNamedEvent(name); }), "event-missing");
  const auto mutex = CurrentPlatform().CreateNamedMutex(name);
  EXPECT_EQ(CodeOf([&] { CurrentPlatform().OpenNamedEvent(name); }), "event-invalid");
  CurrentPlatform().RemoveObject(name);
}

TEST(ReadWriteFileLock, IsFreedWhenItsOwnerDies) {
  const std::string name = UniqueName() + ".mdb";
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto lock = CurrentPlatform().NewFileLock(name, {});
    const char held = lock->TryLock(FileLockKind::kExclusive) == FileLockResult::kOwned ? 'y' : 'n';
    (void)!write(ready[1], &held, 1);
    pause();
    _exit(0);
  }
  char held = 0;
  ASSERT_EQ(read(ready[0], &held, 1), 1);
  EXPECT_EQ(held, 'y');
  const auto lock = CurrentPlatform().NewFileLock(name, {});
  EXPECT_EQ(lock->TryLock(FileLockKind::kShared), FileLockResult::kBusy);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_EQ(lock->TryLock(FileLockKind::kShared), FileLockResult::kOwned);
  CurrentPlatform().RemoveObject(name);
}

TEST(SharedRegion, OfNoBytesIsRefused) {
  EXPECT_EQ(CodeOf([] { CurrentPlatform().CreateRegion(UniqueName(), 0); }), "usage");
}

}  // namespace
}  // namespace framelatch
