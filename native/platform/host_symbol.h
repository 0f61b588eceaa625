#pragma once

namespace framelatch {

// A function that the running executable exports (Node's or Electron's own copy of a library), or null.
void* HostSymbol(const char* name) noexcept;

}  // namespace framelatch
