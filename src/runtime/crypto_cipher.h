#pragma once
// Ciphers by name.

#include <openssl/cipher.h>

#include <string_view>

namespace weft::runtime::crypto {

/// A row of the ciphers that there are, under their names in Node.
struct CipherRow {
  std::string_view name;      // as getCiphers() lists it
  std::string_view longName;  // as getCipherInfo() gives it
  std::string_view mode;
  int nid;
  const EVP_CIPHER* (*cipher)();   // null: CFB and ChaCha20-Poly1305, which the library has in other forms only
  size_t keySize = 0, ivSize = 0;  // in bytes, where there is no `cipher`
};

/// By name or alias, in any case; null for one that the library lacks.
const CipherRow* cipherNamed(std::string_view name);
const CipherRow* cipherNumbered(int nid);
/// The same for what encrypts a private key: chains of blocks.
const EVP_CIPHER* cipherForKeys(std::string_view name);

}  // namespace weft::runtime::crypto
