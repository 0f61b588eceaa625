#include "layouts/source_lister.h"

#include <algorithm>
#include <exception>
#include <string>
#include <system_error>
#include <utility>

namespace framelatch {
namespace {

constexpr uint64_t kMs = 1'000'000;
// Between two looks at least.
constexpr uint64_t kShortestRestNs = 900 * kMs;
constexpr uint64_t kShortestRestAfterChangeNs = 100 * kMs;
// One part in so many of a core, in all: besides, a window has a source open.
constexpr uint64_t kShareOfIdle = 200;
constexpr uint64_t kShareOfChange = 20;
constexpr uint64_t kLongestRestNs = 60'000 * kMs;
constexpr uint64_t kNamesCheckNs = 100 * kMs;

uint64_t RestNs(uint64_t cost_ns, uint64_t share, uint64_t shortest) {
  return std::clamp(cost_ns * share, shortest, kLongestRestNs);
}

bool IsSame(const std::optional<ProcessInfo>& a, const std::optional<ProcessInfo>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->pid == b->pid && a->name == b->name && a->alive == b->alive);
}

bool IsSameRow(const Listing& a, const Listing& b) {
  return a.name == b.name && a.shape == b.shape && a.leftover == b.leftover && IsSame(a.producer, b.producer);
}

}  // namespace

SourceLister::SourceLister(Platform& platform)
    : platform_(platform), timer_(platform.CreateWakeableTimer()), names_(WatchNames()) {
  try {
    thread_ = std::thread([this] { Run(); });
  } catch (const std::system_error& error) {
    throw Error("internal", "list", "mappings", std::string("no thread could be had: ") + error.what(),
                "Close other programs, or raise the limit of threads (`ulimit -u`).", error.code().value());
  }
}

SourceLister::~SourceLister() {
  ended_ = true;
  timer_->Wake();
  thread_.join();
}

std::optional<std::vector<Listing>> SourceLister::Take() {
  const std::lock_guard lock(mutex_);
  if (error_) throw Error(*error_);
  if (!std::exchange(is_news_, false)) return std::nullopt;
  return rows_;
}

void SourceLister::Run() noexcept {
  while (!ended_) {
    const uint64_t began_ns = platform_.ThreadCpuNs();
    std::optional<Error> error;
    try {
      Look();
    } catch (const Error& thrown) {
      error = thrown;
    } catch (const std::exception& exception) {
      error = Error("internal", "list", "mappings", exception.what(), "Free memory or descriptors.");
    }
    {
      const std::lock_guard lock(mutex_);
      error_ = std::move(error);
    }
    Rest(platform_.ThreadCpuNs() - began_ns);
  }
}

void SourceLister::Look() {
  std::vector<Listing> rows = ListSources(platform_);
  const std::lock_guard lock(mutex_);
  // The first list is news even if it is empty.
  const bool is_first = !has_looked_;
  has_looked_ = true;
  if (!is_first && std::ranges::equal(rows, rows_, IsSameRow)) return;
  rows_ = std::move(rows);
  is_news_ = true;
}

void SourceLister::Rest(uint64_t cost_ns) {
  const uint64_t rested_from_ns = platform_.MonotonicNs();
  const uint64_t idle_ns = RestNs(cost_ns, kShareOfIdle, kShortestRestNs);
  const uint64_t changed_ns = RestNs(cost_ns, kShareOfChange, kShortestRestAfterChangeNs);
  bool has_changed = false;
  while (!ended_) {
    has_changed = (names_ && names_->TakeChange()) || has_changed;
    const uint64_t rested_ns = platform_.MonotonicNs() - rested_from_ns;
    if (rested_ns >= (has_changed ? changed_ns : idle_ns)) return;
    timer_->WaitNs(kNamesCheckNs);
  }
}

}  // namespace framelatch
