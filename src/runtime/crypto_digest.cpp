// Digests by name, and HMAC over them.

#include "runtime/crypto_digest.h"

#include <openssl/mem.h>
#include <openssl/sha.h>

#include "base/check.h"

namespace weft::runtime::crypto {

namespace {

/// SHA-512 with another start and the end cut off. https://csrc.nist.gov/pubs/fips/180-4/upd1/final, 5.3.6.1
class Sha512of224 final : public OwnDigest {
 public:
  Sha512of224() {
    static constexpr uint64_t kStart[] = {0x8c3d37c819544da2, 0x73e1996689dcd4d6, 0x1dfab7ae32ff9c82,
                                          0x679dd514582f9fcf, 0x0f6d2b697bd44da8, 0x77e36f7304c48942,
                                          0x3f9d85a86a1d36c8, 0x1112e6ad91d692a1};
    SHA512_Init(&context_);
    for (int i = 0; i < 8; ++i) context_.h[i] = kStart[i];
  }
  void update(ByteSpan data) override { SHA512_Update(&context_, data.data(), data.size()); }
  void finish(std::span<uint8_t> out) override {
    uint8_t whole[SHA512_DIGEST_LENGTH];
    SHA512_Final(whole, &context_);
    memcpy(out.data(), whole, std::min(out.size(), sizeof whole));
  }
  std::unique_ptr<OwnDigest> copy() const override { return std::make_unique<Sha512of224>(*this); }

 private:
  SHA512_CTX context_;
};

template <size_t Rate, uint8_t Suffix>
std::unique_ptr<OwnDigest> keccak() {
  return newKeccak(Rate, Suffix);
}
template <size_t Size>
std::unique_ptr<OwnDigest> blake2b() {
  return newBlake2b(Size);
}
std::unique_ptr<OwnDigest> blake2s256() {
  return newBlake2s(32);
}

constexpr DigestKind kOwn[] = {
    {"blake2b256", 32, 128, false, nullptr, blake2b<32>},     {"blake2b512", 64, 128, false, nullptr, blake2b<64>},
    {"blake2s256", 32, 64, false, nullptr, blake2s256},       {"ripemd160", 20, 64, false, nullptr, newRipemd160},
    {"sha3-224", 28, 144, false, nullptr, keccak<144, 0x06>}, {"sha3-256", 32, 136, false, nullptr, keccak<136, 0x06>},
    {"sha3-384", 48, 104, false, nullptr, keccak<104, 0x06>}, {"sha3-512", 64, 72, false, nullptr, keccak<72, 0x06>},
    {"sha512-224", 28, 128, false, nullptr, newSha512of224},  {"shake128", 16, 168, true, nullptr, keccak<168, 0x1f>},
    {"shake256", 32, 136, true, nullptr, keccak<136, 0x1f>},
};

struct Alias {
  std::string_view alias, name;
};
constexpr Alias kAliases[] = {
    {"ripemd", "ripemd160"},
    {"rmd160", "ripemd160"},
    {"ripemd160withrsa", "ripemd160"},
    {"sha512/224", "sha512-224"},
    {"sha2-512/224", "sha512-224"},
    {"id-rsassa-pkcs1-v1_5-with-sha3-224", "sha3-224"},
    {"id-rsassa-pkcs1-v1_5-with-sha3-256", "sha3-256"},
    {"id-rsassa-pkcs1-v1_5-with-sha3-384", "sha3-384"},
    {"id-rsassa-pkcs1-v1_5-with-sha3-512", "sha3-512"},
};

}  // namespace

std::unique_ptr<OwnDigest> newSha512of224() {
  return std::make_unique<Sha512of224>();
}

namespace {

std::optional<DigestKind> findKind(std::string_view given) {
  if (const EVP_MD* digest = digestNamed(given))
    return DigestKind{{}, EVP_MD_size(digest), EVP_MD_block_size(digest), false, digest, nullptr};
  std::string name = lowerCase(given);
  if (name.starts_with("rsa-")) name.erase(0, 4);
  if (name.ends_with("withrsaencryption")) name.resize(name.size() - strlen("withrsaencryption"));
  for (const Alias& row : kAliases)
    if (row.alias == name) name = row.name;
  if (name.starts_with("sha-")) name.erase(3, 1);
  if (name == "sha512/224") name = "sha512-224";
  for (const DigestKind& kind : kOwn)
    if (kind.name == name) return kind;
  return std::nullopt;
}

}  // namespace

std::optional<DigestKind> digestKind(std::string_view name) {
  // Programs ask for the same one again and again.
  thread_local std::string lastName;
  thread_local std::optional<DigestKind> lastKind;
  if (!lastKind || name != lastName) {
    lastKind = findKind(name);
    lastName = name;
  }
  return lastKind;
}

Digester::Digester(const DigestKind& kind) : kind_(kind) {
  if (kind.library)
    CHECK(EVP_DigestInit_ex(library_.get(), kind.library, nullptr));
  else
    own_ = kind.make();
}

bool Digester::copyFrom(const Digester& other) {
  kind_ = other.kind_;
  if (!kind_.library) {
    own_ = other.own_->copy();
    return true;
  }
  return EVP_MD_CTX_copy_ex(library_.get(), other.library_.get());
}

void Digester::update(ByteSpan data) {
  if (kind_.library)
    EVP_DigestUpdate(library_.get(), data.data(), data.size());
  else
    own_->update(data);
}

void Digester::finish(std::span<uint8_t> out) {
  if (!kind_.library) return own_->finish(out);
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(library_.get(), digest, &size);
  memcpy(out.data(), digest, std::min<size_t>(size, out.size()));
}

Authenticator::Authenticator(const DigestKind& kind, ByteSpan key) : inner_(kind), outer_(kind) {
  SecretBytes block(kind.blockSize);
  if (key.size() > kind.blockSize) {
    Digester digester(kind);
    digester.update(key);
    digester.finish({block.data(), kind.size});
  } else if (!key.empty()) {
    memcpy(block.data(), key.data(), key.size());
  }
  for (size_t i = 0; i < block.size(); ++i) block.data()[i] ^= 0x36;
  inner_.update(block.span());
  for (size_t i = 0; i < block.size(); ++i) block.data()[i] ^= 0x36 ^ 0x5c;
  outer_.update(block.span());
}

bool Authenticator::copyFrom(const Authenticator& other) {
  return inner_.copyFrom(other.inner_) && outer_.copyFrom(other.outer_);
}

void Authenticator::finish(std::span<uint8_t> out) {
  SecretBytes digest(kind().size);
  inner_.finish({digest.data(), digest.size()});
  outer_.update(digest.span());
  outer_.finish(out);
}

}  // namespace weft::runtime::crypto
