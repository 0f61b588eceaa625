#include "binding/primitives_object.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>
#include <vector>

#include "binding/convert.h"
#include "binding/promise_worker.h"

namespace framelatch::binding {
namespace {

Error Closed(const std::string& name) { return {"usage", "use", name, "it is closed already", "Open it again."}; }

bool IsCreated(const Napi::Object& options) { return StringOf(options, "access") == "create"; }

std::unique_ptr<Region> MakeRegion(const Napi::Object& options, const std::string& name) {
  if (IsCreated(options)) return CurrentPlatform().CreateRegion(name, LargeNumberOf(options, "size"));
  const bool writes = StringOf(options, "access") == "write";
  return CurrentPlatform().OpenRegion(name, writes ? Access::kReadWrite : Access::kReadOnly);
}

uint64_t LargeNumber(const Napi::Value& value) {
  const double number = value.As<Napi::Number>().DoubleValue();
  return number > 0 && number < 0x1p53 ? static_cast<uint64_t>(number) : 0;
}

Error Vanished(const std::string& name) {
  return {"mapping-too-small", "read", name, "its memory vanished: another process made it shorter", "Open it again."};
}

std::vector<std::byte> CopyOf(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint8Array>();
  const auto* bytes = reinterpret_cast<const std::byte*>(array.Data());
  return {bytes, bytes + array.ByteLength()};
}

Napi::Value ToJs(Napi::Env env, std::optional<BlockContent>& content) {
  if (!content) return env.Null();
  Napi::Object result = Napi::Object::New(env);
  auto bytes = Napi::Uint8Array::New(env, content->bytes.size());
  if (!content->bytes.empty()) std::memcpy(bytes.Data(), content->bytes.data(), content->bytes.size());
  result["bytes"] = bytes;
  result["maximum"] = content->maximum;
  result["crcGood"] = content->crc_good;
  result["crcStored"] = Napi::BigInt::New(env, content->crc_stored);
  result["crcComputed"] = Napi::BigInt::New(env, content->crc_computed);
  const char* const locks[] = {"free", "held-by-writer", "none"};
  result["lock"] = locks[static_cast<size_t>(content->lock)];
  result["tries"] = content->tries;
  return result;
}

}  // namespace

Napi::Function RegionObject::Define(Napi::Env env) {
  return DefineClass(
      env, "SharedRegion",
      {InstanceMethod("read", &RegionObject::Read), InstanceMethod("write", &RegionObject::Write),
       InstanceMethod("load", &RegionObject::Load), InstanceMethod("store", &RegionObject::Store),
       InstanceMethod("size", &RegionObject::Size), InstanceMethod("isStillNamed", &RegionObject::IsStillNamed),
       InstanceMethod("close", &RegionObject::Close)});
}

RegionObject::RegionObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  name_ = StringOf(options, "name");
  created_ = IsCreated(options);
  writable_ = StringOf(options, "access") != "read";
  region_ = Rethrowing(info.Env(), [&] { return MakeRegion(options, name_); });
}

void RegionObject::Release() {
  if (region_ && created_ && region_->IsStillNamed(name_)) CurrentPlatform().RemoveObject(name_);
  region_.reset();
}

Region& RegionObject::Open(Napi::Env env) const {
  if (!region_) throw binding::ToJs(env, Closed(name_));
  return *region_;
}

std::byte* RegionObject::Checked(Napi::Env env, uint64_t offset, uint64_t length) const {
  const uint64_t size = std::min(Open(env).size(), Open(env).CurrentSize());
  if (offset > size || length > size - offset) {
    throw binding::ToJs(env, Error("mapping-too-small", "access", name_,
                                   "found " + std::to_string(size) + " bytes, expected " + std::to_string(length) +
                                       " from " + std::to_string(offset) + " on",
                                   "Stay within its size."));
  }
  return region_->data() + offset;
}

std::byte* RegionObject::CheckedForWriting(Napi::Env env, uint64_t offset, uint64_t length) const {
  if (writable_) return Checked(env, offset, length);
  // Touching it would end the process.
  throw binding::ToJs(
      env, Error("mapping-denied", "write", name_, "it was opened for reading", "Open it with the access 'write'."));
}

