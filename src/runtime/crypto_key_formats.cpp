// Parsing and writing of keys.

#include "runtime/crypto_key_formats.h"

#include <openssl/bio.h>
#include <openssl/bytestring.h>
#include <openssl/ec_key.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs8.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <climits>
#include <cstring>

namespace weft::runtime::crypto {

namespace {

using PkeyPtr = bssl::UniquePtr<EVP_PKEY>;

/// What the library is asked for a password with.
struct PasswordRequest {
  Passphrase given;
  bool wasAsked = false;
};

int passwordCallback(char* out, int size, int, void* data) {
  auto* request = static_cast<PasswordRequest*>(data);
  request->wasAsked = true;
  if (!request->given.isGiven || request->given.bytes.size() > size_t(size)) return -1;
  if (!request->given.bytes.empty()) memcpy(out, request->given.bytes.data(), request->given.bytes.size());
  return int(request->given.bytes.size());
}

CryptoError unsupported() {
  ERR_clear_error();
  CryptoError e = error(js::ErrorKind::Error, "ERR_OSSL_UNSUPPORTED", "error:1E08010C:DECODER routines::unsupported");
  e.library = "DECODER routines";
  e.reason = "unsupported";
  return e;
}

CryptoError parseFailure(const PasswordRequest& request) {
  if (request.wasAsked && !request.given.isGiven) {
    ERR_clear_error();
    return error(js::ErrorKind::TypeError, "ERR_MISSING_PASSPHRASE", "Passphrase required for encrypted key");
  }
  if (request.wasAsked && request.given.bytes.size() > 1024) return unsupported();
  if (request.wasAsked) {
    uint32_t packed = ERR_peek_error();
    const char* reason = packed ? ERR_reason_error_string(packed) : nullptr;
    if (reason && !strcmp(reason, "BAD_DECRYPT")) return lastError();
  }
  return unsupported();
}

bssl::UniquePtr<BIO> readerOf(ByteSpan data) {
  if (data.size() > INT_MAX) return nullptr;
  return bssl::UniquePtr<BIO>(BIO_new_mem_buf(nonNull(data.data()), int(data.size())));
}

PkeyPtr adoptRsa(RSA* rsa) {
  bssl::UniquePtr<RSA> owned(rsa);
  PkeyPtr key(EVP_PKEY_new());
  if (!rsa || !key || !EVP_PKEY_set1_RSA(key.get(), rsa)) return nullptr;
  return key;
}

PkeyPtr adoptEc(EC_KEY* ec) {
  bssl::UniquePtr<EC_KEY> owned(ec);
  PkeyPtr key(EVP_PKEY_new());
  if (!ec || !key || !EVP_PKEY_set1_EC_KEY(key.get(), ec)) return nullptr;
  return key;
}

bool contains(ByteSpan data, std::string_view text) {
  return std::string_view(reinterpret_cast<const char*>(data.data()), data.size()).find(text) != std::string_view::npos;
}

PkeyPtr publicFromPem(ByteSpan data, PasswordRequest& request) {
  auto read = [&](auto parse) -> PkeyPtr {
    ERR_clear_error();
    auto bio = readerOf(data);
    return bio ? parse(bio.get()) : nullptr;
  };
  if (contains(data, "-----BEGIN RSA PUBLIC KEY-----"))
    return read([](BIO* bio) { return adoptRsa(PEM_read_bio_RSAPublicKey(bio, nullptr, nullptr, nullptr)); });
  if (contains(data, "-----BEGIN PUBLIC KEY-----"))
    return read([](BIO* bio) { return PkeyPtr(PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr)); });
  if (contains(data, "CERTIFICATE-----"))
    return read([](BIO* bio) -> PkeyPtr {
      bssl::UniquePtr<X509> certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
      return PkeyPtr(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
    });
  return read([&](BIO* bio) { return PkeyPtr(PEM_read_bio_PrivateKey(bio, nullptr, passwordCallback, &request)); });
}

PkeyPtr publicFromDer(ByteSpan data, KeyEncoding encoding) {
  if (encoding == KeyEncoding::Pkcs1) return adoptRsa(RSA_public_key_from_bytes(data.data(), data.size()));
  CBS cbs;
  CBS_init(&cbs, data.data(), data.size());
  return PkeyPtr(EVP_parse_public_key(&cbs));
}

PkeyPtr privateFromDer(ByteSpan data, KeyEncoding encoding, PasswordRequest& request) {
  CBS cbs;
  CBS_init(&cbs, data.data(), data.size());
  switch (encoding) {
    case KeyEncoding::Pkcs1:
      return adoptRsa(RSA_private_key_from_bytes(data.data(), data.size()));
    case KeyEncoding::Sec1:
      return adoptEc(EC_KEY_parse_private_key(&cbs, nullptr));
    default:
      break;
  }
  if (PkeyPtr key{EVP_parse_private_key(&cbs)}) return key;
  // EncryptedPrivateKeyInfo begins with a sequence where PrivateKeyInfo has a version.
  CBS outer, body;
  CBS_init(&outer, data.data(), data.size());
  if (!CBS_get_asn1(&outer, &body, CBS_ASN1_SEQUENCE) || !CBS_peek_asn1_tag(&body, CBS_ASN1_SEQUENCE)) return nullptr;
  request.wasAsked = true;
  if (!request.given.isGiven) return nullptr;
  ERR_clear_error();
  CBS_init(&cbs, data.data(), data.size());
  return PkeyPtr(PKCS8_parse_encrypted_private_key(
      &cbs, reinterpret_cast<const char*>(nonNull(request.given.bytes.data())), request.given.bytes.size()));
}

using BioPtr = bssl::UniquePtr<BIO>;

bool writePkcs1(BIO* out, const KeyData& key, KeyFormat format, const EVP_CIPHER* cipher, ByteSpan passphrase) {
  RSA* rsa = EVP_PKEY_get0_RSA(key.pkey());
  if (!rsa) return false;
  if (key.kind() == KeyKind::Public)
    return format == KeyFormat::Pem ? PEM_write_bio_RSAPublicKey(out, rsa) : i2d_RSAPublicKey_bio(out, rsa) > 0;
  if (format == KeyFormat::Der) return i2d_RSAPrivateKey_bio(out, rsa) > 0;
  return PEM_write_bio_RSAPrivateKey(out, rsa, cipher,
                                     cipher ? const_cast<uint8_t*>(nonNull(passphrase.data())) : nullptr,
                                     int(passphrase.size()), nullptr, nullptr);
}

bool writeSec1(BIO* out, const KeyData& key, KeyFormat format, const EVP_CIPHER* cipher, ByteSpan passphrase) {
  EC_KEY* ec = EVP_PKEY_get0_EC_KEY(key.pkey());
  if (!ec) return false;
  if (format == KeyFormat::Der) return i2d_ECPrivateKey_bio(out, ec) > 0;
  return PEM_write_bio_ECPrivateKey(out, ec, cipher,
                                    cipher ? const_cast<uint8_t*>(nonNull(passphrase.data())) : nullptr,
                                    int(passphrase.size()), nullptr, nullptr);
}

bool writePkcs8(BIO* out, const KeyData& key, KeyFormat format, const EVP_CIPHER* cipher, ByteSpan passphrase) {
  char* text = cipher ? const_cast<char*>(reinterpret_cast<const char*>(nonNull(passphrase.data()))) : nullptr;
  auto write = format == KeyFormat::Pem ? PEM_write_bio_PKCS8PrivateKey : i2d_PKCS8PrivateKey_bio;
  return write(out, key.pkey(), cipher, text, int(passphrase.size()), nullptr, nullptr);
}

}  // namespace

Outcome<KeyRef> parsePublicKey(ByteSpan data, KeyFormat format, KeyEncoding encoding, Passphrase passphrase) {
  ERR_clear_error();
  PasswordRequest request{passphrase};
  PkeyPtr key;
  if (format == KeyFormat::Pem)
    key = publicFromPem(data, request);
  else if (encoding == KeyEncoding::Pkcs8 || encoding == KeyEncoding::Sec1)
    key = privateFromDer(data, encoding, request);
  else
    key = publicFromDer(data, encoding);
  if (!key && format == KeyFormat::Der && encoding == KeyEncoding::Pkcs1) key = privateFromDer(data, encoding, request);
  if (!key) return refuse(parseFailure(request));
  ERR_clear_error();
  return KeyData::asymmetric(KeyKind::Public, std::move(key));
}

Outcome<KeyRef> parsePrivateKey(ByteSpan data, KeyFormat format, KeyEncoding encoding, Passphrase passphrase) {
  ERR_clear_error();
  PasswordRequest request{passphrase};
  PkeyPtr key;
  if (format == KeyFormat::Pem) {
    auto bio = readerOf(data);
    if (bio) key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, passwordCallback, &request));
  } else {
    key = privateFromDer(data, encoding, request);
  }
  if (!key) return refuse(parseFailure(request));
  ERR_clear_error();
  return KeyData::asymmetric(KeyKind::Private, std::move(key));
}

