#include "layouts/checked_block.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <thread>

#include "layouts/layout.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::UniqueId;

struct Block : testing::Test {
  Block() : name("FramelatchTest" + std::to_string(UniqueId())), mapping(std::string(kCheckedBlockPrefix) + name) {}
  ~Block() override { std::filesystem::remove(LockPath()); }

  std::string LockPath() const { return "/dev/shm/ShareMemoryLockedFile-" + name + ".mdb"; }
  static std::span<const std::byte> Bytes(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
  }
  static std::string Text(const BlockContent& content) {
    return {reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size()};
  }

  const std::string name;
  const std::string mapping;
};

TEST_F(Block, IsReadWhenItChangesAndLeftAloneOtherwise) {
  CheckedBlockWriter writer(CurrentPlatform(), name, 100, {});
  CheckedBlockReader reader(CurrentPlatform(), mapping, {});
  auto content = reader.ReadIfChanged();
  ASSERT_TRUE(content);
  EXPECT_EQ(Text(*content), "");
  EXPECT_TRUE(content->crc_good);
  EXPECT_EQ(content->maximum, 100U);
  EXPECT_EQ(content->lock, BlockLock::kNone) << "nobody has ever locked it, and a reader creates no file";
  writer.Write(Bytes("123456789"));
  content = reader.ReadIfChanged();
  ASSERT_TRUE(content);
  EXPECT_EQ(Text(*content), "123456789");
  EXPECT_EQ(content->crc_stored, 0x995DC9BBDF1939FAU);
  EXPECT_TRUE(content->crc_good);
  EXPECT_EQ(content->lock, BlockLock::kFree);
  EXPECT_FALSE(reader.ReadIfChanged());
}

TEST_F(Block, AContentThatDoesNotMatchItsCrcIsToldSo) {
  CheckedBlockWriter writer(CurrentPlatform(), name, 100, {});
  writer.Write(Bytes("abc"));
  const auto region = CurrentPlatform().OpenRegion(mapping, Access::kReadWrite);
  region->data()[32] = std::byte{'x'};
  CheckedBlockReader reader(CurrentPlatform(), mapping, {});
  const auto content = reader.ReadIfChanged();
  ASSERT_TRUE(content);
  EXPECT_FALSE(content->crc_good);
  EXPECT_EQ(Text(*content), "xbc");
  EXPECT_GT(content->tries, 1) << "it might have been caught in the middle of a write";
}

TEST_F(Block, AWriterThatKeepsItsLockIsToldSoAndNobodyHangs) {
  CheckedBlockWriter writer(CurrentPlatform(), name, 100, {});
  writer.Write(Bytes("abc"));
  const auto lock = CurrentPlatform().NewFileLock("ShareMemoryLockedFile-" + name + ".mdb", {});
  ASSERT_EQ(lock->TryLock(FileLockKind::kExclusive), FileLockResult::kOwned);
  CheckedBlockReader reader(CurrentPlatform(), mapping, {});
  auto content = reader.ReadIfChanged();
  ASSERT_TRUE(content);
  EXPECT_EQ(content->lock, BlockLock::kHeldByWriter);
  EXPECT_EQ(CodeOf([&] { writer.Write(Bytes("later")); }), "lock-busy");
  lock->Unlock();
  content = reader.ReadIfChanged();
  ASSERT_TRUE(content) << "what was not read is read when it can be";
  EXPECT_EQ(Text(*content), "abc");
}

// Looks until something else is told, within a deadline: a content at rest is looked at a few times a second.
std::optional<BlockContent> NextOf(CheckedBlockReader& reader) {
  const uint64_t deadline_ns = CurrentPlatform().MonotonicNs() + 30'000'000'000;
  std::optional<BlockContent> content;
  while (!content && CurrentPlatform().MonotonicNs() < deadline_ns) {
    content = reader.ReadIfChanged();
    if (!content) CurrentPlatform().SleepNs(10'000'000);
  }
  return content;
}

TEST_F(Block, WhatChangesUnderTheSameHeaderIsTold) {
  CheckedBlockWriter writer(CurrentPlatform(), name, 100, {});
  writer.Write(Bytes("abc"));
  CheckedBlockReader reader(CurrentPlatform(), mapping, {});
  ASSERT_TRUE(reader.ReadIfChanged()->crc_good);
  const auto region = CurrentPlatform().OpenRegion(mapping, Access::kReadWrite);
  region->data()[32] = std::byte{'x'};
  auto content = NextOf(reader);
  ASSERT_TRUE(content);
  EXPECT_FALSE(content->crc_good);
  region->data()[32] = std::byte{'a'};
  content = NextOf(reader);
  ASSERT_TRUE(content);
  EXPECT_TRUE(content->crc_good);
  const auto lock = CurrentPlatform().NewFileLock("ShareMemoryLockedFile-" + name + ".mdb", {});
  ASSERT_EQ(lock->TryLock(FileLockKind::kExclusive), FileLockResult::kOwned);
  content = NextOf(reader);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->lock, BlockLock::kHeldByWriter);
  lock->Unlock();
  content = NextOf(reader);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->lock, BlockLock::kFree);
  EXPECT_EQ(Text(*content), "abc");
}

