#pragma once
// Keys as text and bytes: PEM and DER, in PKCS#1, SPKI, PKCS#8 and SEC 1.

#include <optional>

#include "runtime/crypto_key.h"

namespace weft::runtime::crypto {

/// The numbers are those of builtins/internal/crypto_key_native.ts.
enum class KeyFormat : int32_t { Pem, Der };
enum class KeyEncoding : int32_t { Any = -1, Pkcs1, Spki, Pkcs8, Sec1 };

struct Passphrase {
  bool isGiven = false;
  ByteSpan bytes;
};

Outcome<KeyRef> parsePublicKey(ByteSpan data, KeyFormat, KeyEncoding, Passphrase);
Outcome<KeyRef> parsePrivateKey(ByteSpan data, KeyFormat, KeyEncoding, Passphrase);
/// `cipher` null: not encrypted.
Outcome<SecretBytes> serializeKey(const KeyData&, KeyFormat, KeyEncoding, const EVP_CIPHER* cipher,
                                  ByteSpan passphrase);

/// The bytes in a memory BIO.
SecretBytes contentOf(BIO*);

}  // namespace weft::runtime::crypto
