#include "core/caught_error.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <system_error>

namespace framelatch {
namespace {

template <typename Thrown>
std::string CodeOfCaught(const Thrown& thrown) {
  try {
    throw thrown;
  } catch (...) {
    return CaughtError().code;
  }
}

TEST(CaughtError, HasACodeForWhateverIsThrown) {
  EXPECT_EQ(CodeOfCaught(Error("mapping-missing", "open", "a", "b", "c")), "mapping-missing");
  EXPECT_EQ(CodeOfCaught(std::bad_alloc()), "no-memory");
  EXPECT_EQ(CodeOfCaught(std::length_error("vector")), "no-memory");
  EXPECT_EQ(CodeOfCaught(std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again))),
            "no-thread");
  EXPECT_EQ(CodeOfCaught(std::runtime_error("other")), "internal");
  EXPECT_EQ(CodeOfCaught(5), "internal");
}

// A sanitizer's allocator ends the process instead of refusing.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(CaughtError, AnAllocationThatIsRefusedIsNoMemory) {
  try {
    const std::vector<std::byte> bytes(SIZE_MAX / 4);
    FAIL() << bytes.size();
  } catch (...) {
    EXPECT_EQ(CaughtError().code, "no-memory");
  }
}
#endif

TEST(Quietly, NothingLeavesIt) {
  Quietly([] { throw std::bad_alloc(); });
}

}  // namespace
}  // namespace framelatch
