#include "platform/windows/object_error.h"

#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

std::string NounOf(ObjectRole role) {
  if (role == ObjectRole::kRegion) return "mapping";
  return role == ObjectRole::kMutex ? "mutex" : "event";
}

const char* MissingNext(ObjectRole role) {
  if (role == ObjectRole::kRegion) return "Start the producer, or pick a name from the list of mappings.";
  return role == ObjectRole::kMutex
             ? "Check that the producer creates both buffer mutexes: without them no frame can be read safely."
             : "Check that the other side creates it, and that both use one name.";
}

bool MeansNoSpace(DWORD error) {
  return error == ERROR_NOT_ENOUGH_MEMORY || error == ERROR_OUTOFMEMORY || error == ERROR_DISK_FULL ||
         error == ERROR_COMMITMENT_LIMIT || error == ERROR_NO_SYSTEM_RESOURCES;
}

// The name belongs to an event, a semaphore, a section …: names of all kinds share one space.
Error OtherKind(ObjectRole role, const std::string& operation, const std::string& target, DWORD error) {
  const bool is_region = role == ObjectRole::kRegion;
  return {is_region ? "mapping-not-shared-memory" : NounOf(role) + "-invalid",
          operation,
          target,
          "found an object of another kind under that name, expected a " + (is_region ? "file mapping" : NounOf(role)),
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
  const std::string noun = NounOf(role);
  const std::string operation = "open " + noun;
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
      return {noun + "-missing", operation, target, "no object of that name exists", MissingNext(role), error};
    case ERROR_ACCESS_DENIED:
      return {noun + "-denied",
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
  const std::string operation = "create " + NounOf(role);
  if (error == ERROR_ALREADY_EXISTS || error == ERROR_INVALID_HANDLE) {
    return {"mapping-exists",
            operation,
            target,
            "an object of that name exists already",
            "Choose another name, or stop the producer that has it.",
            error};
  }
  if (error == ERROR_INVALID_PARAMETER && bytes == 0) {
    return {"usage", operation, target, SystemReason(error) + ": found a size of 0", "Give a size of at least 1 byte.",
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
