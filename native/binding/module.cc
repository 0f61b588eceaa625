#include <napi.h>

#include <cstring>
#include <memory>
#include <vector>

#include "binding/block_objects.h"
#include "binding/convert.h"
#include "binding/event_loop.h"
#include "binding/lister_object.h"
#include "binding/lock_objects.h"
#include "binding/message_pipe_object.h"
#include "binding/options.h"
#include "binding/promise_worker.h"
#include "binding/reader_object.h"
#include "binding/region_object.h"
#include "binding/writer_object.h"
#include "layouts/raw.h"

// The addon's exports: what native/addon.ts wraps. No state of its own but what each environment's objects hold.
namespace framelatch::binding {
namespace {

Napi::Value ListSourcesAsync(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<Listing>>::Start(
      info.Env(), [] { return ListSources(CurrentPlatform()); },
      [](Napi::Env env, std::vector<Listing>& rows) { return Napi::Value(ToJs(env, rows)); });
}

Napi::Value InspectAsync(const Napi::CallbackInfo& info) {
  const SourceAddress address = AddressOf(info[0].As<Napi::Object>());
  return PromiseWorker<Inspection>::Start(
      info.Env(), [address] { return Inspect(CurrentPlatform(), address); },
      [](Napi::Env env, Inspection& inspection) { return Napi::Value(ToJs(env, inspection)); });
}

Napi::Value FindLeftoversAsync(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<Leftover>>::Start(
      info.Env(), [] { return FindLeftovers(CurrentPlatform()); },
      [](Napi::Env env, std::vector<Leftover>& leftovers) { return Napi::Value(ToJs(env, leftovers)); });
}

// findLeftover(name, caution)
Napi::Value FindLeftoverAsync(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>().Utf8Value();
  const Caution caution = CautionOf(info[1]);
  return PromiseWorker<std::optional<Leftover>>::Start(
      info.Env(), [name, caution] { return FindLeftover(CurrentPlatform(), name, caution); },
      [](Napi::Env env, std::optional<Leftover>& leftover) {
        return leftover ? Napi::Value(ToJs(env, *leftover)) : env.Null();
      });
}

// removeLeftovers(leftovers, caution)
Napi::Value RemoveLeftoversAsync(const Napi::CallbackInfo& info) {
  const std::vector<Leftover> leftovers = LeftoversFromJs(info[0].As<Napi::Array>());
  const Caution caution = CautionOf(info[1]);
  return PromiseWorker<std::vector<std::string>>::Start(
      info.Env(), [leftovers, caution] { return RemoveLeftovers(CurrentPlatform(), leftovers, caution); },
      [](Napi::Env env, std::vector<std::string>& names) { return Napi::Value(ToJs(env, names)); });
}

Napi::Value FindProducerAsync(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>().Utf8Value();
  return PromiseWorker<ProducerLook>::Start(
      info.Env(), [name] { return CurrentPlatform().LookForProducer({name}); },
      [](Napi::Env env, ProducerLook& look) { return Napi::Value(ToJs(env, look)); });
}

// convertRaw(bytes, address): the picture that `address.raw` describes, as RGBA8.
Napi::Value ConvertRawAsync(const Napi::CallbackInfo& info) {
  const auto array = info[0].As<Napi::Uint8Array>();
  const auto* data = reinterpret_cast<const std::byte*>(array.Data());
  auto bytes = std::make_shared<const std::vector<std::byte>>(data, data + array.ByteLength());
  const SourceAddress address = AddressOf(info[1].As<Napi::Object>());
  return PromiseWorker<std::vector<std::byte>>::Start(
      info.Env(),
      [bytes, address] {
        return ConvertRaw(*bytes, address.raw.value_or(RawDescription{}), address.yuv, address.name);
      },
      [](Napi::Env env, std::vector<std::byte>& pixels) {
        auto result = Napi::Uint8Array::New(env, pixels.size());
        std::memcpy(result.Data(), pixels.data(), pixels.size());
        return Napi::Value(result);
      });
}

Napi::Value LookAtMutex(const Napi::CallbackInfo& info) {
  const MutexLook look = CurrentPlatform().LookAtMutex(info[0].As<Napi::String>().Utf8Value());
  return MutexToJs(info.Env(), look);
}

Napi::Value FindMutexKeeperAsync(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>().Utf8Value();
  using Keeper = std::optional<ProcessInfo>;
  return PromiseWorker<Keeper>::Start(
      info.Env(), [name] { return CurrentPlatform().FindMutexKeeper(name); },
      [](Napi::Env env, Keeper& keeper) { return ProducerToJs(env, keeper); });
}

Napi::Value LoadedModulesAsync(const Napi::CallbackInfo& info) {
  const int64_t pid = info[0].As<Napi::Number>().Int64Value();
  using Modules = std::optional<ProcessModules>;
  return PromiseWorker<Modules>::Start(
      info.Env(), [pid] { return CurrentPlatform().LoadedModules(pid); },
      [](Napi::Env env, Modules& modules) { return ModulesToJs(env, modules); });
}

Napi::Value StandingTextureAsync(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>().Utf8Value();
  using Texture = std::optional<std::string>;
  return PromiseWorker<Texture>::Start(
      info.Env(), [name] { return StandingTexture(CurrentPlatform(), name); },
      [](Napi::Env env, Texture& texture) {
        return texture ? Napi::Value(Napi::String::New(env, *texture)) : env.Null();
      });
}

Napi::Value IsMutexKept(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>().Utf8Value();
  return Napi::Boolean::New(info.Env(), CurrentPlatform().IsMutexKept(name));
}

Napi::Value MonotonicNs(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), CurrentPlatform().MonotonicNs());
}

}  // namespace

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["SourceReader"] = ReaderObject::Define(env);
  exports["SourceWriter"] = WriterObject::Define(env);
  exports["SourceReplay"] = ReplayObject::Define(env);
  exports["SourceLister"] = ListerObject::Define(env);
  exports["SharedRegion"] = RegionObject::Define(env);
  exports["NamedMutex"] = MutexObject::Define(env);
  exports["NamedEvent"] = EventObject::Define(env);
  exports["ReadWriteFileLock"] = FileLockObject::Define(env);
  exports["CheckedBlockReader"] = BlockReaderObject::Define(env);
  exports["CheckedBlockWriter"] = BlockWriterObject::Define(env);
  exports["MessagePipe"] = MessagePipeObject::Define(env);
  exports["findMutexKeeper"] = Napi::Function::New(env, FindMutexKeeperAsync, "findMutexKeeper");
  exports["loadedModules"] = Napi::Function::New(env, LoadedModulesAsync, "loadedModules");
  exports["standingTexture"] = Napi::Function::New(env, StandingTextureAsync, "standingTexture");
  exports["isMutexKept"] = Napi::Function::New(env, IsMutexKept, "isMutexKept");
  exports["convertRaw"] = Napi::Function::New(env, ConvertRawAsync, "convertRaw");
  exports["lookAtMutex"] = Napi::Function::New(env, LookAtMutex, "lookAtMutex");
  exports["listSources"] = Napi::Function::New(env, ListSourcesAsync, "listSources");
  exports["inspect"] = Napi::Function::New(env, InspectAsync, "inspect");
  exports["findLeftovers"] = Napi::Function::New(env, FindLeftoversAsync, "findLeftovers");
  exports["findLeftover"] = Napi::Function::New(env, FindLeftoverAsync, "findLeftover");
  exports["removeLeftovers"] = Napi::Function::New(env, RemoveLeftoversAsync, "removeLeftovers");
  exports["findProducer"] = Napi::Function::New(env, FindProducerAsync, "findProducer");
  exports["monotonicNs"] = Napi::Function::New(env, MonotonicNs, "monotonicNs");
  exports["turnEventLoop"] = Napi::Function::New(env, TurnEventLoop, "turnEventLoop");
  return exports;
}

}  // namespace framelatch::binding

using framelatch::binding::Init;
NODE_API_MODULE(framelatch, Init)
