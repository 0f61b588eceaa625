#pragma once

#include <stdexcept>

namespace framelatch::setup {

// Exit statuses, which build/windows/installer.nsi reads.
enum class Outcome {
  kDone = 0,
  kFailed = 1,
  kWrongUsage = 2,
  kNothingToDo = 3,
  kStillRunning = 4,
};

// What is wrong and what to do, in one or two sentences of UTF-8.
class Failure : public std::runtime_error {
 public:
  Failure(Outcome outcome, const std::string& sentence) : std::runtime_error(sentence), outcome_(outcome) {}

  Outcome outcome() const { return outcome_; }

 private:
  Outcome outcome_;
};

}  // namespace framelatch::setup
