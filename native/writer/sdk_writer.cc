#include "writer/sdk_writer.h"

#include <string>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "platform/platform.h"

namespace framelatch {
namespace {

std::string SystemWords(const fl_error& error) {
  return std::system_category().message(static_cast<int>(error.system_code));
}

}  // namespace

void RefuseTakenName(Dialect dialect, uint64_t id) {
  const std::string name = HookInfoNameFor(dialect, id);
  if (!CurrentPlatform().ObjectExists(name)) return;
  const auto producer = CurrentPlatform().FindProducer(name, static_cast<int64_t>(id));
  const std::string owner = producer
                                ? "process " + std::to_string(producer->pid) + " (" + producer->name + ") writes it"
                                : "a dead producer left it behind";
  throw Error(
      "mapping-exists", "create mapping", name, "a mapping of that name exists already: " + owner,
      producer ? "Choose another number, or stop that producer." : "Remove it with `framelatch clean " + name + "`.");
}

void ThrowUnlessOk(fl_result result, const fl_error& error, uint64_t bytes) {
  const bool is_mutex = std::string_view(error.object).find("TextureMutex") != std::string_view::npos;
  const char* const operation = is_mutex ? "create mutex" : "create mapping";
  const auto fail = [&](const char* code, const std::string& reason, const char* next) {
    throw Error(code, operation, error.object, reason, next, error.system_code);
  };
  switch (result) {
    case FL_OK:
      return;
    case FL_EXISTS:
      return fail(
          "mapping-exists", "an object of that name exists already",
          "Choose another name, stop the producer that has it, or remove a leftover with `framelatch clean NAME`.");
    case FL_DENIED:
      return fail(is_mutex ? "mutex-denied" : "mapping-denied", SystemWords(error),
                  "Run as the user who owns the shared memory, and see that its folder may be written.");
    case FL_NO_SPACE:
    case FL_NO_MEMORY:
      return fail("no-space", SystemWords(error) + ": " + std::to_string(bytes) + " bytes are needed",
                  "Free shared memory (`framelatch clean` removes leftovers) or choose a smaller size.");
    case FL_INVALID:
      return fail("usage", "found a size of zero, a pitch shorter than a row, an unknown format, or more than 4 GiB",
                  "Choose a shape that a capture hook can have.");
    case FL_SYSTEM:
      return fail("internal", SystemWords(error), "Please report this with the command that led to it.");
  }
}

}  // namespace framelatch
