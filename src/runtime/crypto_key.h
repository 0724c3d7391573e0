#pragma once
// A key: secret bytes, or one of the library's asymmetric keys with its public or both halves. Immutable, so
// that threads share it; JavaScript holds it through the class Key.

#include <openssl/evp.h>

#include "engine/class.h"
#include "runtime/crypto_support.h"

namespace weft::runtime::crypto {

enum class KeyKind : uint8_t { Secret, Public, Private };

class KeyData {
 public:
  static KeyRef secret(ByteSpan bytes);
  static KeyRef secret(SecretBytes bytes);
  static KeyRef asymmetric(KeyKind kind, bssl::UniquePtr<EVP_PKEY> key);

  KeyKind kind() const { return kind_; }
  ByteSpan bytes() const { return bytes_.span(); }
  /// Null for a secret. The library counts references and locks; it asks for a key that is not const.
  EVP_PKEY* pkey() const { return key_.get(); }
  /// EVP_PKEY_RSA, …
  int type() const { return EVP_PKEY_id(pkey()); }

 private:
  KeyKind kind_ = KeyKind::Secret;
  SecretBytes bytes_;
  bssl::UniquePtr<EVP_PKEY> key_;
};

class Key : public js::Native {
 public:
  explicit Key(KeyRef data) : data_(std::move(data)) {}
  const KeyRef& data() const { return data_; }
  size_t memoryCost() const override { return data_->bytes().size() + (data_->pkey() ? 2048 : 64); }

  /// 0 secret, 1 public, 2 private.
  int32_t kind() const { return int32_t(data_->kind()); }

  static constexpr js::MemberSpec kMembers[] = {js::getter<&Key::kind>("kind")};
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Key>("KeyHandle", kMembers);

  static js::Object wrapped(js::Realm& realm, KeyRef data) {
    return js::wrap<Key>(realm, std::make_unique<Key>(std::move(data)));
  }

 private:
  KeyRef data_;
};

}  // namespace weft::runtime::crypto
