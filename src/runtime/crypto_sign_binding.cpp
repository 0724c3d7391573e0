// native("crypto_sign"): signatures and RSA encryption (builtins/internal/crypto_sign.ts, crypto_rsa.ts).

#include <openssl/bn.h>
#include <openssl/digest.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/rsa.h>

#include <cstring>

#include "runtime/bindings.h"
#include "runtime/crypto_key.h"

namespace weft::runtime {

namespace {

using namespace crypto;

/// How to sign, as builtins/internal/crypto_sign.ts passes it.
struct Scheme {
  const EVP_MD* digest = nullptr;  // null: the key signs the message itself (Ed25519)
  int padding = RSA_PKCS1_PADDING;
  int saltLength = -2;
  bool isP1363 = false;
};
constexpr int kNotSaid = -1000;

CryptoError libraryError(const char* code, const char* number, const char* library, const char* reason) {
  CryptoError e = error(js::ErrorKind::Error, code, std::string("error:") + number + ":" + library + "::" + reason);
  e.library = library;
  e.reason = reason;
  return e;
}
CryptoError notForKeyType() {
  ERR_clear_error();
  return libraryError("ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE", "03000096", "digital envelope routines",
                      "operation not supported for this keytype");
}

bool signsItself(const KeyData& key) {
  return key.type() == EVP_PKEY_ED25519;
}

Outcome<Scheme> schemeOf(const KeyData& key, std::optional<std::string> digestName, int32_t padding, int32_t saltLength,
                         bool isP1363) {
  if (!key.pkey() || key.type() == EVP_PKEY_X25519) return refuse(notForKeyType());
  Scheme scheme;
  scheme.isP1363 = isP1363;
  if (digestName) {
    scheme.digest = digestNamed(*digestName);
    if (!scheme.digest)
      return refuse(js::ErrorKind::TypeError, "ERR_CRYPTO_INVALID_DIGEST", "Invalid digest: " + *digestName);
    if (signsItself(key))
      return refuse(libraryError("ERR_OSSL_INVALID_DIGEST", "1C80007A", "Provider routines", "invalid digest"));
  } else if (!signsItself(key)) {
    scheme.digest = EVP_sha256();
  }
  if (padding != kNotSaid) scheme.padding = padding;
  if (key.type() == EVP_PKEY_RSA && scheme.padding != RSA_PKCS1_PADDING && scheme.padding != RSA_PKCS1_PSS_PADDING)
    return refuse(libraryError("ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE", "1C8000A5", "Provider routines",
                               "illegal or unsupported padding mode"));
  if (saltLength != kNotSaid) scheme.saltLength = saltLength;
  return scheme;
}

bool setUp(EVP_PKEY_CTX* context, const KeyData& key, const Scheme& scheme) {
  if (!EVP_PKEY_CTX_set_signature_md(context, scheme.digest)) return false;
  if (key.type() != EVP_PKEY_RSA) return true;
  if (!EVP_PKEY_CTX_set_rsa_padding(context, scheme.padding)) return false;
  return scheme.padding != RSA_PKCS1_PSS_PADDING || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, scheme.saltLength);
}

/// The bytes of a number below the order of the key's curve.
size_t orderSize(const KeyData& key) {
  const EC_KEY* ec = EVP_PKEY_get0_EC_KEY(key.pkey());
  return ec ? BN_num_bytes(EC_GROUP_get0_order(EC_KEY_get0_group(ec))) : 0;
}

/// r and s side by side, from the DER that the library writes.
Outcome<SecretBytes> toP1363(const KeyData& key, ByteSpan der) {
  bssl::UniquePtr<ECDSA_SIG> signature(ECDSA_SIG_from_bytes(der.data(), der.size()));
  size_t half = orderSize(key);
  SecretBytes out(2 * half);
  if (!signature || !BN_bn2bin_padded(out.data(), half, ECDSA_SIG_get0_r(signature.get())) ||
      !BN_bn2bin_padded(out.data() + half, half, ECDSA_SIG_get0_s(signature.get())))
    return refuse(lastError());
  return out;
}

/// And back; nothing for a signature of another length.
std::optional<SecretBytes> fromP1363(const KeyData& key, ByteSpan flat) {
  size_t half = orderSize(key);
  if (!half || flat.size() != 2 * half) return std::nullopt;
  bssl::UniquePtr<ECDSA_SIG> signature(ECDSA_SIG_new());
  bssl::UniquePtr<BIGNUM> r(BN_bin2bn(flat.data(), half, nullptr)), s(BN_bin2bn(flat.data() + half, half, nullptr));
  if (!signature || !r || !s || !ECDSA_SIG_set0(signature.get(), r.get(), s.get())) return std::nullopt;
  (void)r.release(), (void)s.release();
  uint8_t* der = nullptr;
  size_t size = 0;
  if (!ECDSA_SIG_to_bytes(&der, &size, signature.get())) return std::nullopt;
  SecretBytes out(ByteSpan(der, size));
  OPENSSL_free(der);
  return out;
}

Outcome<SecretBytes> signMessage(const KeyData& key, ByteSpan message) {
  bssl::ScopedEVP_MD_CTX context;
  size_t size = EVP_PKEY_size(key.pkey());
  SecretBytes out(size);
  if (!EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.pkey()) ||
      !EVP_DigestSign(context.get(), out.data(), &size, nonNull(message.data()), message.size()))
    return refuse(lastError());
  out.truncate(size);
  return out;
}

