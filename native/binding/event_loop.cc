#include "binding/event_loop.h"

#include <node_api.h>

#include "platform/host_symbol.h"

namespace framelatch::binding {
namespace {

// libuv's ABI (uv.h): the header does not come with node-api-headers, and these are as stable as Node-API itself.
using UvRun = int (*)(uv_loop_s* loop, int mode);
constexpr int kUvRunOnce = 1;

}  // namespace

Napi::Value TurnEventLoop(const Napi::CallbackInfo& info) {
  static const auto uv_run = reinterpret_cast<UvRun>(HostSymbol("uv_run"));
  uv_loop_s* loop = nullptr;
  if (uv_run == nullptr || napi_get_uv_event_loop(info.Env(), &loop) != napi_ok) return info.Env().Null();
  return Napi::Boolean::New(info.Env(), uv_run(loop, kUvRunOnce) != 0);
}

}  // namespace framelatch::binding
