#include "binding/convert.h"

#include "binding/words.h"
#include "pixels/pixels.h"

namespace framelatch::binding {
namespace {

void SetErrorFields(Napi::Object target, const Error& error) {
  target["code"] = error.code;
  target["operation"] = error.operation;
  target["target"] = error.target;
  target["reason"] = error.reason;
  target["next"] = error.next;
  if (error.system_code != 0) target["systemCode"] = static_cast<double>(error.system_code);
}

Napi::Value ShapeToJs(Napi::Env env, const std::optional<SourceShape>& shape) {
  if (!shape) return env.Null();
  Napi::Object result = Napi::Object::New(env);
  result["layout"] = std::string(NameOf(shape->layout));
  result["width"] = shape->width;
  result["height"] = shape->height;
  result["format"] = shape->format;
  result["pitch"] = shape->pitch;
  result["flip"] = shape->flip;
  result["mapId"] = shape->map_id;
  return result;
}

Napi::Value FactsToJs(Napi::Env env, const std::optional<PictureFacts>& facts) {
  if (!facts) return env.Null();
  Napi::Object result = Napi::Object::New(env);
  result["uniform"] = env.Null();
  if (facts->uniform) {
    Napi::Array colour = Napi::Array::New(env, 3);
    colour[0U] = facts->uniform->red;
    colour[1U] = facts->uniform->green;
    colour[2U] = facts->uniform->blue;
    result["uniform"] = colour;
  }
  result["alphaZero"] = facts->alpha_is_zero;
  result["unwrittenBytes"] = static_cast<double>(facts->unwritten_bytes);
  const uint64_t unchanged_ms = facts->unchanged_ns / 1'000'000;
  result["unchangedForMs"] = static_cast<double>(unchanged_ms);
  return result;
}

}  // namespace

Napi::Value ModulesToJs(Napi::Env env, const std::optional<ProcessModules>& modules) {
  if (!modules) return env.Null();
  Napi::Array files = Napi::Array::New(env, modules->files.size());
  for (uint32_t index = 0; index < modules->files.size(); ++index) files[index] = modules->files[index];
  Napi::Object object = Napi::Object::New(env);
  object["files"] = files;
  object["bits"] = modules->bits;
  return object;
}

Napi::Value ProducerToJs(Napi::Env env, const std::optional<ProcessInfo>& producer) {
  if (!producer) return env.Null();
  Napi::Object result = Napi::Object::New(env);
  result["pid"] = static_cast<double>(producer->pid);
  result["name"] = producer->name;
  result["alive"] = producer->alive;
  return result;
}

Napi::Object ToJs(Napi::Env env, const ProducerLook& look) {
  Napi::Object result = Napi::Object::New(env);
  result["liveness"] = NameOf(look.liveness);
  result["producer"] = ProducerToJs(env, look.process);
  result["changedLately"] = look.changed_lately;
  return result;
}

Napi::Object MutexToJs(Napi::Env env, const MutexLook& look) {
  Napi::Object result = Napi::Object::New(env);
  result["state"] = NameOf(look.state);
  if (look.state == MutexState::kHeld || look.state == MutexState::kAbandoned) {
    result["by"] = look.owner != 0 ? Napi::Value(Napi::Number::New(env, static_cast<double>(look.owner))) : env.Null();
  }
  return result;
}

namespace {

// Numbers that may exceed 2^53 become BigInt; everything else a plain number.
Napi::Value FieldToJs(Napi::Env env, const FieldValue& value) {
  constexpr uint64_t kLargestExact = uint64_t{1} << 53;
  if (const auto* text = std::get_if<std::string>(&value)) return Napi::String::New(env, *text);
  if (const auto* flag = std::get_if<bool>(&value)) return Napi::Boolean::New(env, *flag);
  if (const auto* number = std::get_if<int64_t>(&value)) return Napi::Number::New(env, static_cast<double>(*number));
  const uint64_t number = std::get<uint64_t>(value);
  if (number > kLargestExact) return Napi::BigInt::New(env, number);
  return Napi::Number::New(env, static_cast<double>(number));
}

Napi::Value TextureToJs(Napi::Env env, const std::optional<InspectedTexture>& texture) {
  if (!texture) return env.Null();
  Napi::Object header = Napi::Object::New(env);
  header["last_tex"] = texture->header.last_tex;
  header["tex1_offset"] = texture->header.tex1_offset;
  header["tex2_offset"] = texture->header.tex2_offset;
  Napi::Object result = Napi::Object::New(env);
  result["name"] = texture->name;
  result["mappingBytes"] = static_cast<double>(texture->mapping_bytes);
  result["header"] = header;
  return result;
}

Napi::Object CountersToJs(Napi::Env env, const Counters& counters) {
  Napi::Object result = Napi::Object::New(env);
  result["published"] = static_cast<double>(counters.published);
  result["delivered"] = static_cast<double>(counters.delivered);
  result["overtaken"] = static_cast<double>(counters.overtaken);
  result["contended"] = static_cast<double>(counters.contended);
  result["suspect"] = static_cast<double>(counters.suspect);
  result["reopened"] = static_cast<double>(counters.reopened);
  return result;
}

Napi::Object Rectangle(Napi::Env env, uint32_t width, uint32_t height) {
  Napi::Object result = Napi::Object::New(env);
  result["x"] = 0;
  result["y"] = 0;
  result["width"] = width;
  result["height"] = height;
  return result;
}

}  // namespace

Napi::Error ToJs(Napi::Env env, const Error& error) {
  Napi::Error result = Napi::Error::New(env, error.what());
  SetErrorFields(result.Value(), error);
  return result;
}

Napi::Value ErrorInfoToJs(Napi::Env env, const std::optional<Error>& error) {
  if (!error) return env.Null();
  Napi::Object result = Napi::Object::New(env);
  SetErrorFields(result, *error);
  return result;
}

Napi::Object ToJs(Napi::Env env, const Frame& frame) {
  Napi::Array changed_rows = Napi::Array::New(env, 2);
  changed_rows[0U] = 0;
  changed_rows[1U] = frame.height;
  Napi::Object header = Napi::Object::New(env);
  header["sequence"] = static_cast<double>(frame.sequence);
  header["width"] = frame.width;
  header["height"] = frame.height;
  header["format"] = frame.format;
  header["buffer"] = frame.buffer;
  header["mapId"] = frame.map_id;
  header["acquiredAtMonotonicNs"] = Napi::BigInt::New(env, frame.acquired_at_ns);
  header["lockHeldNs"] =
      frame.lock_held_ns ? Napi::Value(Napi::Number::New(env, static_cast<double>(*frame.lock_held_ns))) : env.Null();
  header["suspect"] = frame.suspect;
  header["contended"] = frame.contended;
  header["overtaken"] = frame.overtaken;
  header["covers"] = Rectangle(env, frame.width, frame.height);
  header["scale"] = 1;
  header["changedRows"] = changed_rows;
  header["picture"] = FactsToJs(env, frame.picture);
  return header;
}

Napi::Object ToJs(Napi::Env env, const Status& status) {
  Napi::Object result = Napi::Object::New(env);
  result["phase"] = NameOf(status.phase);
  result["waitReason"] = NameOf(status.wait_reason);
  result["goneReason"] = status.gone_reason == GoneReason::kMappingRemoved ? "mapping-removed" : "process-exited";
  result["error"] = ErrorInfoToJs(env, status.error);
  result["shape"] = ShapeToJs(env, status.shape);
  result["shown"] = ShapeToJs(env, status.shown);
  result["picture"] = FactsToJs(env, status.picture);
  result["producer"] = ProducerToJs(env, status.producer);
  result["quietForMs"] = static_cast<double>(status.quiet_ns) / 1e6;
  result["sawPublication"] = status.saw_publication;
  result["frameBytes"] = static_cast<double>(status.frame_bytes);
  result["counters"] = CountersToJs(env, status.counters);
  return result;
}

Napi::Object ToJs(Napi::Env env, const Inspection& inspection) {
  Napi::Object fields = Napi::Object::New(env);
  for (const auto& [name, value] : inspection.fields) fields[name] = FieldToJs(env, value);
  Napi::Array mutexes = Napi::Array::New(env, inspection.mutexes.size());
  for (uint32_t i = 0; i < inspection.mutexes.size(); ++i) mutexes[i] = MutexToJs(env, inspection.mutexes[i]);
  Napi::Object result = Napi::Object::New(env);
  result["name"] = inspection.name;
  result["layout"] = std::string(NameOf(inspection.layout));
  result["fields"] = fields;
  result["mappingBytes"] = static_cast<double>(inspection.mapping_bytes);
  result["texture"] = TextureToJs(env, inspection.texture);
  result["mutexes"] = mutexes;
  result["keepAlive"] = inspection.keep_alive ? MutexToJs(env, *inspection.keep_alive) : env.Null();
  result["producer"] = ProducerToJs(env, inspection.producer);
  result["liveness"] = NameOf(inspection.liveness);
  result["error"] = ErrorInfoToJs(env, inspection.error);
  return result;
}

Napi::Array ToJs(Napi::Env env, const std::vector<Listing>& rows) {
  Napi::Array result = Napi::Array::New(env, rows.size());
  for (uint32_t i = 0; i < rows.size(); ++i) {
    const Listing& row = rows[i];
    Napi::Object object = Napi::Object::New(env);
    object["name"] = row.name;
    object["layout"] = std::string(NameOf(row.shape.layout));
    object["width"] = row.shape.width;
    object["height"] = row.shape.height;
    object["format"] = row.shape.format;
    object["producer"] = ProducerToJs(env, row.producer);
    object["leftover"] = row.leftover;
    result[i] = object;
  }
  return result;
}

Napi::Array ToJs(Napi::Env env, const std::vector<std::string>& strings) {
  Napi::Array result = Napi::Array::New(env, strings.size());
  for (uint32_t i = 0; i < strings.size(); ++i) result[i] = strings[i];
  return result;
}

Napi::Object ToJs(Napi::Env env, const Leftover& leftover) {
  Napi::Object object = Napi::Object::New(env);
  object["name"] = leftover.name;
  std::vector<std::string> names;
  std::vector<std::string> identities;
  for (const auto& [name, identity] : leftover.objects) {
    names.push_back(name);
    identities.push_back(std::to_string(identity.device) + ":" + std::to_string(identity.number));
  }
  object["objects"] = ToJs(env, names);
  object["identities"] = ToJs(env, identities);
  return object;
}

Napi::Array ToJs(Napi::Env env, const std::vector<Leftover>& leftovers) {
  Napi::Array result = Napi::Array::New(env, leftovers.size());
  for (uint32_t i = 0; i < leftovers.size(); ++i) result[i] = ToJs(env, leftovers[i]);
  return result;
}

}  // namespace framelatch::binding
