#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"

// A block with a length and a CRC, under a readers-writer lock on a file (docs/layouts.md). Little-endian.
namespace framelatch {

struct CheckedBlockHeader {
  int32_t memory_size;   // bytes of the whole block
  int32_t head_size;     // 32
  int32_t content_size;  // bytes of content
  int32_t tail_size;     // 1: a zero byte behind the content
  uint64_t crc_check;    // CRC-64 of the content
  int32_t reserved;
  uint32_t padding_28;
  friend bool operator==(const CheckedBlockHeader&, const CheckedBlockHeader&) = default;
};
static_assert(sizeof(CheckedBlockHeader) == 32);
static_assert(offsetof(CheckedBlockHeader, crc_check) == 16);

inline constexpr std::string_view kCheckedBlockPrefix = "ShareMemoryMap-";
// Bytes of content that are read at most: a block that claims more is told, not copied.
inline constexpr int32_t kMostBlockContent = 64 * 1024 * 1024;

// What the last try at the lock found.
enum class BlockLock { kFree, kHeldByWriter, kNone };

struct BlockContent {
  std::vector<std::byte> bytes{};
  uint32_t maximum = 0;  // bytes that the block may hold
  bool crc_good = false;
  uint64_t crc_stored = 0;
  uint64_t crc_computed = 0;
  BlockLock lock = BlockLock::kNone;
  int tries = 0;  // 1 when the first was good
};

class CheckedBlockReader {
 public:
  // mapping-missing, mapping-denied, … `lock_folder` empty: the system's usual one.
  CheckedBlockReader(Platform& platform, std::string name, std::string_view lock_folder);

  // The content as it is now; nothing while all is as it was at the last call: the header at every look, the lock and
  // the content's CRC a few times a second (the CRC ever less often the larger the content is). The lock is held for
  // that no longer than it takes to give it back: a collision costs the document's writer a second. Tries again, within
  // a quarter of a second, while a writer holds the lock or the CRC does not match, then says what it found. Blocks
  // that long, so not on a JavaScript thread.
  // mapping-too-small, header-version-unsupported, block-size-invalid, content-too-large, lock-denied
  std::optional<BlockContent> ReadIfChanged();
  // False when the name means another object by now: open it anew.
  bool IsStillNamed() const { return region_->IsStillNamed(name_); }

 private:
  CheckedBlockHeader ReadHeader() const;
  // One try under the lock; nothing when a writer has it.
  std::optional<BlockContent> TryRead();
  // Whether the lock and the content are what was told last, as far as it is time to look.
  bool IsAsTold();
  bool IsLockAsTold();
  bool IsContentAsTold();

  Platform& platform_;
  std::string name_;
  std::unique_ptr<Region> region_;
  std::unique_ptr<ReadWriteFileLock> lock_;  // null when the name tells of none
  std::optional<CheckedBlockHeader> seen_;
  // What was told with it.
  uint64_t told_crc_ = 0;
  BlockLock told_lock_ = BlockLock::kNone;
  uint64_t next_lock_look_ns_ = 0;
  uint64_t next_crc_look_ns_ = 0;
};

class CheckedBlockWriter {
 public:
  // Creates `ShareMemoryMap-<name>` for content of at most `maximum` bytes. mapping-exists, no-space, name-invalid
  CheckedBlockWriter(Platform& platform, const std::string& name, uint32_t maximum, std::string_view lock_folder);
  CheckedBlockWriter(const CheckedBlockWriter&) = delete;
  CheckedBlockWriter& operator=(const CheckedBlockWriter&) = delete;
  ~CheckedBlockWriter();  // removes the mapping, and the lock file where it stands in shared memory

  // Under the exclusive lock; waits for it a second at most. lock-busy, lock-denied, usage (longer than the maximum)
  void Write(std::span<const std::byte> content);
  const std::string& mapping_name() const { return mapping_name_; }

 private:
  Platform& platform_;
  std::string mapping_name_;
  std::string lock_name_;
  std::unique_ptr<Region> region_;
  std::unique_ptr<ReadWriteFileLock> lock_;
  CheckedBlockHeader header_;
};

}  // namespace framelatch
