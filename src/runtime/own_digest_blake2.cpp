// BLAKE2b and BLAKE2s, without a key. https://www.rfc-editor.org/rfc/rfc7693

#include <algorithm>
#include <bit>

#include "runtime/own_digest.h"

namespace weft::runtime::crypto {

namespace {

constexpr uint8_t kSchedule[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

struct Wide {
  using Word = uint64_t;
  static constexpr int kRounds = 12;
  static constexpr int kTurns[] = {32, 24, 16, 63};
  static constexpr Word kStart[] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
};
struct Narrow {
  using Word = uint32_t;
  static constexpr int kRounds = 10;
  static constexpr int kTurns[] = {16, 12, 8, 7};
  static constexpr Word kStart[] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
};

template <class Kind>
class Blake2 final : public OwnDigest {
  using Word = typename Kind::Word;
  static constexpr size_t kBlockSize = 16 * sizeof(Word);

 public:
  explicit Blake2(size_t size) {
    std::copy(std::begin(Kind::kStart), std::end(Kind::kStart), state_);
    // The parameter block: the digest's length, no key, fanout and depth of one.
    state_[0] ^= 0x01010000 ^ Word(size);
  }

  void update(std::span<const uint8_t> data) override {
    blocks_.feed(data, [this](const uint8_t* block) {
      count_ += kBlockSize;
      compress(block, false);
    });
  }

  void finish(std::span<uint8_t> out) override {
    count_ += blocks_.used();
    compress(blocks_.padded(), true);
    memcpy(out.data(), state_, std::min(out.size(), sizeof state_));
  }

  std::unique_ptr<OwnDigest> copy() const override { return std::make_unique<Blake2>(*this); }

 private:
  static void mix(Word& a, Word& b, Word& c, Word& d, Word x, Word y) {
    a += b + x;
    d = std::rotr(d ^ a, Kind::kTurns[0]);
    c += d;
    b = std::rotr(b ^ c, Kind::kTurns[1]);
    a += b + y;
    d = std::rotr(d ^ a, Kind::kTurns[2]);
    c += d;
    b = std::rotr(b ^ c, Kind::kTurns[3]);
  }

  void compress(const uint8_t* block, bool isLast) {
    Word m[16], v[16];
    for (int i = 0; i < 16; ++i) m[i] = loadLittle<Word>(block + i * sizeof(Word));
    for (int i = 0; i < 8; ++i) {
      v[i] = state_[i];
      v[i + 8] = Kind::kStart[i];
    }
    v[12] ^= Word(count_);
    // The count's upper half: of 64 bits for BLAKE2s, of 128 for BLAKE2b, where it is never needed.
    if constexpr (sizeof(Word) == 4) v[13] ^= Word(count_ >> 32);
    if (isLast) v[14] = ~v[14];
#pragma clang loop unroll(full)
    for (int round = 0; round < Kind::kRounds; ++round) {
      const uint8_t* s = kSchedule[round % 10];
      mix(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
      mix(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
      mix(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
      mix(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
      mix(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
      mix(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
      mix(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
      mix(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
    }
    for (int i = 0; i < 8; ++i) state_[i] ^= v[i] ^ v[i + 8];
  }

  Word state_[8];
  uint64_t count_ = 0;
  Blocks<kBlockSize, true> blocks_;
};

}  // namespace

std::unique_ptr<OwnDigest> newBlake2b(size_t size) {
  return std::make_unique<Blake2<Wide>>(size);
}
std::unique_ptr<OwnDigest> newBlake2s(size_t size) {
  return std::make_unique<Blake2<Narrow>>(size);
}

}  // namespace weft::runtime::crypto