// read(offset, target): fills the Uint8Array `target`.
Napi::Value RegionObject::Read(const Napi::CallbackInfo& info) {
  auto target = info[1].As<Napi::Uint8Array>();
  const size_t bytes = target.ByteLength();
  const std::byte* source = Checked(info.Env(), LargeNumber(info[0]), bytes);
  auto* data = target.Data();
  if (bytes != 0 && !Guarded([&] { std::memcpy(data, source, bytes); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
  return target;
}

void RegionObject::Write(const Napi::CallbackInfo& info) {
  const auto array = info[1].As<Napi::Uint8Array>();
  const size_t bytes = array.ByteLength();
  std::byte* target = CheckedForWriting(info.Env(), LargeNumber(info[0]), bytes);
  const auto* source = array.Data();
  if (bytes != 0 && !Guarded([&] { std::memcpy(target, source, bytes); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
}

// load(offset): the u32 there, with acquire order.
Napi::Value RegionObject::Load(const Napi::CallbackInfo& info) {
  auto* word = reinterpret_cast<uint32_t*>(Checked(info.Env(), LargeNumber(info[0]) & ~uint64_t{3}, sizeof(uint32_t)));
  uint32_t value = 0;
  if (!Guarded([&] { value = std::atomic_ref<uint32_t>(*word).load(std::memory_order_acquire); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
  return Napi::Number::New(info.Env(), value);
}

// store(offset, value): a u32, with release order.
void RegionObject::Store(const Napi::CallbackInfo& info) {
  const uint64_t offset = LargeNumber(info[0]) & ~uint64_t{3};
  auto* word = reinterpret_cast<uint32_t*>(CheckedForWriting(info.Env(), offset, sizeof(uint32_t)));
  const uint32_t value = info[1].As<Napi::Number>().Uint32Value();
  if (!Guarded([&] { std::atomic_ref<uint32_t>(*word).store(value, std::memory_order_release); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
}

Napi::Value RegionObject::Size(const Napi::CallbackInfo& info) {
  const uint64_t size = std::min(Open(info.Env()).size(), Open(info.Env()).CurrentSize());
  return Napi::Number::New(info.Env(), static_cast<double>(size));
}

Napi::Value RegionObject::IsStillNamed(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Open(info.Env()).IsStillNamed(name_));
}

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
  const TryLockResult result = Open(info.Env()).TryLock();
  if (result != TryLockResult::kBusy) locked_ = true;
  return Napi::String::New(info.Env(), results[static_cast<size_t>(result)]);
}

// unlock(): as one that may have written, so that an abandonment that was told is over.
void MutexObject::Unlock(const Napi::CallbackInfo& info) {
  locked_ = false;
  Open(info.Env()).Unlock(LockRole::kWriter);
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

Napi::Function BlockReaderObject::Define(Napi::Env env) {
  return DefineClass(env, "CheckedBlockReader",
                     {InstanceMethod("read", &BlockReaderObject::Read),
                      InstanceMethod("isStillNamed", &BlockReaderObject::IsStillNamed),
                      InstanceMethod("close", &BlockReaderObject::Close)});
}

BlockReaderObject::BlockReaderObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  reader_ = Rethrowing(info.Env(), [&] {
    return std::make_shared<CheckedBlockReader>(StringOf(options, "name"), StringOf(options, "lockFolder"));
  });
}

Napi::Value BlockReaderObject::Read(const Napi::CallbackInfo& info) {
  if (!reader_) throw binding::ToJs(info.Env(), Closed("checked block"));
  const std::shared_ptr<CheckedBlockReader> reader = reader_;
  return PromiseWorker<std::optional<BlockContent>>::Start(
      info.Env(), [reader] { return reader->ReadIfChanged(); },
      [](Napi::Env env, std::optional<BlockContent>& content) { return ToJs(env, content); });
}

Napi::Value BlockReaderObject::IsStillNamed(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), reader_ && reader_->IsStillNamed());
}

void BlockReaderObject::Close(const Napi::CallbackInfo& /*info*/) { reader_.reset(); }

Napi::Function BlockWriterObject::Define(Napi::Env env) {
  return DefineClass(env, "CheckedBlockWriter",
                     {InstanceMethod("write", &BlockWriterObject::Write),
                      InstanceMethod("mappingName", &BlockWriterObject::MappingName),
                      InstanceMethod("close", &BlockWriterObject::Close)});
}

BlockWriterObject::BlockWriterObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  writer_ = Rethrowing(info.Env(), [&] {
    return std::make_shared<CheckedBlockWriter>(StringOf(options, "name"), NumberOf(options, "maximum"),
                                                StringOf(options, "lockFolder"));
  });
}

Napi::Value BlockWriterObject::Write(const Napi::CallbackInfo& info) {
  if (!writer_) throw binding::ToJs(info.Env(), Closed("checked block"));
  const std::shared_ptr<CheckedBlockWriter> writer = writer_;
  auto content = std::make_shared<std::vector<std::byte>>(CopyOf(info[0]));
  return PromiseWorker<bool>::Start(
      info.Env(),
      [writer, content] {
        writer->Write(*content);
        return true;
      },
      [](Napi::Env env, bool&) { return env.Undefined(); });
}

Napi::Value BlockWriterObject::MappingName(const Napi::CallbackInfo& info) {
  if (!writer_) throw binding::ToJs(info.Env(), Closed("checked block"));
  return Napi::String::New(info.Env(), writer_->mapping_name());
}

void BlockWriterObject::Close(const Napi::CallbackInfo& /*info*/) { writer_.reset(); }

}  // namespace framelatch::binding
