// bcrypt: Blowfish with a key schedule that takes long, then a fixed text enciphered with it.

#include "runtime/bcrypt.h"

#include <openssl/mem.h>

#include <cstring>
#include <memory>

#include "runtime/blowfish_pi.h"

namespace weft::runtime {

namespace {

constexpr std::string_view kAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kText = "OrpheanBeholderScryDoubt";
constexpr int kRounds = 16, kSubkeys = kRounds + 2, kBoxSize = 256;

class Blowfish {
 public:
  Blowfish() {
    memcpy(subkeys_, kBlowfishPi, sizeof subkeys_);
    memcpy(boxes_, kBlowfishPi + kSubkeys, sizeof boxes_);
  }
  ~Blowfish() { OPENSSL_cleanse(this, sizeof *this); }

  void encipher(uint32_t& left, uint32_t& right) const {
    uint32_t l = left ^ subkeys_[0], r = right;
#pragma clang loop unroll(full)
    for (int i = 1; i <= kRounds; i += 2) {
      r ^= mix(l) ^ subkeys_[i];
      l ^= mix(r) ^ subkeys_[i + 1];
    }
    left = r ^ subkeys_[kRounds + 1];
    right = l;
  }

  /// Mixes a key in, and enciphers the schedule with itself and the words of `salt`, which may be all zero.
  void expand(const uint32_t (&key)[kSubkeys], const uint32_t (&salt)[4]) {
    for (int i = 0; i < kSubkeys; ++i) subkeys_[i] ^= key[i];
    uint32_t l = 0, r = 0;
    int at = 0;
    auto next = [&](uint32_t* to) {
      l ^= salt[at];
      r ^= salt[at + 1];
      at ^= 2;
      encipher(l, r);
      to[0] = l;
      to[1] = r;
    };
    for (int i = 0; i < kSubkeys; i += 2) next(subkeys_ + i);
    for (int i = 0; i < 4 * kBoxSize; i += 2) next(boxes_ + i);
  }

 private:
  uint32_t mix(uint32_t x) const {
    return ((boxes_[x >> 24] + boxes_[kBoxSize + (x >> 16 & 0xff)]) ^ boxes_[2 * kBoxSize + (x >> 8 & 0xff)]) +
           boxes_[3 * kBoxSize + (x & 0xff)];
  }

  uint32_t subkeys_[kSubkeys];
  uint32_t boxes_[4 * kBoxSize];
};

/// Big-endian words of the bytes, over and over.
template <size_t Count>
void repeatInto(uint32_t (&words)[Count], std::span<const uint8_t> bytes) {
  size_t at = 0;
  for (uint32_t& word : words) {
    word = 0;
    for (int i = 0; i < 4; ++i) {
      word = word << 8 | bytes[at];
      at = at + 1 == bytes.size() ? 0 : at + 1;
    }
  }
}

// ---- base64 with an alphabet of its own, and without padding

void appendBase64(std::string& out, std::span<const uint8_t> bytes) {
  uint32_t bits = 0;
  int count = 0;
  for (uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) out += kAlphabet[bits >> (count - 6) & 63];
  }
  if (count) out += kAlphabet[bits << (6 - count) & 63];
}

bool readBase64(std::string_view text, std::span<uint8_t> out) {
  uint32_t bits = 0;
  int count = 0;
  size_t at = 0;
  for (char c : text) {
    size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | uint32_t(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    if (at < out.size()) out[at++] = uint8_t(bits >> count);
  }
  return at == out.size();
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<BcryptHash> parseBcrypt(std::string_view text) {
  constexpr size_t kPrefix = 7, kSalt = 22, kDigest = 31;
  if (text.size() != kPrefix + kSalt + kDigest || !text.starts_with("$2") || text[3] != '$' || text[6] != '$')
    return std::nullopt;
  if (std::string_view("abxy").find(text[2]) == std::string_view::npos || !isDigit(text[4]) || !isDigit(text[5]))
    return std::nullopt;
  BcryptHash out{};
  out.cost = (text[4] - '0') * 10 + (text[5] - '0');
  if (out.cost < kLeastBcryptCost || out.cost > kMostBcryptCost) return std::nullopt;
  if (!readBase64(text.substr(kPrefix, kSalt), out.salt) || !readBase64(text.substr(kPrefix + kSalt), out.digest))
    return std::nullopt;
  return out;
}

std::string formatBcrypt(const BcryptHash& hash) {
  std::string out = "$2b$";
  out += char('0' + hash.cost / 10);
  out += char('0' + hash.cost % 10);
  out += '$';
  appendBase64(out, hash.salt);
  appendBase64(out, hash.digest);
  return out;
}

void bcrypt(std::span<const uint8_t> password, BcryptHash& hash) {
  // The zero at the end counts.
  uint8_t bytes[kMostBcryptPassword + 1] = {};
  size_t size = std::min(password.size(), kMostBcryptPassword);
  if (size) memcpy(bytes, password.data(), size);
  uint32_t key[kSubkeys], saltKey[kSubkeys], salt[4];
  repeatInto(key, {bytes, size + 1});
  repeatInto(saltKey, hash.salt);
  repeatInto(salt, hash.salt);
  OPENSSL_cleanse(bytes, sizeof bytes);

  static constexpr uint32_t kNoSalt[4] = {};
  auto cipher = std::make_unique<Blowfish>();
  cipher->expand(key, salt);
  for (uint64_t left = uint64_t(1) << hash.cost; left > 0; --left) {
    cipher->expand(key, kNoSalt);
    cipher->expand(saltKey, kNoSalt);
  }
  OPENSSL_cleanse(key, sizeof key);

  uint32_t words[6];
  repeatInto(words, {reinterpret_cast<const uint8_t*>(kText.data()), kText.size()});
  for (int i = 0; i < 64; ++i)
    for (int k = 0; k < 6; k += 2) cipher->encipher(words[k], words[k + 1]);
  for (size_t i = 0; i < hash.digest.size(); ++i) hash.digest[i] = uint8_t(words[i / 4] >> (24 - i % 4 * 8));
}

}  // namespace weft::runtime
