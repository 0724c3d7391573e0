#pragma once
// Digests and HMACs under one interface: BoringSSL's, and those that it lacks (own_digest.h).

#include <openssl/hmac.h>

#include <memory>
#include <optional>
#include <string_view>

#include "runtime/crypto_support.h"
#include "runtime/own_digest.h"

namespace weft::runtime::crypto {

/// A hash function.
struct DigestKind {
  std::string_view name;  // of those that are made here
  size_t size;            // bytes of the digest; the default for one of any length
  size_t blockSize;       // what HMAC fills its key up to
  bool isExtendable;      // gives a digest of any length
  const EVP_MD* library;  // null: `make` is used
  std::unique_ptr<OwnDigest> (*make)();
};

/// By any of the names that Node takes, in any case; nothing for one that is not there.
std::optional<DigestKind> digestKind(std::string_view name);

/// A hash under way.
class Digester {
 public:
  explicit Digester(const DigestKind& kind);
  /// False when memory is out.
  [[nodiscard]] bool copyFrom(const Digester&);
  void update(ByteSpan);
  /// Fills `out`, whose size is the digest's (any for an extendable one). Call once.
  void finish(std::span<uint8_t> out);
  const DigestKind& kind() const { return kind_; }

 private:
  DigestKind kind_;
  bssl::ScopedEVP_MD_CTX library_;
  std::unique_ptr<OwnDigest> own_;
};

/// HMAC over any of them (RFC 2104).
class Authenticator {
 public:
  Authenticator(const DigestKind& kind, ByteSpan key);
  [[nodiscard]] bool copyFrom(const Authenticator&);
  void update(ByteSpan data) { inner_.update(data); }
  /// `out` has the digest's size. Call once.
  void finish(std::span<uint8_t> out);
  const DigestKind& kind() const { return inner_.kind(); }

 private:
  Digester inner_, outer_;
};

/// The longest digest of those of one length.
constexpr size_t kLongestDigest = 64;

}  // namespace weft::runtime::crypto
