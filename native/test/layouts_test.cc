#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <tuple>

#include "layouts/capture.h"
#include "layouts/dialect.h"
#include "layouts/layout.h"
#include "layouts/leftovers.h"
#include "layouts/listing.h"
#include "layouts/texture.h"
#include "pixels/pixels.h"
#include "test/support.h"

namespace framelatch {
namespace {

using test::CodeOf;
using test::Options;
using test::UniqueId;

CaptureInfo GoodInfo() {
  CaptureInfo info;
  info.version_major = 1;
  info.version_minor = 8;
  info.format = 87;
  info.width = 64;
  info.height = 32;
  info.pitch = 256;
  info.map_id = 1;
  info.map_size = 64 + 2 * 8192;
  return info;
}

struct HeaderCase {
  const char* code;
  void (*spoil)(CaptureInfo&);
};

TEST(Header, EachFaultHasItsCode) {
  const HeaderCase cases[] = {
      {"", [](CaptureInfo&) {}},
      {"header-version-unsupported", [](CaptureInfo& info) { info.version_major = 2; }},
      {"gpu-texture", [](CaptureInfo& info) { info.type = 1; }},
      {"capture-type-unknown", [](CaptureInfo& info) { info.type = -5; }},
      {"header-size-zero", [](CaptureInfo& info) { info.width = 0; }},
      {"header-size-zero", [](CaptureInfo& info) { info.height = 0; }},
      {"format-unsupported", [](CaptureInfo& info) { info.format = 27; }},
      // Known to the converters, but no hook's: they need more than a hook's header says.
      {"format-unsupported", [](CaptureInfo& info) { info.format = 103; }},
      {"format-unsupported", [](CaptureInfo& info) { info.format = 113; }},
      {"format-unsupported", [](CaptureInfo& info) { info.format = 0x10000; }},
      {"pitch-too-small", [](CaptureInfo& info) { info.pitch = 255; }},
      {"pitch-too-small", [](CaptureInfo& info) { info.width = 0x40000001; }},
      {"header-size-overflow", [](CaptureInfo& info) { info.height = 0xFFFFFFFF; }},
      {"header-size-overflow", [](CaptureInfo& info) { info.pitch = 0xFFFFFFFF; }},
      {"header-size-overflow", [](CaptureInfo& info) { info.height = info.pitch = 0x10000; }},
  };
  for (const HeaderCase& test_case : cases) {
    CaptureInfo info = GoodInfo();
    test_case.spoil(info);
    EXPECT_EQ(CodeOf([&] { ValidateCaptureInfo(info, "test"); }), test_case.code);
  }
}

TEST(Header, OfBothDialectsIsWhatTheWriterMeant) {
  for (const Dialect dialect : {Dialect::kCaptureHook, Dialect::kGameCapture}) {
    WriterOptions options = Options(UniqueId());
    options.dialect = dialect;
    options.window = 0x1234;
    options.format = 10;
    options.pitch = options.width * 8 + 16;
    options.flip = true;
    Writer writer(options);
    const auto region = CurrentPlatform().OpenRegion(writer.hook_info_name(), Access::kReadOnly);
    const CaptureInfo info = ReadCaptureInfo(CurrentPlatform(), *region, RequireHookInfoName(writer.hook_info_name()),
                                             writer.hook_info_name());
    EXPECT_EQ(std::tie(info.type, info.width, info.height, info.format, info.pitch, info.map_id, info.flip),
              std::make_tuple(0, options.width, options.height, 10U, options.pitch, 1U, true));
    EXPECT_EQ(info.map_size, CurrentPlatform().OpenRegion(writer.texture_name(), Access::kReadOnly)->size());
  }
}

TEST(Names, OfBothDialects) {
  const auto a = ParseHookInfoName("CaptureHook_HookInfo77");
  ASSERT_TRUE(a);
  EXPECT_EQ(TextureMutexName(*a, 1), "CaptureHook_TextureMutex277");
  EXPECT_EQ(KeepAliveName(*a), "CaptureHook_KeepAlive77");
  const auto b = ParseHookInfoName("Global\\GameCapture_HookInfo5");
  ASSERT_TRUE(b);
  EXPECT_EQ(TextureName(*b, 5, 3), "Global\\GameCapture_Texture_5_3");
  for (const char* name : {"CaptureHook_HookInfo", "CaptureHook_HookInfo7x", "CaptureHook_HookInfo-1", "Other", "",
                           "CaptureHook_HookInfo99999999999999999999999"}) {
    EXPECT_FALSE(ParseHookInfoName(name)) << name;
  }
}

// A capture whose bytes a test spoils.
class SpoiledCapture : public testing::Test {
 protected:
  SpoiledCapture() : id_(UniqueId()), writer_(Options(id_)), name_(writer_.hook_info_name()) {
    hook_info_ = CurrentPlatform().OpenRegion(name_, Access::kReadWrite);
    texture_ = CurrentPlatform().OpenRegion(writer_.texture_name(), Access::kReadWrite);
  }

