#include "platform/windows/event.h"

#include <utility>

#include "core/error.h"
#include "platform/windows/handle.h"
#include "platform/windows/names.h"
#include "platform/windows/object_error.h"

namespace framelatch::windows {
namespace {

class WindowsEvent final : public NamedEvent {
 public:
  explicit WindowsEvent(Handle event) : event_(std::move(event)) {}
  void Signal() noexcept override { SetEvent(event_.get()); }
  bool TryTake() noexcept override { return WaitForSingleObject(event_.get(), 0) == WAIT_OBJECT_0; }

 private:
  Handle event_;
};

}  // namespace

std::unique_ptr<NamedEvent> OpenNamedEvent(std::string_view name) {
  Handle event(OpenEventW(SYNCHRONIZE | EVENT_MODIFY_STATE, FALSE, WideName(name).c_str()));
  if (!event.valid()) throw OpenError(name, ObjectRole::kEvent, GetLastError());
  return std::make_unique<WindowsEvent>(std::move(event));
}

std::unique_ptr<NamedEvent> CreateNamedEvent(std::string_view name) {
  constexpr BOOL kAutoReset = FALSE;
  Handle event(CreateEventW(nullptr, kAutoReset, FALSE, WideName(name).c_str()));
  const DWORD error = GetLastError();
  if (!event.valid() || error == ERROR_ALREADY_EXISTS) throw CreateError(name, ObjectRole::kEvent, 0, error);
  return std::make_unique<WindowsEvent>(std::move(event));
}

}  // namespace framelatch::windows
