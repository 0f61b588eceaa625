#include "platform/windows/mutex.h"

#include "core/error.h"
#include "platform/windows/handle.h"
#include "platform/windows/names.h"
#include "platform/windows/native_api.h"
#include "platform/windows/object_error.h"

namespace framelatch::windows {
namespace {

class WindowsMutex final : public NamedMutex {
 public:
  explicit WindowsMutex(Handle mutex) : mutex_(std::move(mutex)) {}
  ~WindowsMutex() override {
    if (held_) ReleaseMutex(mutex_.get());
  }

  TryLockResult TryLock(LockRole /*role*/) noexcept override {
    // Windows would let the owning thread in again: a writer that keeps a buffer would rewrite it.
    if (held_) return TryLockResult::kBusy;
    const DWORD result = WaitForSingleObject(mutex_.get(), 0);
    held_ = result == WAIT_OBJECT_0 || result == WAIT_ABANDONED;
    if (!held_) return TryLockResult::kBusy;
    return result == WAIT_ABANDONED ? TryLockResult::kOwnedAbandoned : TryLockResult::kOwned;
  }

  // Whoever releases, the next owner learns nothing of an earlier abandonment: Windows tells the first one alone.
  void Unlock() noexcept override {
    held_ = false;
    ReleaseMutex(mutex_.get());
  }

  // The handle keeps the name, so the name cannot have come to mean another object.
  bool IsStillNamed(std::string_view /*name*/) const override { return true; }

 private:
  Handle mutex_;
  bool held_ = false;
};

int64_t OwnerOf(const Handle& mutex) {
  MutantOwnerInformation information{};
  if (NtQueryMutant(mutex.get(), kMutantOwnerInformation, &information, sizeof information, nullptr) !=
      kStatusSuccess) {
    return 0;
  }
  return static_cast<int64_t>(reinterpret_cast<intptr_t>(information.ClientId.UniqueProcess));
}

MutexState StateOfUnopened(DWORD error) {
  return error == ERROR_ACCESS_DENIED ? MutexState::kDenied : MutexState::kMissing;
}

}  // namespace

std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name) {
  Handle mutex(OpenMutexW(SYNCHRONIZE, FALSE, WideName(name).c_str()));
  if (!mutex.valid()) throw OpenError(name, ObjectRole::kMutex, GetLastError());
  return std::make_unique<WindowsMutex>(std::move(mutex));
}

std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name) {
  Handle mutex(CreateMutexW(nullptr, FALSE, WideName(name).c_str()));
  const DWORD error = GetLastError();
  if (!mutex.valid() || error == ERROR_ALREADY_EXISTS) throw CreateError(name, ObjectRole::kMutex, 0, error);
  return std::make_unique<WindowsMutex>(std::move(mutex));
}

MutexLook LookAtNamedMutex(std::string_view name) {
  const auto wide_name = WideNameIfValid(name);
  if (!wide_name) return {};
  const Handle mutex(OpenMutexW(kMutantQueryState, FALSE, wide_name->c_str()));
  if (!mutex.valid()) return {StateOfUnopened(GetLastError()), 0};
  MutantBasicInformation information{};
  if (NtQueryMutant(mutex.get(), kMutantBasicInformation, &information, sizeof information, nullptr) !=
      kStatusSuccess) {
    return {MutexState::kDenied, 0};
  }
  if (information.AbandonedState != FALSE) return {MutexState::kAbandoned, 0};
  if (information.CurrentCount > 0) return {MutexState::kFree, 0};
  return {MutexState::kHeld, OwnerOf(mutex)};
}

}  // namespace framelatch::windows
