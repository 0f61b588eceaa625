#pragma once

#include <napi.h>

#include <memory>

#include "layouts/checked_block.h"

// Checked blocks for JavaScript (native/checked-block.ts wraps them). What may take long runs on a pool thread.
namespace framelatch::binding {

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
