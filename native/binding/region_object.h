#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "core/caught_error.h"
#include "platform/platform.h"

// A region for JavaScript (native/shared-region.ts wraps it). Whatever is read or written is checked against the size
// that the object has now.
namespace framelatch::binding {

class RegionObject final : public Napi::ObjectWrap<RegionObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, access: 'create' | 'read' | 'write', size}`
  explicit RegionObject(const Napi::CallbackInfo& info);
  ~RegionObject() override {
    Quietly([this] { Release(); });
  }

 private:
  Region& Open(Napi::Env env) const;
  // The bytes from `offset` on; throws when they are not all within the object now.
  std::byte* Checked(Napi::Env env, uint64_t offset, uint64_t length) const;
  // The same for writing; throws when it was opened for reading.
  std::byte* CheckedForWriting(Napi::Env env, uint64_t offset, uint64_t length) const;
  Napi::Value Read(const Napi::CallbackInfo& info);
  void Write(const Napi::CallbackInfo& info);
  Napi::Value Load(const Napi::CallbackInfo& info);
  void Store(const Napi::CallbackInfo& info);
  Napi::Value Size(const Napi::CallbackInfo& info);
  Napi::Value IsStillNamed(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& /*info*/) { Release(); }
  // A creator takes its name along; Windows does so by itself.
  void Release();

  std::string name_;
  bool created_ = false;
  bool writable_ = false;
  std::unique_ptr<Region> region_;  // null when closed
};

}  // namespace framelatch::binding
