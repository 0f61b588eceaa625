#pragma once

#include "core/error.h"

namespace framelatch {

// What is being thrown, whatever it is, as an error with a code: an Error as it is, no-memory and no-thread where the
// system refused, else internal. In a catch (...) only; for the outermost handler of a boundary, behind which an
// exception would end the process.
Error CaughtError();

// Where nobody is there to be told: a destructor, a finalizer. What the body was to give back goes with the process.
template <typename Body>
void Quietly(Body&& body) noexcept {
  try {
    body();
  } catch (...) {
    return;
  }
}

}  // namespace framelatch
