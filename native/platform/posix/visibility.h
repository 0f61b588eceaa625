#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

// What a look through /proc may have missed: who is not seen is not gone.
namespace framelatch::posix {

class Visibility {
 public:
  Visibility();
  // A process that this user may not look into.
  void NoteHidden(int64_t pid);
  // Whether a process that was not seen may write a file of that owner and mode. The superuser may write everything,
  // and counts for its own files alone: else nothing could ever be told.
  bool MayHideWriterOf(uid_t owner, mode_t mode) const;

 private:
  const bool sees_every_number_;
  std::vector<uint32_t> hidden_users_;
  bool hides_unknown_users_ = false;
};

}  // namespace framelatch::posix
