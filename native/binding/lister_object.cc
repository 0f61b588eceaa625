#include "binding/lister_object.h"

#include "binding/convert.h"

namespace framelatch::binding {

Napi::Function ListerObject::Define(Napi::Env env) {
  return DefineClass(env, "SourceLister",
                     {InstanceMethod("take", &ListerObject::Take), InstanceMethod("close", &ListerObject::Close)});
}

ListerObject::ListerObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  lister_ = Rethrowing(info.Env(), [] { return std::make_unique<SourceLister>(CurrentPlatform()); });
}

Napi::Value ListerObject::Take(const Napi::CallbackInfo& info) {
  if (!lister_) return info.Env().Null();
  const auto rows = Rethrowing(info.Env(), [this] { return lister_->Take(); });
  return rows ? Napi::Value(ToJs(info.Env(), *rows)) : info.Env().Null();
}

}  // namespace framelatch::binding
