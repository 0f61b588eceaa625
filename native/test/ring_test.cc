#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "ring/frame_target.h"
#include "test/support.h"

namespace framelatch {
namespace {

constexpr uint64_t kHeader = 4096;
constexpr uint64_t kSlot = 8192;
constexpr int kSlots = 3;

// A ring file as the viewer's worker makes it.
struct RingFile {
  RingFile() : path("/dev/shm/FramelatchRing" + std::to_string(test::UniqueId())) {
    const int fd = open(path.c_str(), O_CREAT | O_RDWR, 0600);
    EXPECT_EQ(ftruncate(fd, kHeader + kSlots * kSlot), 0);
    close(fd);
  }
  ~RingFile() { unlink(path.c_str()); }
  std::vector<std::byte> Read(uint64_t offset, size_t bytes) const {
    std::vector<std::byte> result(bytes);
    const int fd = open(path.c_str(), O_RDONLY);
    EXPECT_EQ(pread(fd, result.data(), bytes, static_cast<off_t>(offset)), static_cast<ssize_t>(bytes));
    close(fd);
    return result;
  }
  std::string path;
};

const std::vector<std::byte> kPixels(32 * 16 * 4, std::byte{5});
const StoredPicture kPicture = StoredPicture::Of({.width = 32, .height = 16, .pitch = 32 * 4, .format = 28}, kPixels);

TEST(Ring, WritesIntoItsSlotAndNowhereElse) {
  const RingFile file;
  const auto ring = OpenRing(file.path, kHeader, kSlots, kSlot);
  ASSERT_TRUE(ring->Fill(1, kPicture, Alpha::kStored));
  EXPECT_EQ(file.Read(kHeader + kSlot, kPixels.size()), kPixels);
  EXPECT_EQ(file.Read(0, kHeader), std::vector<std::byte>(kHeader));
  EXPECT_EQ(file.Read(kHeader, kSlot), std::vector<std::byte>(kSlot));
  EXPECT_EQ(file.Read(kHeader + 2 * kSlot, kSlot), std::vector<std::byte>(kSlot));
}

TEST(Ring, RefusesAFileOfAnotherSizeAndALink) {
  const RingFile file;
  EXPECT_EQ(test::CodeOf([&] { OpenRing(file.path, kHeader, kSlots, kSlot * 2); }), "ring-unavailable");
  EXPECT_EQ(test::CodeOf([&] { OpenRing(file.path + "x", kHeader, kSlots, kSlot); }), "ring-unavailable");
  const std::string link = file.path + "link";
  ASSERT_EQ(symlink(file.path.c_str(), link.c_str()), 0);
  EXPECT_EQ(test::CodeOf([&] { OpenRing(link, kHeader, kSlots, kSlot); }), "ring-unavailable");
  unlink(link.c_str());
}

TEST(Ring, SurvivesAPageThatCutsItsFileShort) {
  const RingFile file;
  const auto ring = OpenRing(file.path, kHeader, kSlots, kSlot);
  for (int round = 0; round < 20; ++round) {
    ASSERT_EQ(truncate(file.path.c_str(), 0), 0);
    EXPECT_FALSE(ring->Fill(2, kPicture, Alpha::kOpaque));
    ASSERT_EQ(truncate(file.path.c_str(), kHeader + kSlots * kSlot), 0);
    EXPECT_TRUE(ring->Fill(2, kPicture, Alpha::kOpaque));
  }
}

TEST(Ring, RefusesAPictureThatDoesNotFit) {
  const RingFile file;
  const auto ring = OpenRing(file.path, kHeader, kSlots, kSlot);
  const std::vector<std::byte> pixels(size_t{1024} * 16 * 4);
  const StoredPicture larger =
      StoredPicture::Of({.width = 1024, .height = 16, .pitch = 1024 * 4, .format = 28}, pixels);
  EXPECT_FALSE(ring->Fill(0, larger, Alpha::kOpaque));
}

}  // namespace
}  // namespace framelatch
