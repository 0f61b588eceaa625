#pragma once

#include <napi.h>

#include <optional>
#include <string>

#include "core/error.h"
#include "layouts/layout.h"
#include "layouts/leftovers.h"
#include "layouts/listing.h"
#include "reader/reader.h"

// From the core's types to the shapes of native/types.ts and back. JavaScript thread only.
namespace framelatch::binding {

Napi::Error ToJs(Napi::Env env, const Error& error);
Napi::Value ErrorInfoToJs(Napi::Env env, const std::optional<Error>& error);
Napi::Value ProducerToJs(Napi::Env env, const std::optional<ProcessInfo>& producer);
Napi::Object MutexToJs(Napi::Env env, const MutexLook& look);
Napi::Object ToJs(Napi::Env env, const Frame& frame);
Napi::Object ToJs(Napi::Env env, const Status& status);
Napi::Object ToJs(Napi::Env env, const Inspection& inspection);
Napi::Array ToJs(Napi::Env env, const std::vector<Listing>& rows);
Napi::Array ToJs(Napi::Env env, const std::vector<Leftover>& leftovers);
Napi::Array ToJs(Napi::Env env, const std::vector<std::string>& strings);
std::vector<Leftover> LeftoversFromJs(const Napi::Array& array);

// Fields of an options object that the facade has normalised.
std::string StringOf(const Napi::Object& options, const char* field);
uint32_t NumberOf(const Napi::Object& options, const char* field);
uint64_t LargeNumberOf(const Napi::Object& options, const char* field);
// A field in milliseconds, as nanoseconds; what is longer than a century counts as one.
uint64_t NanosecondsOf(const Napi::Object& options, const char* field_ms);
Alpha AlphaOf(const Napi::Object& options);
// `{name, layout, raw, yuv}`, the last three absent where nothing is forced. Throws usage for an unknown layout.
SourceAddress AddressOf(const Napi::Object& options);
Dialect DialectOf(const Napi::Object& options);

// Runs a body that may throw the core's Error, and throws it as JavaScript's.
template <typename Body>
auto Rethrowing(Napi::Env env, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    throw ToJs(env, error);
  }
}

}  // namespace framelatch::binding
