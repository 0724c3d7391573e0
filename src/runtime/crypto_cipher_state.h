#pragma once
// One encryption or decryption under way, whichever cipher it is. Data flows into memory of the caller's.

#include <openssl/aes.h>
#include <openssl/chacha.h>
#include <openssl/poly1305.h>

#include <optional>

#include "runtime/crypto_cipher.h"
#include "runtime/crypto_support.h"

namespace weft::runtime::crypto {

/// ChaCha20 and Poly1305 by chunks of any size (RFC 8439): the library has them as one whole message only.
class ChaChaPoly {
 public:
  ~ChaChaPoly();
  /// A nonce of fewer than 12 bytes has zeros in front.
  void start(ByteSpan key, ByteSpan nonce);
  void aad(ByteSpan data);
  void encrypt(ByteSpan in, uint8_t* out);
  void decrypt(ByteSpan in, uint8_t* out);
  void finish(uint8_t tag[16]);

 private:
  void xorStream(ByteSpan in, uint8_t* out);
  void beginText();
  void pad(uint64_t size);

  uint8_t key_[32], nonce_[12], block_[64];
  poly1305_state mac_;
  uint32_t counter_ = 1;
  size_t blockUsed_ = 64;
  uint64_t aadSize_ = 0, textSize_ = 0;
  bool isInText_ = false;
};

enum class Direction : uint8_t { Encrypt, Decrypt };

/// AES in cipher feedback mode, 128 bits at a time (NIST SP 800-38A, section 6.3).
class AesCfb {
 public:
  ~AesCfb();
  void start(ByteSpan key, ByteSpan iv);
  void run(Direction, ByteSpan in, uint8_t* out);

 private:
  AES_KEY key_ = {};
  uint8_t iv_[16] = {};
  int used_ = 0;
};

class CipherState {
 public:
  /// `iv` none: the cipher must take none. `tagLength` -1: not said.
  Outcome<void> start(const CipherRow&, Direction, ByteSpan key, std::optional<ByteSpan> iv, int tagLength);
  bool isAuthenticated() const { return isAuthenticated_; }
  bool isFinished() const { return isFinished_; }
  Direction direction() const { return direction_; }
  bool hasText() const { return hasText_; }
  int tagLength() const { return tagLength_; }

  bool aad(ByteSpan);
  /// The most bytes that an update of this size gives.
  size_t outputSize(size_t input) const;
  /// `out` has outputSize(in.size()) bytes. Gives how many were written; nothing for a fault.
  std::optional<size_t> update(ByteSpan in, uint8_t* out);
  /// `out` has a block's size.
  Outcome<size_t> finish(uint8_t* out);
  bool setPadding(bool);
  /// What finish() compares.
  void setTag(ByteSpan);
  bool hasTag() const { return hasTag_; }
  /// After the encryption's finish().
  ByteSpan tag() const { return {tag_, size_t(tagLength_ < 0 ? 16 : tagLength_)}; }
  /// Whether a tag of this many bytes is one of the cipher's, and is what was said at the start.
  bool takesTagOf(size_t size) const;

 private:
  Outcome<size_t> finishChaCha();

  bssl::ScopedEVP_CIPHER_CTX context_;
  ChaChaPoly chacha_;
  AesCfb cfb_;
  Direction direction_ = Direction::Encrypt;
  bool isChaCha_ = false, isCfb_ = false, isAuthenticated_ = false, isFinished_ = false, hasText_ = false,
       hasTag_ = false;
  int tagLength_ = -1;
  uint8_t tag_[16] = {};
  size_t tagSize_ = 0;
};

}  // namespace weft::runtime::crypto
