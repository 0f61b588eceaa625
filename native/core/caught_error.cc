#include "core/caught_error.h"

#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>

namespace framelatch {

Error CaughtError() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return {"no-memory", "run", "native code", "the system refused memory",
            "Close other sources or programs and try again."};
  } catch (const std::length_error&) {
    return {"no-memory", "run", "native code", "more memory was asked for than there can be",
            "Check the sizes that the producer declares: `framelatch inspect` shows them."};
  } catch (const std::system_error& error) {
    return {"no-thread",
            "start thread for",
            "native code",
            error.what(),
            "Close other sources or programs, or raise the limit of threads, and try again.",
            error.code().value()};
  } catch (const std::exception& error) {
    return {"internal", "run", "native code", error.what(), "Please report this."};
  } catch (...) {
    return {"internal", "run", "native code", "an exception without a name", "Please report this."};
  }
}

}  // namespace framelatch
