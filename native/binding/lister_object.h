#pragma once

#include <napi.h>

#include <memory>

#include "layouts/source_lister.h"

namespace framelatch::binding {

// The list of sources, kept up by a thread of its own.
class ListerObject final : public Napi::ObjectWrap<ListerObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit ListerObject(const Napi::CallbackInfo& info);

 private:
  // take(): the rows when they are others than before, else null.
  Napi::Value Take(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& /*info*/) { lister_.reset(); }

  std::unique_ptr<SourceLister> lister_;  // null when closed
};

}  // namespace framelatch::binding