Outcome<SecretBytes> signDigest(const KeyData& key, const Scheme& scheme, ByteSpan digest) {
  ERR_clear_error();
  bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.pkey(), nullptr));
  size_t size = EVP_PKEY_size(key.pkey());
  SecretBytes out(size);
  if (!context || !EVP_PKEY_sign_init(context.get()) || !setUp(context.get(), key, scheme) ||
      !EVP_PKEY_sign(context.get(), out.data(), &size, digest.data(), digest.size()))
    return refuse(lastError());
  out.truncate(size);
  if (scheme.isP1363 && key.type() == EVP_PKEY_EC) return toP1363(key, out.span());
  return out;
}

bool verifyMessage(const KeyData& key, ByteSpan message, ByteSpan signature) {
  bssl::ScopedEVP_MD_CTX context;
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.pkey()) &&
         EVP_DigestVerify(context.get(), nonNull(signature.data()), signature.size(), nonNull(message.data()),
                          message.size());
}

bool verifyDigest(const KeyData& key, const Scheme& scheme, ByteSpan digest, ByteSpan signature) {
  std::optional<SecretBytes> der;
  if (scheme.isP1363 && key.type() == EVP_PKEY_EC) {
    der = fromP1363(key, signature);
    if (!der) return false;
    signature = der->span();
  }
  bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.pkey(), nullptr));
  return context && EVP_PKEY_verify_init(context.get()) && setUp(context.get(), key, scheme) &&
         EVP_PKEY_verify(context.get(), nonNull(signature.data()), signature.size(), digest.data(), digest.size());
}

struct Digested {
  uint8_t bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  ByteSpan span() const { return {bytes, size}; }
};
Digested digestOf(const EVP_MD* digest, ByteSpan message) {
  Digested out;
  EVP_Digest(message.data(), message.size(), out.bytes, &out.size, digest, nullptr);
  return out;
}

/// Signs a message, or its digest when `isDigest`.
js::Result<js::Value> sign(js::Realm& realm, Key* key, std::optional<std::string> digestName, js::Bytes data,
                           bool isDigest, int32_t padding, int32_t saltLength, bool isP1363, js::Value reply) {
  auto scheme = schemeOf(*key->data(), std::move(digestName), padding, saltLength, isP1363);
  if (!scheme) return js::fail(toJsError(realm, scheme.error()));
  auto job = [=, scheme = *scheme, key = key->data(), input = Input(data, isAsync(reply))]() -> Outcome<Output> {
    Outcome<SecretBytes> out = !scheme.digest ? signMessage(*key, input.span())
                               : isDigest     ? signDigest(*key, scheme, input.span())
                                              : signDigest(*key, scheme, digestOf(scheme.digest, input.span()).span());
    if (!out) return refuse(out.error());
    return std::move(*out);
  };
  return answer(realm, reply, std::move(job));
}

