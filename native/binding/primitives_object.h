#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "layouts/checked_block.h"
#include "platform/platform.h"

// Shared-memory primitives and the checked block for JavaScript (native/primitives.ts wraps them). Nothing here waits
// on the JavaScript thread: locks are tried, and what may take long runs on a pool thread.
namespace framelatch::binding {

class RegionObject final : public Napi::ObjectWrap<RegionObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, access: 'create' | 'read' | 'write', size}`
  explicit RegionObject(const Napi::CallbackInfo& info);
  ~RegionObject() override { Release(); }

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

class MutexObject final : public Napi::ObjectWrap<MutexObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, access: 'create' | 'inherit' | 'open'}`; inherit: a leftover, which goes with this if
  // it has it locked.
  explicit MutexObject(const Napi::CallbackInfo& info);
  ~MutexObject() override { Release(); }

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
  ~EventObject() override { Release(); }

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

class BlockReaderObject final : public Napi::ObjectWrap<BlockReaderObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, lockFolder}`
  explicit BlockReaderObject(const Napi::CallbackInfo& info);

 private:
  // One at a time: the caller waits for its promise.
  Napi::Value Read(const Napi::CallbackInfo& info);
  Napi::Value IsStillNamed(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<CheckedBlockReader> reader_;  // shared with a read that is on its way
};

class BlockWriterObject final : public Napi::ObjectWrap<BlockWriterObject> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `{name, maximum, lockFolder}`; the name without its prefix
  explicit BlockWriterObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value Write(const Napi::CallbackInfo& info);
  Napi::Value MappingName(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<CheckedBlockWriter> writer_;
};

}  // namespace framelatch::binding
