#pragma once

#include <windows.h>

#include <filesystem>

// Ends the installed program by asking it: engine/setup-mutex.ts is the other side.
namespace framelatch::setup {

// While it lives, every process of an installed Framelatch in this session ends, also one that starts only now.
class Closing {
 public:
  // Throws Failure when another setup program is at work.
  Closing();
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;
  ~Closing();

  // Returns when no process runs a program of that folder. Throws Failure, naming them, when some still do then.
  void WaitFor(const std::filesystem::path& folder, DWORD seconds) const;

 private:
  HANDLE mutex_;
};

}  // namespace framelatch::setup
