#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "core/caught_error.h"
#include "platform/platform.h"

// Mutexes, events and file locks for JavaScript (native/locks.ts wraps them). Nothing here waits: they are tried.
namespace framelatch::binding {

class MutexObject final : public Napi::ObjectWrap<MutexObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, access: 'create' | 'inherit' | 'open'}`; inherit: a leftover, which goes with this if
  // it has it locked.
  explicit MutexObject(const Napi::CallbackInfo& info);
  ~MutexObject() override {
    Quietly([this] { Release(); });
  }

 private:
  NamedMutex& Open(Napi::Env env) const;
  Napi::Value TryLock(const Napi::CallbackInfo& info);
  void Unlock(const Napi::CallbackInfo& info);
  Napi::Value IsStillNamed(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& /*info*/) { Release(); }
  void Release();

  std::string name_;
  bool created_ = false;
  bool inherited_ = false;
  bool locked_ = false;
  std::unique_ptr<NamedMutex> mutex_;
};

class EventObject final : public Napi::ObjectWrap<EventObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, access: 'create' | 'inherit' | 'open'}`; inherit: its name goes with this
  explicit EventObject(const Napi::CallbackInfo& info);
  ~EventObject() override {
    Quietly([this] { Release(); });
  }

 private:
  NamedEvent& Open(Napi::Env env) const;
  void Signal(const Napi::CallbackInfo& info);
  Napi::Value TryTake(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& /*info*/) { Release(); }
  void Release();

  std::string name_;
  bool created_ = false;
  std::unique_ptr<NamedEvent> event_;
};

class FileLockObject final : public Napi::ObjectWrap<FileLockObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, folder}`
  explicit FileLockObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value TryLock(const Napi::CallbackInfo& info);
  void Unlock(const Napi::CallbackInfo& info);

  std::unique_ptr<ReadWriteFileLock> lock_;
};

}  // namespace framelatch::binding
