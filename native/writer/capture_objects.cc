#include "writer/capture_objects.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "core/error.h"
#include "layouts/dialect.h"
#include "layouts/texture.h"

namespace framelatch {
namespace {

std::string HookInfoNameOf(const HookInfoName& name) { return name.prefix + HookInfoNameFor(name.dialect, name.id); }

// Says who has the name: a living producer and a leftover want different next steps.
void RefuseTakenName(const HookInfoName& name) {
  const std::string hook_info = HookInfoNameOf(name);
  if (!CurrentPlatform().ObjectExists(hook_info)) return;
  const auto producer = CurrentPlatform().FindProducer(hook_info, static_cast<int64_t>(name.id));
  const std::string owner = producer
                                ? "process " + std::to_string(producer->pid) + " (" + producer->name + ") writes it"
                                : "a dead producer left it behind";
  throw Error("mapping-exists", "create mapping", hook_info, "a mapping of that name exists already: " + owner,
              producer ? "Choose another number, or stop that producer." : "Remove it with `framelatch clean`.");
}

}  // namespace

CaptureObjects::CaptureObjects(const HookInfoName& name, const std::string& texture_name, uint64_t texture_bytes,
                               std::span<const std::byte> hook_info, const TextureHeader& texture_header)
    : hook_info_name_(HookInfoNameOf(name)) {
  RefuseTakenName(name);
  try {
    for (int buffer = 0; buffer < 2; ++buffer) {
      const std::string mutex = TextureMutexName(name, buffer);
      mutexes_[static_cast<size_t>(buffer)] = CurrentPlatform().CreateNamedMutex(mutex);
      created_.push_back(mutex);
    }
    CreateTexture(texture_name, texture_bytes, texture_header);
    hook_info_ = CurrentPlatform().CreateRegion(hook_info_name_, hook_info.size());
    created_.push_back(hook_info_name_);
    std::memcpy(hook_info_->data(), hook_info.data(), hook_info.size());
  } catch (...) {
    Remove();
    throw;
  }
}

CaptureObjects::~CaptureObjects() { Remove(); }

void CaptureObjects::CreateTexture(const std::string& name, uint64_t bytes, const TextureHeader& header) {
  texture_ = CurrentPlatform().CreateRegion(name, bytes);
  texture_name_ = name;
  created_.push_back(name);
  const StoredTextureHeader stored{header.last_tex, header.tex1_offset, header.tex2_offset};
  std::memcpy(texture_->data(), &stored, sizeof stored);
}

void CaptureObjects::ReplaceTexture(const std::string& texture_name, uint64_t texture_bytes,
                                    const TextureHeader& header) {
  const std::string old_name = texture_name_;
  CreateTexture(texture_name, texture_bytes, header);
  CurrentPlatform().RemoveObject(old_name);
  created_.erase(std::find(created_.begin(), created_.end(), old_name));
}

bool CaptureObjects::TakeLock(int buffer) {
  return mutexes_[static_cast<size_t>(buffer)]->TryLock() != TryLockResult::kBusy;
}

void CaptureObjects::DropLock(int buffer) { mutexes_[static_cast<size_t>(buffer)]->Unlock(LockRole::kWriter); }

void CaptureObjects::StoreLastTex(int buffer) {
  auto* last_tex = reinterpret_cast<int32_t*>(texture_->data() + offsetof(StoredTextureHeader, last_tex));
  std::atomic_ref<int32_t>(*last_tex).store(buffer, std::memory_order_release);
}

void CaptureObjects::Remove() noexcept {
  hook_info_.reset();
  texture_.reset();
  for (auto& mutex : mutexes_) mutex.reset();
  for (auto name = created_.rbegin(); name != created_.rend(); ++name) {
    try {
      CurrentPlatform().RemoveObject(*name);
    } catch (const Error&) {
      // Names that were created are valid; RemoveObject has no other reason to throw.
      continue;
    }
  }
}

}  // namespace framelatch