TEST_F(Block, MoreContentThanIsReadIsToldNotCopied) {
  const auto region = CurrentPlatform().CreateRegion(mapping, 4096);
  std::filesystem::resize_file("/dev/shm/" + mapping, 600U << 20);
  const CheckedBlockHeader header{.memory_size = 600 << 20,
                                  .head_size = 32,
                                  .content_size = (600 << 20) - 33,
                                  .tail_size = 1,
                                  .crc_check = 0,
                                  .reserved = 0,
                                  .padding_28 = 0};
  std::memcpy(region->data(), &header, sizeof header);
  CheckedBlockReader reader(CurrentPlatform(), mapping, {});
  EXPECT_EQ(CodeOf([&] { reader.ReadIfChanged(); }), "content-too-large");
  CurrentPlatform().RemoveObject(mapping);
}

TEST_F(Block, ReadersShareAndWritersDoNot) {
  const auto make = [&] { return CurrentPlatform().NewFileLock("ShareMemoryLockedFile-" + name + ".mdb", {}); };
  const auto writer = make();
  const auto first = make();
  const auto second = make();
  EXPECT_EQ(first->TryLock(FileLockKind::kShared), FileLockResult::kMissing);
  ASSERT_EQ(writer->TryLock(FileLockKind::kExclusive), FileLockResult::kOwned);
  EXPECT_EQ(first->TryLock(FileLockKind::kShared), FileLockResult::kBusy);
  writer->Unlock();
  EXPECT_EQ(first->TryLock(FileLockKind::kShared), FileLockResult::kOwned);
  EXPECT_EQ(second->TryLock(FileLockKind::kShared), FileLockResult::kOwned);
  EXPECT_EQ(writer->TryLock(FileLockKind::kExclusive), FileLockResult::kBusy);
  first->Unlock();
  second->Unlock();
  EXPECT_EQ(writer->TryLock(FileLockKind::kExclusive), FileLockResult::kOwned);
}

TEST_F(Block, AWriterAndAReaderInAHurryNeverShowAMix) {
  CheckedBlockWriter writer(CurrentPlatform(), name, 1 << 16, {});
  std::atomic<bool> stop = false;
  std::thread writing([&] {
    for (unsigned char fill = 0; !stop; ++fill) {
      writer.Write(Bytes(std::string(1000 + size_t{fill} * 200, static_cast<char>(fill))));
    }
  });
  CheckedBlockReader reader(CurrentPlatform(), mapping, {});
  for (int times = 0; times < 200; ++times) {
    const auto content = reader.ReadIfChanged();
    if (!content || !content->crc_good || content->bytes.empty()) continue;
    const std::string text = Text(*content);
    ASSERT_EQ(text.size(), 1000 + static_cast<size_t>(static_cast<unsigned char>(text[0])) * 200);
    ASSERT_EQ(text, std::string(text.size(), text[0]));
  }
  stop = true;
  writing.join();
}

TEST_F(Block, AHeaderThatMakesNoSenseIsAnErrorNotContent) {
  const struct {
    size_t offset;
    int32_t value;
    const char* code;
  } cases[] = {
      {0, 1 << 30, "mapping-too-small"},     {0, 10, "block-size-invalid"},
      {4, 40, "header-version-unsupported"}, {8, -1, "block-size-invalid"},
      {8, 101, "block-size-invalid"},        {8, INT32_MAX, "block-size-invalid"},
      {12, 2, "header-version-unsupported"}, {0, INT32_MIN, "block-size-invalid"},
  };
  for (const auto& wrong : cases) {
    CheckedBlockWriter writer(CurrentPlatform(), name, 100, {});
    const auto region = CurrentPlatform().OpenRegion(mapping, Access::kReadWrite);
    std::memcpy(region->data() + wrong.offset, &wrong.value, sizeof wrong.value);
    EXPECT_EQ(CodeOf([&] { CheckedBlockReader(CurrentPlatform(), mapping, {}).ReadIfChanged(); }), wrong.code)
        << wrong.value;
    const Inspection inspection = Inspect(CurrentPlatform(), {mapping});
    EXPECT_EQ(inspection.error ? inspection.error->code : "", wrong.code);
  }
  EXPECT_EQ(CodeOf([&] { CheckedBlockReader(CurrentPlatform(), mapping, {}); }), "mapping-missing");
  CheckedBlockWriter writer(CurrentPlatform(), name, 3, {});
  EXPECT_EQ(CodeOf([&] { writer.Write(Bytes("abcd")); }), "usage") << "never cut in silence";
  EXPECT_EQ(CodeOf([&] { CheckedBlockWriter(CurrentPlatform(), name, 3, {}); }), "mapping-exists");
}

}  // namespace
}  // namespace framelatch
