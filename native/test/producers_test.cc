#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <string>
#include <vector>

#include "platform/platform.h"
#include "platform/posix/file_descriptor.h"

// Who writes an object, and when it is certain that nobody does.
namespace framelatch {
namespace {

using posix::FileDescriptor;

// An object of this test's own under /dev/shm.
class OwnObject {
 public:
  OwnObject() : name_("framelatch-producers-" + std::to_string(getpid()) + "-" + std::to_string(++count_)) {
    const FileDescriptor file(open(path().c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    EXPECT_EQ(posix_fallocate(file.get(), 0, 4096), 0);
  }
  OwnObject(const OwnObject&) = delete;
  OwnObject& operator=(const OwnObject&) = delete;
  ~OwnObject() { unlink(path().c_str()); }

  const std::string& name() const { return name_; }
  std::string path() const { return "/dev/shm/" + name_; }
  FileDescriptor Open(int flags) const { return FileDescriptor(open(path().c_str(), flags | O_CLOEXEC)); }

 private:
  inline static int count_ = 0;
  std::string name_;
};

ProducerLook LookAt(const OwnObject& object, int64_t hint = 0) {
  return CurrentPlatform().LookForProducer({object.name(), hint});
}

int64_t PidOf(const ProducerLook& look) { return look.process ? look.process->pid : 0; }

// The exit status of a body that runs in a process of its own.
int InChild(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Producers, ADescriptorThatMayWriteIsOneWithoutAnyMapping) {
  const OwnObject object;
  EXPECT_EQ(LookAt(object).liveness, Liveness::kGone);
  const FileDescriptor writer = object.Open(O_WRONLY);
  EXPECT_EQ(LookAt(object).liveness, Liveness::kRunning);
  EXPECT_EQ(PidOf(LookAt(object)), getpid());
}

TEST(Producers, AMappingWithoutAnyDescriptorIsOne) {
  const OwnObject object;
  FileDescriptor file = object.Open(O_RDWR);
  void* const view = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  ASSERT_NE(view, MAP_FAILED);
  file = FileDescriptor();
  EXPECT_EQ(PidOf(LookAt(object)), getpid());
  munmap(view, 4096);
  EXPECT_EQ(LookAt(object).liveness, Liveness::kGone);
}

TEST(Producers, WhoMerelyReadsIsNone) {
  const OwnObject object;
  const FileDescriptor reader = object.Open(O_RDONLY);
  void* const view = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, reader.get(), 0);
  ASSERT_NE(view, MAP_FAILED);
  EXPECT_EQ(LookAt(object).liveness, Liveness::kGone);
  munmap(view, 4096);
}

TEST(Producers, OneLookTellsThemApart) {
  const OwnObject written;
  const OwnObject left;
  const FileDescriptor writer = written.Open(O_RDWR);
  const std::vector<ProducerClue> clues{{left.name()}, {written.name()}, {"framelatch-not-there"}, {written.name()}};
  const auto looks = CurrentPlatform().FindProducers(clues);
  ASSERT_EQ(looks.size(), clues.size());
  EXPECT_EQ(looks[0].liveness, Liveness::kGone);
  EXPECT_EQ(PidOf(looks[1]), getpid());
  EXPECT_EQ(looks[2].liveness, Liveness::kUnknown);
  EXPECT_EQ(PidOf(looks[3]), getpid());
}

TEST(Producers, OfTwoTheOneThatTheNameTellsIsTaken) {
  const OwnObject object;
  const FileDescriptor writer = object.Open(O_RDWR);
  const pid_t other = fork();
  if (other == 0) {
    pause();
    _exit(0);
  }
  EXPECT_EQ(PidOf(LookAt(object, other)), other);
  EXPECT_EQ(PidOf(LookAt(object, getpid())), getpid());
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
  EXPECT_EQ(PidOf(LookAt(object, other)), getpid());
}

TEST(Producers, WhoOpensWritesAndClosesIsNotGone) {
  const OwnObject object;
  // Its birth is over.
  const std::array<timespec, 2> long_ago{timespec{1, 0}, timespec{1, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, object.path().c_str(), long_ago.data(), 0), 0);
  usleep(300'000);
  EXPECT_EQ(LookAt(object).liveness, Liveness::kGone);
  {
    const FileDescriptor writer = object.Open(O_WRONLY);
    ASSERT_EQ(write(writer.get(), "x", 1), 1);
  }
  EXPECT_EQ(LookAt(object).liveness, Liveness::kUnknown);
}

// A process of another user, who may not look into the superuser's.
constexpr uid_t kNobody = 65534;
constexpr uid_t kThird = 65533;

bool Become(uid_t user) { return setgid(user) == 0 && setuid(user) == 0; }

// What a process of that user sees, which does not itself have `writer` open.
Liveness SeenBy(uid_t user, const OwnObject& object, const FileDescriptor& writer) {
  return static_cast<Liveness>(InChild([&] {
    close(writer.get());
    return Become(user) ? static_cast<int>(LookAt(object).liveness) : -1;
  }));
}

// A process of that user, which ends with this object.
class ProcessOf {
 public:
  explicit ProcessOf(uid_t user) {
    std::array<int, 2> ready{};
    EXPECT_EQ(pipe(ready.data()), 0);
    pid_ = fork();
    if (pid_ == 0) {
      if (Become(user) && write(ready[1], "x", 1) == 1) pause();
      _exit(0);
    }
    close(ready[1]);
    char word = 0;
    EXPECT_EQ(read(ready[0], &word, 1), 1);
    close(ready[0]);
  }
  ProcessOf(const ProcessOf&) = delete;
  ProcessOf& operator=(const ProcessOf&) = delete;
  ~ProcessOf() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_ = 0;
};

TEST(Producers, TheOwnerLearnsOfAWriterWhomHeMayNotLookInto) {
  if (geteuid() != 0) GTEST_SKIP() << "only the superuser can become another user";
  const OwnObject object;
  const FileDescriptor writer = object.Open(O_RDWR);
  ASSERT_EQ(chown(object.path().c_str(), kNobody, kNobody), 0);
  EXPECT_EQ(SeenBy(kNobody, object, writer), Liveness::kRunning);
}

TEST(Producers, WhoMayBelongToAnotherUserIsNotGone) {
  if (geteuid() != 0) GTEST_SKIP() << "only the superuser can become another user";
  const OwnObject object;
  ASSERT_EQ(chmod(object.path().c_str(), 0644), 0);
  ASSERT_EQ(chown(object.path().c_str(), kThird, kThird), 0);
  const FileDescriptor writer = object.Open(O_RDWR);
  {
    const ProcessOf third(kThird);
    EXPECT_EQ(SeenBy(kNobody, object, writer), Liveness::kUnknown);
  }
  ASSERT_EQ(chmod(object.path().c_str(), 0444), 0);
  const ProcessOf third(kThird);
  EXPECT_EQ(SeenBy(kNobody, object, writer), Liveness::kGone) << "no user but the superuser may write it";
}

}  // namespace
}  // namespace framelatch
