#pragma once

#include <napi.h>

#include <functional>
#include <optional>
#include <utility>

#include "binding/convert.h"

namespace framelatch::binding {

// Runs `work` on a pool thread and settles a promise with its result, converted on the JavaScript thread.
template <typename Result>
class PromiseWorker final : public Napi::AsyncWorker {
 public:
  using Work = std::function<Result()>;
  using Convert = std::function<Napi::Value(Napi::Env, Result&)>;

  static Napi::Value Start(Napi::Env env, Work work, Convert convert) {
    // Deletes itself when it has settled its promise.
    auto* worker = new PromiseWorker(env, std::move(work), std::move(convert));
    const Napi::Promise promise = worker->deferred_.Promise();
    worker->Queue();
    return promise;
  }

 protected:
  void Execute() override {
    try {
      result_ = work_();
    } catch (...) {
      error_ = CaughtError();
    }
  }

  void OnOK() override {
    const Napi::HandleScope scope(Env());
    if (error_) return deferred_.Reject(ToJs(Env(), *error_).Value());
    try {
      deferred_.Resolve(convert_(Env(), *result_));
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    } catch (...) {
      deferred_.Reject(ToJs(Env(), CaughtError()).Value());
    }
  }

 private:
  PromiseWorker(Napi::Env env, Work work, Convert convert)
      : AsyncWorker(env, "framelatch"),
        deferred_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        convert_(std::move(convert)) {}

  Napi::Promise::Deferred deferred_;
  Work work_;
  Convert convert_;
  std::optional<Result> result_;
  std::optional<Error> error_;
};

}  // namespace framelatch::binding
