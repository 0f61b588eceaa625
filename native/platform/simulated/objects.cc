#include "platform/simulated/objects.h"

#include <utility>

namespace framelatch::simulated {
namespace {

std::string_view Key(std::string_view name) {
  constexpr std::string_view kLocal = "Local\\";
  if (name.starts_with(kLocal)) name.remove_prefix(kLocal.size());
  return name;
}

class SimulatedRegion final : public Region {
 public:
  SimulatedRegion(std::shared_ptr<Object> object, const Objects& objects)
      : object_(std::move(object)), objects_(objects), size_(object_->size) {}

  std::byte* data() const override { return object_->bytes.data(); }
  uint64_t size() const override { return size_; }
  uint64_t CurrentSize() const override { return object_->size; }
  bool IsStillNamed(std::string_view name) const override { return objects_.Find(name) == object_; }

 private:
  std::shared_ptr<Object> object_;
  const Objects& objects_;
  uint64_t size_;
};

class SimulatedMutex final : public NamedMutex {
 public:
  SimulatedMutex(std::shared_ptr<Object> object, const Objects& objects)
      : object_(std::move(object)), objects_(objects) {}

  TryLockResult TryLock(LockRole role) noexcept override {
    if (object_->is_locked) return TryLockResult::kBusy;
    object_->is_locked = true;
    role_ = role;
    return object_->is_abandoned ? TryLockResult::kOwnedAbandoned : TryLockResult::kOwned;
  }
  void Unlock() noexcept override {
    object_->is_locked = false;
    if (role_ == LockRole::kWriter) object_->is_abandoned = false;
  }
  bool IsStillNamed(std::string_view name) const override { return objects_.Find(name) == object_; }

 private:
  std::shared_ptr<Object> object_;
  const Objects& objects_;
  LockRole role_ = LockRole::kReader;
};

class SimulatedEvent final : public NamedEvent {
 public:
  explicit SimulatedEvent(std::shared_ptr<Object> object) : object_(std::move(object)) {}

  void Signal() noexcept override { object_->is_signalled = true; }
  bool TryTake() noexcept override { return std::exchange(object_->is_signalled, false); }

 private:
  std::shared_ptr<Object> object_;
};

}  // namespace

std::shared_ptr<Object> Objects::Find(std::string_view name) const {
  const auto found = by_name_.find(Key(name));
  return found == by_name_.end() ? nullptr : found->second;
}

void Objects::Put(std::string_view name, std::shared_ptr<Object> object) {
  by_name_.insert_or_assign(std::string(Key(name)), std::move(object));
}

bool Objects::Remove(std::string_view name) {
  const auto found = by_name_.find(Key(name));
  if (found == by_name_.end()) return false;
  by_name_.erase(found);
  return true;
}

std::vector<NamedObject> Objects::List() const {
  std::vector<NamedObject> rows;
  for (const auto& [name, object] : by_name_) rows.push_back({name, object->kind, object->size, object->identity()});
  return rows;
}

std::unique_ptr<Region> NewRegion(std::shared_ptr<Object> object, const Objects& objects) {
  return std::make_unique<SimulatedRegion>(std::move(object), objects);
}

std::unique_ptr<NamedMutex> NewMutex(std::shared_ptr<Object> object, const Objects& objects) {
  return std::make_unique<SimulatedMutex>(std::move(object), objects);
}

std::unique_ptr<NamedEvent> NewEvent(std::shared_ptr<Object> object) {
  return std::make_unique<SimulatedEvent>(std::move(object));
}

}  // namespace framelatch::simulated
