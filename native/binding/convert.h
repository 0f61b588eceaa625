#pragma once

#include <napi.h>

#include <optional>
#include <string>

#include "core/caught_error.h"
#include "core/error.h"
#include "layouts/layout.h"
#include "layouts/leftovers.h"
#include "layouts/listing.h"
#include "reader/reader.h"

// From the core's types to the shapes of native/types.ts. JavaScript thread only.
namespace framelatch::binding {

Napi::Error ToJs(Napi::Env env, const Error& error);
Napi::Value ErrorInfoToJs(Napi::Env env, const std::optional<Error>& error);
// null for none.
Napi::Value ModulesToJs(Napi::Env env, const std::optional<ProcessModules>& modules);
Napi::Value ProducerToJs(Napi::Env env, const std::optional<ProcessInfo>& producer);
Napi::Object ToJs(Napi::Env env, const ProducerLook& look);
Napi::Object MutexToJs(Napi::Env env, const MutexLook& look);
Napi::Object ToJs(Napi::Env env, const Frame& frame);
Napi::Object ToJs(Napi::Env env, const Status& status);
Napi::Object ToJs(Napi::Env env, const Inspection& inspection);
Napi::Array ToJs(Napi::Env env, const std::vector<Listing>& rows);
Napi::Object ToJs(Napi::Env env, const Leftover& leftover);
Napi::Array ToJs(Napi::Env env, const std::vector<Leftover>& leftovers);
Napi::Array ToJs(Napi::Env env, const std::vector<std::string>& strings);

// The outermost handler of whatever JavaScript calls: no exception of C++ crosses Node-API, which would end the
// process. JavaScript's own errors go on as they are.
template <typename Body>
auto Rethrowing(Napi::Env env, Body&& body) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw ToJs(env, CaughtError());
  }
}

}  // namespace framelatch::binding
