#include "binding/block_objects.h"

#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "binding/convert.h"
#include "binding/options.h"
#include "binding/promise_worker.h"

namespace framelatch::binding {
namespace {

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

Napi::Function BlockReaderObject::Define(Napi::Env env) {
  return DefineClass(env, "CheckedBlockReader",
                     {InstanceMethod("read", &BlockReaderObject::Read),
                      InstanceMethod("isStillNamed", &BlockReaderObject::IsStillNamed),
                      InstanceMethod("close", &BlockReaderObject::Close)});
}

BlockReaderObject::BlockReaderObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const auto options = info[0].As<Napi::Object>();
  reader_ = Rethrowing(info.Env(), [&] {
    return std::make_shared<CheckedBlockReader>(CurrentPlatform(), StringOf(options, "name"),
                                                StringOf(options, "lockFolder"));
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
    return std::make_shared<CheckedBlockWriter>(CurrentPlatform(), StringOf(options, "name"),
                                                NumberOf(options, "maximum"), StringOf(options, "lockFolder"));
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
