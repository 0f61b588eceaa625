#include "binding/lock_objects.h"

#include "binding/convert.h"
#include "binding/options.h"

namespace framelatch::binding {

Napi::Function MutexObject::Define(Napi::Env env) {
  return DefineClass(
      env, "NamedMutex",
      {InstanceMethod("tryLock", &MutexObject::TryLock), InstanceMethod("unlock", &MutexObject::Unlock),
       InstanceMethod("isStillNamed", &MutexObject::IsStillNamed), InstanceMethod("close", &MutexObject::Close)});
}

MutexObject::MutexObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  name_ = StringOf(options, "name");
  created_ = IsCreated(options);
  inherited_ = StringOf(options, "access") == "inherit";
  mutex_ = Rethrowing(info.Env(), [&] {
    return created_ ? CurrentPlatform().CreateNamedMutex(name_) : CurrentPlatform().OpenNamedMutex(name_);
  });
}

void MutexObject::Release() {
  // What was inherited is ours only while we have it locked: another process may have been faster.
  const bool is_ours = created_ || (inherited_ && locked_);
  if (mutex_ && is_ours && mutex_->IsStillNamed(name_)) CurrentPlatform().RemoveObject(name_);
  mutex_.reset();
}

NamedMutex& MutexObject::Open(Napi::Env env) const {
  if (!mutex_) throw binding::ToJs(env, Closed(name_));
  return *mutex_;
}

Napi::Value MutexObject::TryLock(const Napi::CallbackInfo& info) {
  const char* const results[] = {"busy", "owned", "abandoned"};
  const TryLockResult result = Open(info.Env()).TryLock(LockRole::kWriter);
  if (result != TryLockResult::kBusy) locked_ = true;
  return Napi::String::New(info.Env(), results[static_cast<size_t>(result)]);
}

// unlock(): as one that may have written, so that an abandonment that was told is over.
void MutexObject::Unlock(const Napi::CallbackInfo& info) {
  locked_ = false;
  Open(info.Env()).Unlock();
}

Napi::Value MutexObject::IsStillNamed(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Open(info.Env()).IsStillNamed(name_));
}

Napi::Function EventObject::Define(Napi::Env env) {
  return DefineClass(env, "NamedEvent",
                     {InstanceMethod("signal", &EventObject::Signal), InstanceMethod("tryTake", &EventObject::TryTake),
                      InstanceMethod("close", &EventObject::Close)});
}

EventObject::EventObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  name_ = StringOf(options, "name");
  const bool creates = IsCreated(options);
  created_ = creates || StringOf(options, "access") == "inherit";
  event_ = Rethrowing(info.Env(), [&] {
    return creates ? CurrentPlatform().CreateNamedEvent(name_) : CurrentPlatform().OpenNamedEvent(name_);
  });
}

void EventObject::Release() {
  if (event_ && created_) CurrentPlatform().RemoveObject(name_);
  event_.reset();
}

NamedEvent& EventObject::Open(Napi::Env env) const {
  if (!event_) throw binding::ToJs(env, Closed(name_));
  return *event_;
}

void EventObject::Signal(const Napi::CallbackInfo& info) { Open(info.Env()).Signal(); }

Napi::Value EventObject::TryTake(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Open(info.Env()).TryTake());
}

Napi::Function FileLockObject::Define(Napi::Env env) {
  return DefineClass(
      env, "ReadWriteFileLock",
      {InstanceMethod("tryLock", &FileLockObject::TryLock), InstanceMethod("unlock", &FileLockObject::Unlock)});
}

FileLockObject::FileLockObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  lock_ = Rethrowing(info.Env(), [&] {
    return CurrentPlatform().NewFileLock(StringOf(options, "name"), StringOf(options, "folder"));
  });
}

// tryLock('shared' | 'exclusive'): 'busy', 'owned' or 'missing'.
Napi::Value FileLockObject::TryLock(const Napi::CallbackInfo& info) {
  const bool exclusive = info[0].As<Napi::String>().Utf8Value() == "exclusive";
  const FileLockResult result = Rethrowing(
      info.Env(), [&] { return lock_->TryLock(exclusive ? FileLockKind::kExclusive : FileLockKind::kShared); });
  const char* const results[] = {"busy", "owned", "missing"};
  return Napi::String::New(info.Env(), results[static_cast<size_t>(result)]);
}

void FileLockObject::Unlock(const Napi::CallbackInfo& /*info*/) { lock_->Unlock(); }

}  // namespace framelatch::binding