js::Result<js::Value> verify(js::Realm& realm, Key* key, std::optional<std::string> digestName, js::Bytes data,
                             js::Bytes signature, bool isDigest, int32_t padding, int32_t saltLength, bool isP1363,
                             js::Value reply) {
  auto scheme = schemeOf(*key->data(), std::move(digestName), padding, saltLength, isP1363);
  if (!scheme) return js::fail(toJsError(realm, scheme.error()));
  bool async = isAsync(reply);
  auto job = [=, scheme = *scheme, key = key->data(), input = Input(data, async),
              signature = Input(signature, async)]() -> Outcome<Output> {
    bool isValid = !scheme.digest ? verifyMessage(*key, input.span(), signature.span())
                   : isDigest
                       ? verifyDigest(*key, scheme, input.span(), signature.span())
                       : verifyDigest(*key, scheme, digestOf(scheme.digest, input.span()).span(), signature.span());
    ERR_clear_error();
    return isValid;
  };
  return answer(realm, reply, std::move(job));
}

// RSA as a cipher.

struct RsaOptions {
  int padding = RSA_PKCS1_OAEP_PADDING;
  const EVP_MD* digest = nullptr;
};

bool setUpRsa(EVP_PKEY_CTX* context, const RsaOptions& options, ByteSpan label) {
  if (!EVP_PKEY_CTX_set_rsa_padding(context, options.padding)) return false;
  if (options.padding != RSA_PKCS1_OAEP_PADDING) return true;
  if (options.digest && (!EVP_PKEY_CTX_set_rsa_oaep_md(context, options.digest) ||
                         !EVP_PKEY_CTX_set_rsa_mgf1_md(context, options.digest)))
    return false;
  if (label.empty()) return true;
  auto* copy = static_cast<uint8_t*>(OPENSSL_memdup(label.data(), label.size()));
  if (copy && EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, label.size())) return true;
  OPENSSL_free(copy);
  return false;
}

Outcome<Output> transformRsa(const KeyData& key, bool encrypts, const RsaOptions& options, ByteSpan label,
                             ByteSpan data) {
  ERR_clear_error();
  if (key.type() != EVP_PKEY_RSA) return refuse(notForKeyType());
  bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.pkey(), nullptr));
  size_t size = EVP_PKEY_size(key.pkey());
  SecretBytes out(size);
  bool isReady = context && (encrypts ? EVP_PKEY_encrypt_init : EVP_PKEY_decrypt_init)(context.get()) &&
                 setUpRsa(context.get(), options, label);
  if (!isReady) return refuse(lastError());
  auto run = encrypts ? EVP_PKEY_encrypt : EVP_PKEY_decrypt;
  if (!run(context.get(), out.data(), &size, nonNull(data.data()), data.size())) return refuse(lastError());
  out.truncate(size);
  return out;
}

/// Encrypts with the public half or decrypts with the private one.
js::Result<js::Value> rsaCipher(js::Realm& realm, Key* key, bool encrypts, int32_t padding,
                                std::optional<std::string> digestName, std::optional<js::Bytes> label, js::Bytes data,
                                js::Value reply) {
  if (!key->data()->pkey()) return js::fail(toJsError(realm, notForKeyType()));
  RsaOptions options{padding, nullptr};
  if (digestName && !(options.digest = digestNamed(*digestName)))
    return js::fail(
        toJsError(realm, error(js::ErrorKind::Error, "ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest used")));
  bool async = isAsync(reply);
  js::Bytes none;
  auto job = [=, key = key->data(), label = Input(label.value_or(none), async), input = Input(data, async)] {
    return transformRsa(*key, encrypts, options, label.span(), input.span());
  };
  return answer(realm, reply, std::move(job));
}

/// The other way round: with the private half, or back with the public one.
js::Result<js::Value> rsaRaw(js::Realm& realm, Key* key, bool encrypts, int32_t padding, js::Bytes data) {
  ERR_clear_error();
  RSA* rsa = key->data()->pkey() ? EVP_PKEY_get0_RSA(key->data()->pkey()) : nullptr;
  if (!rsa) return js::fail(toJsError(realm, notForKeyType()));
  size_t size = RSA_size(rsa);
  SecretBytes out(size);
  auto run = encrypts ? RSA_sign_raw : RSA_verify_raw;
  if (!run(rsa, &size, out.data(), out.size(), nonNull(data.data), data.size, padding))
    return js::fail(toJsError(realm, lastError()));
  return bufferOf(realm, out.span().first(size));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&sign>("sign"),
    js::fn<&verify>("verify"),
    js::fn<&rsaCipher>("rsaCipher"),
    js::fn<&rsaRaw>("rsaRaw"),
};

}  // namespace

const js::Binding kCryptoSignBinding = {"crypto_sign", kFunctions};

}  // namespace weft::runtime