SecretBytes contentOf(BIO* bio) {
  const uint8_t* data = nullptr;
  size_t size = 0;
  if (!BIO_mem_contents(bio, &data, &size)) return {};
  return SecretBytes(ByteSpan(data, size));
}

Outcome<SecretBytes> serializeKey(const KeyData& key, KeyFormat format, KeyEncoding encoding, const EVP_CIPHER* cipher,
                                  ByteSpan passphrase) {
  BioPtr out(BIO_new(BIO_s_mem()));
  if (!out) return refuse(lastError());
  bool isWritten = false;
  switch (encoding) {
    case KeyEncoding::Pkcs1:
      isWritten = writePkcs1(out.get(), key, format, cipher, passphrase);
      break;
    case KeyEncoding::Sec1:
      isWritten = writeSec1(out.get(), key, format, cipher, passphrase);
      break;
    case KeyEncoding::Pkcs8:
      isWritten = key.kind() == KeyKind::Private && writePkcs8(out.get(), key, format, cipher, passphrase);
      break;
    default:
      isWritten = format == KeyFormat::Pem ? PEM_write_bio_PUBKEY(out.get(), key.pkey())
                                           : i2d_PUBKEY_bio(out.get(), key.pkey()) > 0;
  }
  if (!isWritten) return refuse(lastError("The key cannot be encoded"));
  return contentOf(out.get());
}

}  // namespace weft::runtime::crypto
