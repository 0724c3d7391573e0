// SHA-3 and SHAKE: the sponge over Keccak-f[1600]. https://csrc.nist.gov/pubs/fips/202/final

#include <algorithm>
#include <bit>

#include "runtime/own_digest.h"

namespace weft::runtime::crypto {

namespace {

constexpr size_t kLanes = 25;

constexpr uint64_t kRoundConstants[] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};
// Steps rho and pi (sections 3.2.2 and 3.2.3) as one walk over the lanes: where each goes, and how far it turns.
constexpr int kTarget[] = {10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
constexpr int kTurn[] = {1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};

void permute(uint64_t* lanes) {
  for (uint64_t constant : kRoundConstants) {
    uint64_t column[5];
#pragma clang loop unroll(full)
    for (int x = 0; x < 5; ++x) column[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
#pragma clang loop unroll(full)
    for (int x = 0; x < 5; ++x) {
      uint64_t parity = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
#pragma clang loop unroll(full)
      for (int y = 0; y < 25; y += 5) lanes[y + x] ^= parity;
    }
    uint64_t carried = lanes[1];
#pragma clang loop unroll(full)
    for (int i = 0; i < 24; ++i) {
      uint64_t next = lanes[kTarget[i]];
      lanes[kTarget[i]] = std::rotl(carried, kTurn[i]);
      carried = next;
    }
#pragma clang loop unroll(full)
    for (int y = 0; y < 25; y += 5) {
      uint64_t row[5];
#pragma clang loop unroll(full)
      for (int x = 0; x < 5; ++x) row[x] = lanes[y + x];
#pragma clang loop unroll(full)
      for (int x = 0; x < 5; ++x) lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    lanes[0] ^= constant;
  }
}

class Keccak final : public OwnDigest {
 public:
  Keccak(size_t rate, uint8_t suffix) : rate_(rate), suffix_(suffix) {}

  void update(std::span<const uint8_t> data) override {
    if (at_) data = data.subspan(absorbBytes(data));
    while (data.size() >= rate_) {
      for (size_t i = 0; i < rate_ / 8; ++i) lanes_[i] ^= loadLittle<uint64_t>(data.data() + 8 * i);
      permute(lanes_);
      data = data.subspan(rate_);
    }
    absorbBytes(data);
  }

  void finish(std::span<uint8_t> out) override {
    xorByte(at_, suffix_);
    xorByte(rate_ - 1, 0x80);
    for (;;) {
      permute(lanes_);
      size_t taken = std::min(rate_, out.size());
      if (taken) memcpy(out.data(), lanes_, taken);
      out = out.subspan(taken);
      if (out.empty()) return;
    }
  }

  std::unique_ptr<OwnDigest> copy() const override { return std::make_unique<Keccak>(*this); }

 private:
  void xorByte(size_t at, uint8_t byte) { lanes_[at / 8] ^= uint64_t(byte) << (at % 8 * 8); }

  /// Takes what fits into the block that is under way.
  size_t absorbBytes(std::span<const uint8_t> data) {
    size_t taken = std::min(rate_ - at_, data.size());
    for (size_t i = 0; i < taken; ++i) xorByte(at_ + i, data[i]);
    at_ += taken;
    if (at_ == rate_) {
      permute(lanes_);
      at_ = 0;
    }
    return taken;
  }

  uint64_t lanes_[kLanes] = {};
  size_t rate_;
  size_t at_ = 0;
  uint8_t suffix_;
};

}  // namespace

std::unique_ptr<OwnDigest> newKeccak(size_t rate, uint8_t suffix) {
  return std::make_unique<Keccak>(rate, suffix);
}

}  // namespace weft::runtime::crypto
