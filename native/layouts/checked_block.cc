#include "layouts/checked_block.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/crc64.h"
#include "core/error.h"
#include "layouts/layout.h"

namespace framelatch {
namespace {

constexpr int32_t kHeadSize = sizeof(CheckedBlockHeader);
constexpr int32_t kTailSize = 1;
constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kReadPatienceNs = 250 * kMs;
constexpr uint64_t kWritePatienceNs = 1000 * kMs;
constexpr uint64_t kTryAgainNs = 2 * kMs;
constexpr uint64_t kLookAgainNs = 200 * kMs;
// Each look at the lock holds it for microseconds, and a writer that comes just then waits a second.
constexpr uint64_t kLockLookNs = 500 * kMs;
// Of the time, that a content at rest is checked: a fiftieth of a core.
constexpr uint64_t kCrcRest = 50;
// A process that was held up itself looks again, whatever the time.
constexpr int kFewestTries = 20;

Error HeaderError(const char* code, const std::string& name, std::string reason, std::string next) {
  return {code, "read header of", name, std::move(reason), std::move(next)};
}

Error TooSmall(const std::string& name, uint64_t found, uint64_t expected) {
  return HeaderError("mapping-too-small", name,
                     "found " + std::to_string(found) + " bytes, expected at least " + std::to_string(expected) +
                         " of a checked block",
                     "Check that the producer writes this layout.");
}

uint64_t RealSize(const Region& region) { return std::min(region.size(), region.CurrentSize()); }

CheckedBlockHeader CopyHeader(Platform& platform, const Region& region, const std::string& name) {
  CheckedBlockHeader header{};
  const uint64_t bytes = RealSize(region);
  const bool whole =
      bytes >= sizeof header && Guarded(platform, [&] { std::memcpy(&header, region.data(), sizeof header); });
  if (!whole) throw TooSmall(name, bytes, sizeof header);
  return header;
}

int32_t MaximumOf(const CheckedBlockHeader& header) { return header.memory_size - header.head_size - header.tail_size; }

void Validate(const CheckedBlockHeader& header, uint64_t bytes, const std::string& name) {
  if (header.head_size != kHeadSize || header.tail_size != kTailSize) {
    throw HeaderError("header-version-unsupported", name,
                      "found headSize = " + std::to_string(header.head_size) +
                          " and tailSize = " + std::to_string(header.tail_size) + ", expected 32 and 1",
                      "The producer was built with another version of this header.");
  }
  if (header.memory_size < kHeadSize + kTailSize || header.content_size < 0 ||
      header.content_size > MaximumOf(header)) {
    throw HeaderError("block-size-invalid", name,
                      "found contentSize = " + std::to_string(header.content_size) + " in a memorySize of " +
                          std::to_string(header.memory_size) +
                          ", expected content between the 32-byte header and the tail",
                      "Check what the producer writes into the header.");
  }
  if (bytes < static_cast<uint64_t>(header.memory_size)) {
    throw TooSmall(name, bytes, static_cast<uint64_t>(header.memory_size));
  }
}

std::string LockName(std::string_view block) { return "ShareMemoryLockedFile-" + std::string(block) + ".mdb"; }

std::unique_ptr<ReadWriteFileLock> LockOf(Platform& platform, std::string_view mapping_name, std::string_view folder) {
  const std::string_view bare = WithoutNamespace(mapping_name);
  if (!bare.starts_with(kCheckedBlockPrefix)) return nullptr;
  return platform.NewFileLock(LockName(bare.substr(kCheckedBlockPrefix.size())), folder);
}

bool ClaimsBlock(std::string_view name) {
  const std::string_view bare = WithoutNamespace(name);
  return bare.starts_with(kCheckedBlockPrefix) && bare.size() > kCheckedBlockPrefix.size();
}

bool FitsBlock(std::span<const std::byte> start, uint64_t object_bytes) {
  if (start.size() < sizeof(CheckedBlockHeader)) return false;
  CheckedBlockHeader header;
  std::memcpy(&header, start.data(), sizeof header);
  try {
    Validate(header, object_bytes, {});
    return true;
  } catch (const Error&) {
    return false;
  }
}

Inspection InspectBlock(Platform& platform, const SourceAddress& address) {
  const auto region = platform.OpenRegion(address.name, Access::kReadOnly);
  const CheckedBlockHeader header = CopyHeader(platform, *region, address.name);
  Inspection inspection;
  inspection.name = address.name;
  inspection.layout = LayoutId::kCheckedBlock;
  inspection.mapping_bytes = region->CurrentSize();
  inspection.fields = {{"memorySize", int64_t{header.memory_size}},
                       {"headSize", int64_t{header.head_size}},
                       {"contentSize", int64_t{header.content_size}},
                       {"tailSize", int64_t{header.tail_size}},
                       {"crcCheck", header.crc_check}};
  try {
    Validate(header, RealSize(*region), address.name);
  } catch (const Error& error) {
    inspection.error = error;
  }
  return inspection;
}

SourceShape GlanceAtBlock(Platform& /*platform*/, const std::string& /*name*/) {
  return {.layout = LayoutId::kCheckedBlock};
}

}  // namespace

const Layout kCheckedBlockLayout{.id = LayoutId::kCheckedBlock,
                                 .claims = ClaimsBlock,
                                 .fits = FitsBlock,
                                 .inspect = InspectBlock,
                                 .glance = GlanceAtBlock};

CheckedBlockReader::CheckedBlockReader(Platform& platform, std::string name, std::string_view lock_folder)
    : platform_(platform),
      name_(std::move(name)),
      region_(platform.OpenRegion(name_, Access::kReadOnly)),
      lock_(LockOf(platform, name_, lock_folder)) {}

CheckedBlockHeader CheckedBlockReader::ReadHeader() const {
  const CheckedBlockHeader header = CopyHeader(platform_, *region_, name_);
  Validate(header, RealSize(*region_), name_);
  return header;
}

std::optional<BlockContent> CheckedBlockReader::ReadIfChanged() {
  region_->Refresh();
  if (seen_ && ReadHeader() == *seen_ && IsAsTold()) return std::nullopt;
  const uint64_t deadline_ns = platform_.MonotonicNs() + kReadPatienceNs;
  std::optional<BlockContent> content;
  for (int tries = 1;; ++tries) {
    auto found = TryRead();
    if (found) {
      content = std::move(found);
      content->tries = tries;
      if (content->crc_good) return content;
    }
    if (tries >= kFewestTries && platform_.MonotonicNs() >= deadline_ns) break;
    platform_.SleepNs(kTryAgainNs);
  }
  if (content) return content;
  // A writer that keeps its lock: what can be told without it.
  const CheckedBlockHeader header = ReadHeader();
  seen_.reset();
  return BlockContent{.maximum = static_cast<uint32_t>(MaximumOf(header)),
                      .crc_stored = header.crc_check,
                      .lock = BlockLock::kHeldByWriter};
}

bool CheckedBlockReader::IsAsTold() { return IsLockAsTold() && IsContentAsTold(); }

bool CheckedBlockReader::IsLockAsTold() {
  const uint64_t now_ns = platform_.MonotonicNs();
  if (!lock_ || now_ns < next_lock_look_ns_) return true;
  next_lock_look_ns_ = now_ns + kLockLookNs;
  const FileLockResult found = lock_->TryLock(FileLockKind::kShared);
  lock_->Unlock();
  return found == (told_lock_ == BlockLock::kFree ? FileLockResult::kOwned : FileLockResult::kMissing);
}

// Without the lock: what differs is read again under it.
bool CheckedBlockReader::IsContentAsTold() {
  const uint64_t began_ns = platform_.MonotonicNs();
  if (began_ns < next_crc_look_ns_) return true;
  const auto bytes = static_cast<size_t>(seen_->content_size);
  uint64_t crc = 0;
  if (!Guarded(platform_, [&] { crc = Crc64(region_->data() + kHeadSize, bytes); })) return false;
  const uint64_t now_ns = platform_.MonotonicNs();
  next_crc_look_ns_ = now_ns + std::max(kLookAgainNs, (now_ns - began_ns) * kCrcRest);
  return crc == told_crc_;
}

std::optional<BlockContent> CheckedBlockReader::TryRead() {
  region_->Refresh();
  const CheckedBlockHeader expected = ReadHeader();
  if (expected.content_size > kMostBlockContent) {
    throw Error("content-too-large", "read", name_,
                "found " + std::to_string(expected.content_size) + " bytes of content, expected at most " +
                    std::to_string(kMostBlockContent),
                "Open it as raw, or read a part of it as a struct, with a schema and an offset.");
  }
  // Filled with zeroes before the lock: its page faults are not paid for under it.
  std::vector<std::byte> bytes(static_cast<size_t>(expected.content_size));
  const FileLockResult locked = lock_ ? lock_->TryLock(FileLockKind::kShared) : FileLockResult::kMissing;
  if (locked == FileLockResult::kBusy) return std::nullopt;
  const bool whole = bytes.empty() ||
                     Guarded(platform_, [&] { std::memcpy(bytes.data(), region_->data() + kHeadSize, bytes.size()); });
  const CheckedBlockHeader header = CopyHeader(platform_, *region_, name_);
  if (lock_) lock_->Unlock();
  if (!whole) throw TooSmall(name_, RealSize(*region_), static_cast<uint64_t>(expected.memory_size));
  BlockContent content{.bytes = std::move(bytes),
                       .maximum = static_cast<uint32_t>(MaximumOf(expected)),
                       .crc_stored = header.crc_check,
                       .lock = locked == FileLockResult::kOwned ? BlockLock::kFree : BlockLock::kNone};
  content.crc_computed = Crc64(content.bytes.data(), content.bytes.size());
  content.crc_good = header == expected && content.crc_computed == header.crc_check;
  seen_ = header;
  told_crc_ = content.crc_computed;
  told_lock_ = content.lock;
  next_crc_look_ns_ = platform_.MonotonicNs() + kLookAgainNs;
  next_lock_look_ns_ = platform_.MonotonicNs() + kLockLookNs;
  return content;
}

CheckedBlockWriter::CheckedBlockWriter(Platform& platform, const std::string& name, uint32_t maximum,
                                       std::string_view lock_folder)
    : platform_(platform),
      mapping_name_(std::string(kCheckedBlockPrefix) + name),
      // A lock in a folder of somebody's choice is theirs to remove.
      lock_name_(lock_folder.empty() ? LockName(name) : "") {
  constexpr uint32_t kMost = INT32_MAX - kHeadSize - kTailSize;
  if (maximum > kMost) {
    throw Error("usage", "create mapping", mapping_name_,
                "found a maximum of " + std::to_string(maximum) + " bytes, expected at most " + std::to_string(kMost),
                "Choose a smaller maximum.");
  }
  lock_ = platform.NewFileLock(LockName(name), lock_folder);
  header_ = {.memory_size = static_cast<int32_t>(maximum) + kHeadSize + kTailSize,
             .head_size = kHeadSize,
             .content_size = 0,
             .tail_size = kTailSize,
             .crc_check = 0,
             .reserved = 0,
             .padding_28 = 0};
  region_ = platform.CreateRegion(mapping_name_, static_cast<uint64_t>(header_.memory_size));
  std::memcpy(region_->data(), &header_, sizeof header_);
}

CheckedBlockWriter::~CheckedBlockWriter() {
  if (!region_->IsStillNamed(mapping_name_)) return;
  platform_.RemoveObject(mapping_name_);
  if (!lock_name_.empty()) platform_.RemoveObject(lock_name_);
}

void CheckedBlockWriter::Write(std::span<const std::byte> content) {
  if (content.size() > static_cast<size_t>(MaximumOf(header_))) {
    throw Error("usage", "write", mapping_name_,
                "found " + std::to_string(content.size()) + " bytes of content, expected at most " +
                    std::to_string(MaximumOf(header_)),
                "Make the block larger: content is never cut here.");
  }
  const uint64_t deadline_ns = platform_.MonotonicNs() + kWritePatienceNs;
  for (int tries = 1; lock_->TryLock(FileLockKind::kExclusive) != FileLockResult::kOwned; ++tries) {
    if (tries >= kFewestTries && platform_.MonotonicNs() >= deadline_ns) {
      throw Error("lock-busy", "lock", mapping_name_, "another process held its lock for a second",
                  "Look for a reader that keeps the lock file open.");
    }
    platform_.SleepNs(kTryAgainNs);
  }
  header_.content_size = static_cast<int32_t>(content.size());
  header_.crc_check = Crc64(content.data(), content.size());
  // As the document's writer does it: the header, the content, the tail.
  std::memcpy(region_->data(), &header_, sizeof header_);
  if (!content.empty()) std::memcpy(region_->data() + kHeadSize, content.data(), content.size());
  region_->data()[static_cast<size_t>(kHeadSize) + content.size()] = std::byte{0};
  lock_->Unlock();
}

}  // namespace framelatch
