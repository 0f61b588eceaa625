#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "layouts/capture.h"
#include "layouts/layout.h"
#include "layouts/leftovers.h"
#include "pixels/pixels.h"

// What JavaScript hands over, as the facade has normalised it (native/types.ts). JavaScript thread only.
namespace framelatch::binding {

std::vector<Leftover> LeftoversFromJs(const Napi::Array& array);
Caution CautionOf(const Napi::Value& word);

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

// Of `{name, access}`, with which shared objects are opened.
bool IsCreated(const Napi::Object& options);
// For whoever uses one that was closed.
Error Closed(const std::string& name);

}  // namespace framelatch::binding
