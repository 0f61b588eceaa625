#include "platform/posix/visibility.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

namespace framelatch::posix {
namespace {

// Of the first PID namespace, in which every process has a number (source: PROC_PID_INIT_INO, linux/proc_ns.h). Whoever
// looks from another one sees only what was started in it, while shared memory may come from outside.
constexpr ino_t kFirstPidNamespace = 0xEFFFFFFC;

// Without /proc, with that of another namespace, or mounted with `hidepid`, processes are left out without a word. The
// first process is always there, and it is never this user's, the superuser excepted.
bool SeesEveryNumber() {
  struct stat status {};
  if (stat("/proc/self/ns/pid", &status) != 0 || status.st_ino != kFirstPidNamespace) return false;
  std::array<char, 32> self{};
  const ssize_t length = readlink("/proc/self", self.data(), self.size());
  if (length <= 0 || std::string(self.data(), static_cast<size_t>(length)) != std::to_string(getpid())) return false;
  return stat("/proc/1", &status) == 0;
}

// The users whose files a process may open: real, effective, saved, of the file system.
std::optional<std::array<uint32_t, 4>> UsersOf(int64_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  std::array<uint32_t, 4> users{};
  for (std::string line; std::getline(status, line);) {
    if (std::sscanf(line.c_str(), "Uid: %u %u %u %u", &users[0], &users[1], &users[2], &users[3]) == 4) return users;
  }
  return std::nullopt;
}

bool HasEnded(int64_t pid) {
  struct stat status {};
  return stat(("/proc/" + std::to_string(pid)).c_str(), &status) != 0 && errno == ENOENT;
}

}  // namespace

Visibility::Visibility() : sees_every_number_(SeesEveryNumber()) {}

void Visibility::NoteHidden(int64_t pid) {
  const auto users = UsersOf(pid);
  if (users) {
    for (const uint32_t user : *users) {
      if (std::ranges::find(hidden_users_, user) == hidden_users_.end()) hidden_users_.push_back(user);
    }
  } else if (!HasEnded(pid)) {
    hides_unknown_users_ = true;
  }
}

bool Visibility::MayHideWriterOf(uid_t owner, mode_t mode) const {
  if (!sees_every_number_ || hides_unknown_users_) return true;
  const bool others_may_write = (mode & (S_IWGRP | S_IWOTH)) != 0;
  const auto is_user = [](uint32_t user) { return user != 0; };
  if (others_may_write && std::ranges::any_of(hidden_users_, is_user)) return true;
  return (mode & S_IWUSR) != 0 && std::ranges::find(hidden_users_, owner) != hidden_users_.end();
}

}  // namespace framelatch::posix
