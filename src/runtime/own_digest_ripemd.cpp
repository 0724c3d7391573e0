// RIPEMD-160: two lines of five rounds, joined at the end. https://homes.esat.kuleuven.be/~bosselae/ripemd160.html

#include <bit>

#include "runtime/own_digest.h"

namespace weft::runtime::crypto {

namespace {

constexpr size_t kBlockSize = 64;

struct Line {
  uint8_t word[80], turn[80];
  uint32_t constant[5];
};
constexpr Line kLeft = {
    {0,  1, 2,  3,  4, 5,  6,  7,  8, 9, 10, 11, 12, 13, 14, 15, 7, 4,  13, 1, 10, 6, 15, 3,  12, 0, 9,
     5,  2, 14, 11, 8, 3,  10, 14, 4, 9, 15, 8,  1,  2,  7,  0,  6, 13, 11, 5, 12, 1, 9,  11, 10, 0, 8,
     12, 4, 13, 3,  7, 15, 14, 5,  6, 2, 4,  0,  5,  9,  7,  12, 2, 10, 14, 1, 3,  8, 11, 6,  15, 13},
    {11, 14, 15, 12, 5,  8,  7,  9, 11, 13, 14, 15, 6,  7,  9, 8,  7,  6,  8,  13, 11, 9,  7,  15, 7,  12, 15,
     9,  11, 7,  13, 12, 11, 13, 6, 7,  14, 9,  13, 15, 14, 8, 13, 6,  5,  12, 7,  5,  11, 12, 14, 15, 14, 15,
     9,  8,  9,  14, 5,  6,  8,  6, 5,  12, 9,  15, 5,  11, 6, 8,  13, 12, 5,  12, 13, 14, 11, 8,  5,  6},
    {0x00000000, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e}};
constexpr Line kRight = {
    {5,  14, 7, 0,  9, 2,  11, 4, 13, 6,  15, 8,  1,  10, 3, 12, 6, 11, 3, 7, 0,  13, 5, 10, 14, 15, 8,
     12, 4,  9, 1,  2, 15, 5,  1, 3,  7,  14, 6,  9,  11, 8, 12, 2, 10, 0, 4, 13, 8,  6, 4,  1,  3,  11,
     15, 0,  5, 12, 2, 13, 9,  7, 10, 14, 12, 15, 10, 4,  1, 5,  8, 7,  6, 2, 13, 14, 0, 3,  9,  11},
    {8, 9,  9,  11, 13, 15, 15, 5,  7,  7, 8, 11, 14, 14, 12, 6, 9,  13, 15, 7,  12, 8,  9,  11, 7,  7,  12,
     7, 6,  15, 13, 11, 9,  7,  15, 11, 8, 6, 6,  14, 12, 13, 5, 14, 13, 13, 7,  5,  15, 5,  8,  11, 14, 14,
     6, 14, 6,  9,  12, 9,  12, 5,  15, 8, 8, 5,  12, 9,  12, 5, 14, 6,  8,  13, 6,  5,  15, 13, 11, 11},
    {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0x00000000}};

inline uint32_t combine(int round, uint32_t x, uint32_t y, uint32_t z) {
  switch (round) {
    case 0:
      return x ^ y ^ z;
    case 1:
      return (x & y) | (~x & z);
    case 2:
      return (x | ~y) ^ z;
    case 3:
      return (x & z) | (y & ~z);
    default:
      return x ^ (y | ~z);
  }
}

/// Runs one line over a block; the right one takes the functions in reverse. Unrolled, all of the tables are constants.
template <const Line& kLine, bool kIsReversed>
void runLine(const uint32_t* words, uint32_t* state) {
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < 80; ++i) {
    int round = i / 16;
    uint32_t mixed = combine(kIsReversed ? 4 - round : round, b, c, d);
    uint32_t next = std::rotl(a + mixed + words[kLine.word[i]] + kLine.constant[round], kLine.turn[i]) + e;
    a = e;
    e = d;
    d = std::rotl(c, 10);
    c = b;
    b = next;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
  state[4] = e;
}

class Ripemd160 final : public OwnDigest {
 public:
  void update(std::span<const uint8_t> data) override {
    count_ += data.size();
    blocks_.feed(data, [this](const uint8_t* block) { compress(block); });
  }

  void finish(std::span<uint8_t> out) override {
    uint8_t* last = blocks_.padded();
    last[blocks_.used()] = 0x80;
    // The length takes eight bytes: without room for them there is one more block.
    if (blocks_.used() >= kBlockSize - 8) {
      compress(last);
      memset(last, 0, kBlockSize);
    }
    storeLittle<uint64_t>(last + kBlockSize - 8, count_ * 8);
    compress(last);
    memcpy(out.data(), state_, std::min(out.size(), sizeof state_));
  }

  std::unique_ptr<OwnDigest> copy() const override { return std::make_unique<Ripemd160>(*this); }

 private:
  void compress(const uint8_t* block) {
    uint32_t words[16], left[5], right[5];
    for (int i = 0; i < 16; ++i) words[i] = loadLittle<uint32_t>(block + 4 * i);
    memcpy(left, state_, sizeof left);
    memcpy(right, state_, sizeof right);
    runLine<kLeft, false>(words, left);
    runLine<kRight, true>(words, right);
    uint32_t first = state_[1] + left[2] + right[3];
    state_[1] = state_[2] + left[3] + right[4];
    state_[2] = state_[3] + left[4] + right[0];
    state_[3] = state_[4] + left[0] + right[1];
    state_[4] = state_[0] + left[1] + right[2];
    state_[0] = first;
  }

  uint32_t state_[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint64_t count_ = 0;
  Blocks<kBlockSize, false> blocks_;
};

}  // namespace

std::unique_ptr<OwnDigest> newRipemd160() {
  return std::make_unique<Ripemd160>();
}

}  // namespace weft::runtime::crypto
