// Keys as JavaScript holds them.

#include "runtime/crypto_key.h"

namespace weft::runtime::crypto {

KeyRef KeyData::secret(ByteSpan bytes) {
  return secret(SecretBytes(bytes));
}

KeyRef KeyData::secret(SecretBytes bytes) {
  auto out = std::make_shared<KeyData>();
  out->bytes_ = std::move(bytes);
  return out;
}

KeyRef KeyData::asymmetric(KeyKind kind, bssl::UniquePtr<EVP_PKEY> key) {
  auto out = std::make_shared<KeyData>();
  out->kind_ = kind;
  out->key_ = std::move(key);
  return out;
}

}  // namespace weft::runtime::crypto
