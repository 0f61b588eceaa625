#pragma once

#include <string>

namespace framelatch::posix {

enum class Writers { kNone, kSome, kUntold };

// Whether any process of this machine has the file open for writing or mapped writable: of whatever user, in whatever
// namespace. The kernel grants a read lease (fcntl(2), F_SETLEASE) exactly where there is none. It grants it to the
// file's owner alone; elsewhere, and on file systems whose word is not to be trusted, this is untold. The lease is
// given back at once: a process that opens the file for writing meanwhile waits for some microseconds.
Writers AskForWriters(const std::string& path) noexcept;

}  // namespace framelatch::posix
