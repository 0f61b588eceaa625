#include "platform/windows/object_error.h"

#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

bool IsMutex(ObjectRole role) { return role == ObjectRole::kMutex; }

bool MeansNoSpace(DWORD error) {
  return error == ERROR_NOT_ENOUGH_MEMORY || error == ERROR_OUTOFMEMORY || error == ERROR_DISK_FULL ||
         error == ERROR_COMMITMENT_LIMIT || error == ERROR_NO_SYSTEM_RESOURCES;
}

Error Missing(ObjectRole role, const std::string& operation, const std::string& target, DWORD error) {
  if (IsMutex(role)) {
    return {"mutex-missing",
            operation,
            target,
            "no object of that name exists",
            "Check that the producer creates both buffer mutexes: without them no frame can be read safely.",
            error};
  }
  return {"mapping-missing",
          operation,
          target,
          "no object of that name exists",
          "Start the producer, or pick a name from the list of mappings.",
          error};
}

// The name belongs to an event, a semaphore, a section …: names of all kinds share one space.
Error OtherKind(ObjectRole role, const std::string& operation, const std::string& target, DWORD error) {
  return {IsMutex(role) ? "mutex-invalid" : "mapping-not-shared-memory",
          operation,
          target,
          std::string("found an object of another kind under that name, expected a ") +
              (IsMutex(role) ? "mutex" : "file mapping"),
          "Check what the producer creates under that name.",
          error};
}

}  // namespace

std::string SystemReason(DWORD error) {
  wchar_t buffer[512];
  constexpr DWORD kFlags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  const DWORD length = FormatMessageW(kFlags, nullptr, error, 0, buffer, ARRAYSIZE(buffer), nullptr);
  std::string text = FromWide({buffer, length});
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' || text.back() == '.')) {
    text.pop_back();
  }
  const std::string code = "error " + std::to_string(error);
  return text.empty() ? code : text + " (" + code + ")";
}

Error OpenError(std::string_view name, ObjectRole role, DWORD error) {
  const std::string target(name);
  const std::string operation = IsMutex(role) ? "open mutex" : "open mapping";
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
      return Missing(role, operation, target, error);
    case ERROR_ACCESS_DENIED:
      return {IsMutex(role) ? "mutex-denied" : "mapping-denied",
              operation,
              target,
              SystemReason(error),
              "Run Framelatch as the user that runs the producer, elevated if the producer is.",
              error};
    case ERROR_INVALID_HANDLE:
      return OtherKind(role, operation, target, error);
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
      return {"name-invalid",
              operation,
              target,
              SystemReason(error),
              "Give a mapping's name such as CaptureHook_HookInfo1234, or its number alone.",
              error};
    default:
      return {"internal", operation, target, SystemReason(error), "Check the system's limits and try again.", error};
  }
}

Error CreateError(std::string_view name, ObjectRole role, uint64_t bytes, DWORD error) {
  const std::string target(name);
  const std::string operation = IsMutex(role) ? "create mutex" : "create mapping";
  if (error == ERROR_ALREADY_EXISTS || error == ERROR_INVALID_HANDLE) {
    return {"mapping-exists",
            operation,
            target,
            "an object of that name exists already",
            "Choose another number, or stop the producer that has it.",
            error};
  }
  if (MeansNoSpace(error)) {
    return {"no-space",
            operation,
            target,
            SystemReason(error) + ": " + std::to_string(bytes) + " bytes are needed",
            "Free memory or choose a smaller size.",
            error};
  }
  return OpenError(name, role, error);
}

}  // namespace framelatch::windows