  std::string OpenCode() {
    return CodeOf([&] {
      const auto region = CurrentPlatform().OpenRegion(name_, Access::kReadOnly);
      const auto parsed = RequireHookInfoName(name_);
      const CaptureInfo info = ReadCaptureInfo(CurrentPlatform(), *region, parsed, name_);
      ValidateCaptureInfo(info, name_);
      OpenTexture(CurrentPlatform(), info, parsed, name_);
    });
  }

  void PokeTexture(size_t offset, uint32_t value) { std::memcpy(texture_->data() + offset, &value, 4); }
  void PokeInfo(size_t offset, uint32_t value) { std::memcpy(hook_info_->data() + offset, &value, 4); }

  uint64_t id_;
  Writer writer_;
  std::string name_;
  std::unique_ptr<Region> hook_info_;
  std::unique_ptr<Region> texture_;
};

TEST_F(SpoiledCapture, AGoodOneOpens) { EXPECT_EQ(OpenCode(), ""); }

TEST_F(SpoiledCapture, OffsetsMustLieInsideAndApart) {
  PokeTexture(4, 4);
  EXPECT_EQ(OpenCode(), "texture-offset-invalid");
  PokeTexture(4, 0xFFFFFFF0);
  EXPECT_EQ(OpenCode(), "texture-offset-invalid");
  PokeTexture(4, 40);
  PokeTexture(8, 44);
  EXPECT_EQ(OpenCode(), "texture-offset-invalid");
}

TEST_F(SpoiledCapture, TheRealSizeCounts) {
  PokeInfo(44, 0x7FFFFFFF);  // map_size
  EXPECT_EQ(OpenCode(), "texture-too-small");
  PokeInfo(44, 0);
  PokeInfo(24, 4000);  // cy
  EXPECT_EQ(OpenCode(), "texture-too-small");
}

TEST_F(SpoiledCapture, AnotherMapIdIsAnotherTexture) {
  PokeInfo(40, 9999);
  EXPECT_EQ(OpenCode(), "texture-missing");
}

TEST_F(SpoiledCapture, SeveralTexturesThatFitAreListed) {
  PokeInfo(12, 1);  // no texture has that window
  PokeInfo(40, 123456);
  const std::string first = "CaptureHook_Texture_" + std::to_string(id_) + "_123456";
  const std::string second = "CaptureHook_Texture_" + std::to_string(id_ + 1'000'000'000) + "_123456";
  const auto a = CurrentPlatform().CreateRegion(first, texture_->size());
  const auto header = ReadTextureHeader(CurrentPlatform(), *texture_);
  ASSERT_TRUE(header);
  std::memcpy(a->data(), texture_->data(), 12);
  EXPECT_EQ(OpenCode(), "");  // the only one is found by listing
  const auto b = CurrentPlatform().CreateRegion(second, texture_->size());
  EXPECT_EQ(OpenCode(), "texture-ambiguous");
  CurrentPlatform().RemoveObject(first);
  CurrentPlatform().RemoveObject(second);
}

TEST_F(SpoiledCapture, HostileBytesNeverCrash) {
  std::mt19937 random(4711);
  for (int round = 0; round < 400; ++round) {
    PokeInfo((random() % 18) * 4, static_cast<uint32_t>(random() % 3 == 0 ? random() : random() % 70));
    if (round % 5 == 0) PokeTexture((random() % 3) * 4, static_cast<uint32_t>(random()));
    OpenCode();
    Inspect(CurrentPlatform(), {name_});
    ListSources(CurrentPlatform());
  }
}

TEST_F(SpoiledCapture, IsListedAndInspectedWithoutTouchingIt) {
  bool is_listed = false;
  for (const Listing& row : ListSources(CurrentPlatform())) {
    if (row.name != name_) continue;
    is_listed = true;
    EXPECT_EQ(row.shape.width, 64U);
    EXPECT_FALSE(row.leftover);
  }
  EXPECT_TRUE(is_listed);
  ASSERT_TRUE(writer_.HoldLock(1));
  const Inspection inspection = Inspect(CurrentPlatform(), {name_});
  EXPECT_EQ(inspection.mutexes[0].state, MutexState::kFree);
  EXPECT_EQ(inspection.mutexes[1].state, MutexState::kHeld);
  EXPECT_EQ(inspection.keep_alive->state, MutexState::kMissing);
  EXPECT_FALSE(inspection.error);
  writer_.DropLock(1);
}

TEST(Inspect, TooSmallAndMissingAndForeign) {
  const std::string name = HookInfoNameFor(Dialect::kCaptureHook, UniqueId());
  EXPECT_EQ(CodeOf([&] { Inspect(CurrentPlatform(), {name}); }), "mapping-missing");
  const auto region = CurrentPlatform().CreateRegion(name, 100);
  EXPECT_EQ(CodeOf([&] { Inspect(CurrentPlatform(), {name}); }), "mapping-too-small");
  CurrentPlatform().RemoveObject(name);
  const std::string foreign = "FramelatchForeign" + std::to_string(UniqueId());
  const auto other = CurrentPlatform().CreateRegion(foreign, 4096);
  EXPECT_EQ(CodeOf([&] { Inspect(CurrentPlatform(), {foreign}); }), "layout-unknown");
  CurrentPlatform().RemoveObject(foreign);
}

TEST(Writer, RefusesATakenNameAndLeavesTheOther) {
  const uint64_t id = UniqueId();
  const Writer first(Options(id));
  EXPECT_EQ(CodeOf([&] { Writer second(Options(id)); }), "mapping-exists");
  EXPECT_TRUE(CurrentPlatform().ObjectExists(first.texture_name()));
}

TEST(Writer, RemovesEverythingAtItsEnd) {
  const uint64_t id = UniqueId();
  { const Writer writer(Options(id)); }
  for (const NamedObject& object : CurrentPlatform().ListObjects()) {
    EXPECT_EQ(object.name.find(std::to_string(id)), std::string::npos) << object.name;
  }
}

TEST(Writer, PrefersTheOtherBufferAndDropsWhenBothAreHeld) {
  Writer writer(Options(UniqueId()));
  EXPECT_EQ(test::PublishGrey(writer, 1), 0);
  EXPECT_EQ(test::PublishGrey(writer, 2), 1);
  const auto mutex = CurrentPlatform().OpenNamedMutex(TextureMutexName(*ParseHookInfoName(writer.hook_info_name()), 0));
  ASSERT_EQ(mutex->TryLock(LockRole::kReader), TryLockResult::kOwned);
  EXPECT_EQ(test::PublishGrey(writer, 3), 1);
  const auto other = CurrentPlatform().OpenNamedMutex(TextureMutexName(*ParseHookInfoName(writer.hook_info_name()), 1));
  ASSERT_EQ(other->TryLock(LockRole::kReader), TryLockResult::kOwned);
  EXPECT_EQ(test::PublishGrey(writer, 4), -1);
  mutex->Unlock();
  other->Unlock();
}

}  // namespace
}  // namespace framelatch
