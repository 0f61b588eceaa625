#pragma once

#include <windows.h>

#include <cstdint>
#include <optional>
#include <utility>

// What every Find needs: owned COM objects, functions by name, and where a method's code is.
namespace framelatch::helper {

// One reference of a COM object.
template <typename Interface>
class Owned {
 public:
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (object_ != nullptr) object_->Release();
  }

  Interface* get() const { return object_; }
  Interface* operator->() const { return object_; }
  // For a call that hands one out.
  Interface** out() { return &object_; }

 private:
  Interface* object_ = nullptr;
};

// Loads the library for good: what was found in it must stay where it is.
template <typename Function>
Function FunctionOf(HMODULE library, const char* name) {
  if (library == nullptr) return nullptr;
  // Through void*: GetProcAddress returns one type for all functions.
  return reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(library, name)));
}

// How far the code of an object's method is from the base of `library`; nothing when somebody has put code from
// elsewhere in its place (an overlay's hook), as that is no fact about the library.
inline std::optional<uint32_t> OffsetOfSlot(void* object, size_t slot, HMODULE library) {
  void* const* methods = *static_cast<void***>(object);
  HMODULE owner = nullptr;
  const DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  if (GetModuleHandleExW(flags, static_cast<LPCWSTR>(methods[slot]), &owner) == 0 || owner != library) return {};
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(methods[slot]) - reinterpret_cast<uintptr_t>(library));
}

}  // namespace framelatch::helper
