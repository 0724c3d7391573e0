// Ciphers at work.

#include "runtime/crypto_cipher_state.h"

#include <openssl/err.h>
#include <openssl/mem.h>

#include <algorithm>
#include <cstring>

namespace weft::runtime::crypto {

namespace {

constexpr uint8_t kZeros[16] = {};
constexpr size_t kMostAtOnce = size_t{1} << 30;

/// What NIST SP 800-38D allows for GCM.
bool isGcmTagSize(size_t size) {
  return size == 4 || size == 8 || (size >= 12 && size <= 16);
}

CryptoError invalidTagLength(int size) {
  return error(js::ErrorKind::TypeError, "ERR_CRYPTO_INVALID_AUTH_TAG",
               "Invalid authentication tag length: " + std::to_string(size));
}
CryptoError invalidIv() {
  return error(js::ErrorKind::TypeError, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector");
}
CryptoError invalidKeySize() {
  return error(js::ErrorKind::RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
}
CryptoError notAuthentic() {
  ERR_clear_error();
  return error(js::ErrorKind::Error, {}, "Unsupported state or unable to authenticate data");
}

}  // namespace

ChaChaPoly::~ChaChaPoly() {
  OPENSSL_cleanse(key_, sizeof key_);
  OPENSSL_cleanse(block_, sizeof block_);
  OPENSSL_cleanse(&mac_, sizeof mac_);
}

void ChaChaPoly::start(ByteSpan key, ByteSpan nonce) {
  memcpy(key_, key.data(), sizeof key_);
  memset(nonce_, 0, sizeof nonce_);
  if (!nonce.empty()) memcpy(nonce_ + sizeof nonce_ - nonce.size(), nonce.data(), nonce.size());
  memset(block_, 0, sizeof block_);
  CRYPTO_chacha_20(block_, block_, sizeof block_, key_, nonce_, 0);
  CRYPTO_poly1305_init(&mac_, block_);
}

void ChaChaPoly::aad(ByteSpan data) {
  CRYPTO_poly1305_update(&mac_, data.data(), data.size());
  aadSize_ += data.size();
}

void ChaChaPoly::pad(uint64_t size) {
  if (size % 16) CRYPTO_poly1305_update(&mac_, kZeros, 16 - size % 16);
}

void ChaChaPoly::beginText() {
  if (!isInText_) pad(aadSize_);
  isInText_ = true;
}

void ChaChaPoly::xorStream(ByteSpan in, uint8_t* out) {
  size_t at = 0;
  while (at < in.size() && blockUsed_ < sizeof block_) {
    out[at] = in[at] ^ block_[blockUsed_++];
    ++at;
  }
  size_t whole = (in.size() - at) / 64 * 64;
  if (whole) {
    CRYPTO_chacha_20(out + at, in.data() + at, whole, key_, nonce_, counter_);
    counter_ += uint32_t(whole / 64);
    at += whole;
  }
  if (at == in.size()) return;
  memset(block_, 0, sizeof block_);
  CRYPTO_chacha_20(block_, block_, sizeof block_, key_, nonce_, counter_++);
  for (blockUsed_ = 0; at < in.size(); ++at) out[at] = in[at] ^ block_[blockUsed_++];
}

void ChaChaPoly::encrypt(ByteSpan in, uint8_t* out) {
  beginText();
  xorStream(in, out);
  CRYPTO_poly1305_update(&mac_, out, in.size());
  textSize_ += in.size();
}

void ChaChaPoly::decrypt(ByteSpan in, uint8_t* out) {
  beginText();
  CRYPTO_poly1305_update(&mac_, in.data(), in.size());
  textSize_ += in.size();
  xorStream(in, out);
}

void ChaChaPoly::finish(uint8_t tag[16]) {
  beginText();
  pad(textSize_);
  uint8_t sizes[16];
  for (int i = 0; i < 8; ++i) {
    sizes[i] = uint8_t(aadSize_ >> (8 * i));
    sizes[8 + i] = uint8_t(textSize_ >> (8 * i));
  }
  CRYPTO_poly1305_update(&mac_, sizes, sizeof sizes);
  CRYPTO_poly1305_finish(&mac_, tag);
}

AesCfb::~AesCfb() {
  OPENSSL_cleanse(&key_, sizeof key_);
}

void AesCfb::start(ByteSpan key, ByteSpan iv) {
  AES_set_encrypt_key(key.data(), unsigned(key.size() * 8), &key_);
  memcpy(iv_, iv.data(), sizeof iv_);
}

void AesCfb::run(Direction direction, ByteSpan in, uint8_t* out) {
  AES_cfb128_encrypt(in.data(), out, in.size(), &key_, iv_, &used_,
                     direction == Direction::Encrypt ? AES_ENCRYPT : AES_DECRYPT);
}

Outcome<void> CipherState::start(const CipherRow& row, Direction direction, ByteSpan key, std::optional<ByteSpan> iv,
                                 int tagLength) {
  direction_ = direction;
  isChaCha_ = row.mode == "stream";
  isCfb_ = row.mode == "cfb";
  isAuthenticated_ = isChaCha_ || row.mode == "gcm";
  const EVP_CIPHER* cipher = row.cipher ? row.cipher() : nullptr;
  size_t ivSize = cipher ? EVP_CIPHER_iv_length(cipher) : row.ivSize;
  if (!iv && ivSize) return refuse(invalidIv());
  if (iv && !isAuthenticated_ && iv->size() != ivSize) return refuse(invalidIv());
  if (isChaCha_ && iv->size() > 12) return refuse(invalidIv());
  if (isAuthenticated_ && !isChaCha_ && iv->empty()) return refuse(invalidIv());
  if (isAuthenticated_ && tagLength >= 0) {
    if (isChaCha_ ? tagLength > 16 || tagLength < 1 : !isGcmTagSize(size_t(tagLength)))
      return refuse(invalidTagLength(tagLength));
  }
  if (isAuthenticated_) tagLength_ = tagLength >= 0 ? tagLength : isChaCha_ ? 16 : -1;
  size_t keySize = cipher ? EVP_CIPHER_key_length(cipher) : row.keySize;
  if (key.size() != keySize) return refuse(invalidKeySize());
  if (isChaCha_) {
    chacha_.start(key, *iv);
    return {};
  }
  if (isCfb_) {
    cfb_.start(key, *iv);
    return {};
  }
  EVP_CIPHER_CTX* c = context_.get();
  int encrypts = direction == Direction::Encrypt;
  bool isReady = EVP_CipherInit_ex(c, cipher, nullptr, nullptr, nullptr, encrypts);
  if (isReady && isAuthenticated_) isReady = EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, int(iv->size()), nullptr);
  if (isReady)
    isReady = EVP_CipherInit_ex(c, nullptr, nullptr, key.data(), iv && ivSize ? iv->data() : nullptr, encrypts);
  if (!isReady) return refuse(lastError());
  return {};
}

bool CipherState::aad(ByteSpan data) {
  if (!isAuthenticated_ || isFinished_ || hasText_) return false;
  if (isChaCha_) {
    chacha_.aad(data);
    return true;
  }
  int written = 0;
  for (size_t at = 0; at < data.size(); at += kMostAtOnce) {
    size_t size = std::min(kMostAtOnce, data.size() - at);
    if (!EVP_CipherUpdate(context_.get(), nullptr, &written, data.data() + at, int(size))) {
      ERR_clear_error();
      return false;
    }
  }
  return true;
}

size_t CipherState::outputSize(size_t input) const {
  size_t block = isChaCha_ || isCfb_ ? 1 : EVP_CIPHER_CTX_block_size(context_.get());
  return block == 1 ? input : input + block;
}

std::optional<size_t> CipherState::update(ByteSpan in, uint8_t* out) {
  if (isFinished_) return std::nullopt;
  hasText_ = true;
  if (isChaCha_) {
    if (direction_ == Direction::Encrypt)
      chacha_.encrypt(in, out);
    else
      chacha_.decrypt(in, out);
    return in.size();
  }
  if (isCfb_) {
    cfb_.run(direction_, in, out);
    return in.size();
  }
  size_t total = 0;
  for (size_t at = 0; at < in.size(); at += kMostAtOnce) {
    int written = 0;
    size_t size = std::min(kMostAtOnce, in.size() - at);
    if (!EVP_CipherUpdate(context_.get(), out + total, &written, in.data() + at, int(size))) {
      ERR_clear_error();
      return std::nullopt;
    }
    total += size_t(written);
  }
  return total;
}

Outcome<size_t> CipherState::finishChaCha() {
  uint8_t computed[16];
  chacha_.finish(computed);
  if (direction_ == Direction::Encrypt) {
    memcpy(tag_, computed, sizeof computed);
    return size_t{0};
  }
  if (!hasTag_ || CRYPTO_memcmp(computed, tag_, tagSize_) != 0) return refuse(notAuthentic());
  return size_t{0};
}

Outcome<size_t> CipherState::finish(uint8_t* out) {
  if (isFinished_) return refuse(js::ErrorKind::Error, "ERR_CRYPTO_INVALID_STATE", "Invalid state");
  isFinished_ = true;
  if (isChaCha_) return finishChaCha();
  if (isCfb_) return size_t{0};
  if (isAuthenticated_ && direction_ == Direction::Decrypt) {
    if (!hasTag_ || !EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, int(tagSize_), tag_))
      return refuse(notAuthentic());
  }
  int written = 0;
  ERR_clear_error();
  if (!EVP_CipherFinal_ex(context_.get(), out, &written))
    return refuse(isAuthenticated_ ? notAuthentic() : lastError());
  if (isAuthenticated_ && direction_ == Direction::Encrypt) {
    if (!EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag_)) return refuse(lastError());
  }
  return size_t(written);
}

bool CipherState::setPadding(bool pads) {
  if (isFinished_) return false;
  if (!isChaCha_ && !isCfb_) EVP_CIPHER_CTX_set_padding(context_.get(), pads);
  return true;
}

bool CipherState::takesTagOf(size_t size) const {
  if (tagLength_ >= 0 && size != size_t(tagLength_)) return false;
  return isChaCha_ ? size >= 1 && size <= 16 : isGcmTagSize(size);
}

void CipherState::setTag(ByteSpan tag) {
  tagSize_ = std::min(tag.size(), sizeof tag_);
  memcpy(tag_, tag.data(), tagSize_);
  hasTag_ = true;
}

}  // namespace weft::runtime::crypto
