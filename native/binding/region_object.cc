#include "binding/region_object.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "binding/convert.h"
#include "binding/options.h"

namespace framelatch::binding {
namespace {

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
  Rethrowing(env, [&] { Open(env).Refresh(); });
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
  if (bytes != 0 && !Guarded(CurrentPlatform(), [&] { std::memcpy(data, source, bytes); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
  return target;
}

void RegionObject::Write(const Napi::CallbackInfo& info) {
  const auto array = info[1].As<Napi::Uint8Array>();
  const size_t bytes = array.ByteLength();
  std::byte* target = CheckedForWriting(info.Env(), LargeNumber(info[0]), bytes);
  const auto* source = array.Data();
  if (bytes != 0 && !Guarded(CurrentPlatform(), [&] { std::memcpy(target, source, bytes); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
}

// load(offset): the u32 there, with acquire order.
Napi::Value RegionObject::Load(const Napi::CallbackInfo& info) {
  auto* word = reinterpret_cast<uint32_t*>(Checked(info.Env(), LargeNumber(info[0]) & ~uint64_t{3}, sizeof(uint32_t)));
  uint32_t value = 0;
  if (!Guarded(CurrentPlatform(), [&] { value = std::atomic_ref<uint32_t>(*word).load(std::memory_order_acquire); })) {
    throw binding::ToJs(info.Env(), Vanished(name_));
  }
  return Napi::Number::New(info.Env(), value);
}

// store(offset, value): a u32, with release order.
void RegionObject::Store(const Napi::CallbackInfo& info) {
  const uint64_t offset = LargeNumber(info[0]) & ~uint64_t{3};
  auto* word = reinterpret_cast<uint32_t*>(CheckedForWriting(info.Env(), offset, sizeof(uint32_t)));
  const uint32_t value = info[1].As<Napi::Number>().Uint32Value();
  if (!Guarded(CurrentPlatform(), [&] { std::atomic_ref<uint32_t>(*word).store(value, std::memory_order_release); })) {
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

}  // namespace framelatch::binding
