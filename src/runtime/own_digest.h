#pragma once
// Hash functions that BoringSSL lacks: SHA-3 and SHAKE, BLAKE2, RIPEMD-160, SHA-512/224.

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace weft::runtime::crypto {

/// A hash under way.
class OwnDigest {
 public:
  virtual ~OwnDigest() = default;
  virtual void update(std::span<const uint8_t>) = 0;
  /// Fills `out`, whose size is the digest's own; any for SHAKE. Nothing may follow but destruction.
  virtual void finish(std::span<uint8_t> out) = 0;
  virtual std::unique_ptr<OwnDigest> copy() const = 0;
};

/// SHA-3 (FIPS 202): `rate` is the bytes of a block, `suffix` the bits that end the message (0x06 SHA-3, 0x1f SHAKE).
std::unique_ptr<OwnDigest> newKeccak(size_t rate, uint8_t suffix);
/// BLAKE2b and BLAKE2s without a key (RFC 7693).
std::unique_ptr<OwnDigest> newBlake2b(size_t size);
std::unique_ptr<OwnDigest> newBlake2s(size_t size);
std::unique_ptr<OwnDigest> newRipemd160();
std::unique_ptr<OwnDigest> newSha512of224();

/// Cuts a stream of bytes into blocks. With `KeepsLast`, a full block stays until more comes, for hashes that treat
/// the last one apart.
template <size_t Size, bool KeepsLast>
class Blocks {
 public:
  template <class Consume>
  void feed(std::span<const uint8_t> data, Consume consume) {
    constexpr size_t kSpare = KeepsLast ? 1 : 0;
    if (used_) {
      size_t taken = std::min(Size - used_, data.size());
      memcpy(bytes_.data() + used_, data.data(), taken);
      used_ += taken;
      data = data.subspan(taken);
      if (used_ < Size || data.size() < kSpare) return;
      consume(bytes_.data());
      used_ = 0;
    }
    while (data.size() >= Size + kSpare) {
      consume(data.data());
      data = data.subspan(Size);
    }
    if (!data.empty()) memcpy(bytes_.data(), data.data(), data.size());
    used_ = data.size();
  }
  /// The bytes that wait, followed by zeros.
  uint8_t* padded() {
    memset(bytes_.data() + used_, 0, Size - used_);
    return bytes_.data();
  }
  size_t used() const { return used_; }

 private:
  std::array<uint8_t, Size> bytes_;
  size_t used_ = 0;
};

/// Little-endian words.
template <class Word>
Word loadLittle(const uint8_t* from) {
  Word word;
  memcpy(&word, from, sizeof word);
  return word;
}
template <class Word>
void storeLittle(uint8_t* to, Word word) {
  memcpy(to, &word, sizeof word);
}
static_assert(std::endian::native == std::endian::little);

}  // namespace weft::runtime::crypto
