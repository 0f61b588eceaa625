#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace framelatch {

// What went wrong, in the fields that every surface shows: found X, expected Y, do Z.
// `code` is one of protocol/errors.ts; `system_code` is errno or the Win32 error code, 0 when there is none.
class Error : public std::runtime_error {
 public:
  Error(std::string code, std::string operation, std::string target, std::string reason, std::string next,
        int64_t system_code = 0)
      : std::runtime_error(operation + " " + target + ": " + reason),
        code(std::move(code)),
        operation(std::move(operation)),
        target(std::move(target)),
        reason(std::move(reason)),
        next(std::move(next)),
        system_code(system_code) {}

  std::string code;
  std::string operation;
  std::string target;
  std::string reason;
  std::string next;
  int64_t system_code;
};

}  // namespace framelatch
