#include "reader/publications.h"

#include <gtest/gtest.h>

namespace framelatch {
namespace {

TEST(Publications, AMovedIndexIsAPublication) {
  Publications seen;
  EXPECT_TRUE(seen.Observe(0, 10));
  EXPECT_FALSE(seen.Observe(0, 10));
  EXPECT_EQ(seen.Delivered(0, 10), 0U);
  EXPECT_FALSE(seen.HasUndelivered());
  // The same picture again, in the other buffer: published all the same.
  EXPECT_TRUE(seen.Observe(1, 10));
  EXPECT_EQ(seen.Candidates()[0], 1);
}

TEST(Publications, ARewrittenBufferIsAPublication) {
  Publications seen;
  seen.Observe(0, 10);
  seen.Delivered(0, 10);
  EXPECT_TRUE(seen.Observe(0, 11));
  // Seen while it is being rewritten: still the same one.
  EXPECT_FALSE(seen.Observe(0, 12));
  EXPECT_EQ(seen.Delivered(0, 12), 0U);
  EXPECT_FALSE(seen.Observe(0, 12));
}

TEST(Publications, WhatANewerOneReplacedIsOvertaken) {
  Publications seen;
  seen.Observe(0, 1);
  seen.Observe(1, 2);
  seen.Observe(0, 3);
  EXPECT_EQ(seen.Delivered(0, 3), 2U);
  EXPECT_EQ(seen.published(), 3U);
}

TEST(Publications, TheOlderBufferIsACandidateOnlyWhileItIsNewerThanWhatWasDelivered) {
  Publications seen;
  seen.Observe(0, 1);
  seen.Delivered(0, 1);
  seen.Observe(1, 2);
  seen.Observe(0, 3);
  EXPECT_EQ(seen.Candidates(), (std::array<int, kMostBuffers>{0, 1, -1}));
  // The newest is busy: the one before it is taken, and the newest still comes.
  EXPECT_EQ(seen.Delivered(1, 2), 0U);
  EXPECT_EQ(seen.Candidates(), (std::array<int, kMostBuffers>{0, -1, -1}));
  EXPECT_EQ(seen.Delivered(0, 3), 0U);
  EXPECT_FALSE(seen.HasUndelivered());
}

TEST(Publications, ABufferReadAheadOfItsIndexIsNotDeliveredTwiceAndNothingOlderAfterIt) {
  Publications seen;
  seen.Observe(0, 1);
  seen.Delivered(0, 1);
  seen.Observe(1, 2);
  seen.Observe(0, 3);
  // The writer has rewritten buffer 1 already, but not stored its index yet.
  EXPECT_EQ(seen.Delivered(1, 4), 2U);
  EXPECT_FALSE(seen.HasUndelivered());
  EXPECT_FALSE(seen.Observe(1, 4));
  EXPECT_FALSE(seen.HasUndelivered());
  EXPECT_TRUE(seen.Observe(0, 5));
}

TEST(Publications, ReadAheadAndRewrittenOnceMoreIsNew) {
  Publications seen;
  seen.Observe(0, 1);
  seen.Delivered(0, 1);
  seen.Observe(1, 2);
  seen.Observe(0, 3);
  seen.Delivered(1, 4);
  EXPECT_TRUE(seen.Observe(1, 6));
  EXPECT_EQ(seen.Candidates()[0], 1);
}

TEST(Publications, AfterAReopenEverythingIsNewAndOrderGoesOn) {
  Publications seen;
  seen.Observe(0, 1);
  seen.Delivered(0, 1);
  seen.Reopened();
  EXPECT_FALSE(seen.HasUndelivered());
  EXPECT_TRUE(seen.Observe(0, 1));
  EXPECT_EQ(seen.Delivered(0, 1), 0U);
  EXPECT_EQ(seen.published(), 2U);
}

TEST(Publications, DeliveringOnRequestCountsNothing) {
  Publications seen;
  seen.Observe(0, 1);
  seen.Delivered(0, 1);
  EXPECT_EQ(seen.Delivered(0, 1), 0U);
  EXPECT_FALSE(seen.HasUndelivered());
}

}  // namespace
}  // namespace framelatch
