#include <algorithm>
#include <cstring>

#include "pixels/pixels.h"

// What tells one picture from the next without keeping either.
namespace framelatch {
namespace {

constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;

uint64_t Mix(uint64_t hash, uint64_t word) noexcept {
  hash = (hash ^ word) * kMultiplier;
  return hash ^ hash >> 29;
}

// Every visible byte: for pictures so small that sampling saves nothing.
uint64_t WholeFingerprint(const StoredPicture& picture, uint64_t row_bytes) noexcept {
  uint64_t hash = kMultiplier;
  for (uint32_t row = 0; row < picture.height; ++row) {
    const std::byte* bytes = RowOf(picture, row);
    for (uint64_t at = 0; at < row_bytes; at += sizeof(uint64_t)) {
      uint64_t word = 0;
      std::memcpy(&word, bytes + at, static_cast<size_t>(std::min<uint64_t>(sizeof word, row_bytes - at)));
      hash = Mix(hash, word);
    }
  }
  return hash;
}

// Four lanes, so that one multiplication does not wait for the one before.
uint64_t HashBytes(uint64_t seed, const std::byte* bytes, uint64_t count) noexcept {
  uint64_t lanes[4] = {seed, seed + 1, seed + 2, seed + 3};
  uint64_t at = 0;
  for (; at + 32 <= count; at += 32) {
    uint64_t words[4];
    std::memcpy(words, bytes + at, sizeof words);
    for (size_t lane = 0; lane < 4; ++lane) lanes[lane] = Mix(lanes[lane], words[lane]);
  }
  for (; at < count; at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, bytes + at, static_cast<size_t>(std::min<uint64_t>(sizeof word, count - at)));
    lanes[0] = Mix(lanes[0], word);
  }
  return Mix(Mix(Mix(lanes[0], lanes[1]), lanes[2]), lanes[3]);
}

}  // namespace

uint64_t ContentHash(const StoredPicture& picture, PictureRows rows) noexcept {
  const uint64_t row_bytes = picture.row_bytes;
  uint64_t hash = kMultiplier ^ row_bytes;
  // Stored order: how it is shown is no content. Chroma rows follow luma at the same pitch.
  const uint64_t stored_rows = StoredRows(picture.format, picture.height);
  for (uint64_t row = rows.first; row < stored_rows; row += rows.step) {
    hash = HashBytes(hash, picture.pixels + static_cast<size_t>(row) * picture.pitch, row_bytes);
  }
  return hash;
}

uint64_t Fingerprint(const StoredPicture& picture) noexcept {
  constexpr uint32_t kSamples = 128;
  constexpr uint64_t kSmallPicture = 4096;
  const uint64_t row_bytes = picture.row_bytes;
  if (row_bytes < sizeof(uint64_t) || row_bytes * picture.height <= kSmallPicture) {
    return WholeFingerprint(picture, row_bytes);
  }
  // From the first row to the last, at a column that jumps about; the left edge often, where counters like to stand.
  uint64_t hash = kMultiplier ^ row_bytes;
  const uint64_t columns = row_bytes - sizeof(uint64_t) + 1;
  for (uint32_t sample = 0; sample < kSamples; ++sample) {
    const uint64_t row = uint64_t{sample} * (picture.height - 1) / (kSamples - 1);
    const uint64_t column = sample % 8 == 0 ? 0 : (uint64_t{sample} * 0x9E3779B9U & 0xFFFFFFFFU) * columns >> 32;
    uint64_t word = 0;
    std::memcpy(&word, RowOf(picture, static_cast<uint32_t>(row)) + column, sizeof word);
    hash = Mix(hash, word);
  }
  return hash;
}

}  // namespace framelatch
