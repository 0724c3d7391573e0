// native("crypto_keys"): keys made of bytes, text and numbers, and back (builtins/internal/crypto_key_native.ts).

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ec_key.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/rsa.h>

#include "runtime/bindings.h"
#include "runtime/crypto_cipher.h"
#include "runtime/crypto_curves.h"
#include "runtime/crypto_key.h"
#include "runtime/crypto_key_formats.h"

namespace weft::runtime {

namespace {

using namespace crypto;
using PkeyPtr = bssl::UniquePtr<EVP_PKEY>;
using BnPtr = bssl::UniquePtr<BIGNUM>;

js::JsError notAsymmetric() {
  return js::JsError(js::ErrorKind::TypeError, "ERR_CRYPTO_INVALID_KEYTYPE", "Invalid key type");
}

js::Value wrapped(js::Realm& realm, KeyRef key) {
  return key ? js::Value(Key::wrapped(realm, std::move(key))) : js::Value();
}

js::Value createSecret(js::Realm& realm, js::Bytes bytes) {
  return Key::wrapped(realm, KeyData::secret(ByteSpan(bytes.data, bytes.size)));
}

double secretSize(Key* key) {
  return double(key->data()->bytes().size());
}

js::Result<js::Value> exportSecret(js::Realm& realm, Key* key) {
  return bufferOf(realm, key->data()->bytes());
}

bool equals(Key* a, Key* b) {
  const KeyData &left = *a->data(), &right = *b->data();
  if (left.kind() != right.kind()) return false;
  if (left.kind() == KeyKind::Secret)
    return left.bytes().size() == right.bytes().size() &&
           CRYPTO_memcmp(left.bytes().data(), right.bytes().data(), left.bytes().size()) == 0;
  bool isEqual = EVP_PKEY_cmp(left.pkey(), right.pkey()) == 1;
  ERR_clear_error();
  return isEqual;
}

std::string typeName(Key* key) {
  if (!key->data()->pkey()) return "secret";
  switch (key->data()->type()) {
    case EVP_PKEY_RSA:
      return "rsa";
    case EVP_PKEY_EC:
      return "ec";
    case EVP_PKEY_DSA:
      return "dsa";
    case EVP_PKEY_ED25519:
      return "ed25519";
    case EVP_PKEY_X25519:
      return "x25519";
    default:
      return "unknown";
  }
}

js::Result<js::Value> numberBytes(js::Realm& realm, const BIGNUM* number, size_t size = 0) {
  SecretBytes bytes(number ? std::max<size_t>(size, BN_num_bytes(number)) : 0);
  if (number && !BN_bn2bin_padded(bytes.data(), bytes.size(), number)) return js::fail(toJsError(realm, lastError()));
  return bufferOf(realm, bytes.span());
}

js::Result<js::Value> details(js::Realm& realm, Key* key) {
  if (!key->data()->pkey()) return js::fail(notAsymmetric());
  js::Value values[3] = {js::Value::int32(EVP_PKEY_bits(key->data()->pkey())), {}, {}};
  if (RSA* rsa = EVP_PKEY_get0_RSA(key->data()->pkey())) {
    WEFT_TRY(exponent, numberBytes(realm, RSA_get0_e(rsa)));
    values[1] = exponent;
  }
  if (EC_KEY* ec = EVP_PKEY_get0_EC_KEY(key->data()->pkey()))
    values[2] = js::toJs(realm, curveName(EC_GROUP_get_curve_name(EC_KEY_get0_group(ec))));
  ERR_clear_error();
  return js::Value(js::Array::create(realm, values));
}

Passphrase passphraseOf(const std::optional<js::Bytes>& bytes) {
  if (!bytes) return {};
  return {true, {bytes->data, bytes->size}};
}

js::Result<js::Value> parsedKey(js::Realm& realm, const Outcome<KeyRef>& key) {
  if (!key) return js::fail(toJsError(realm, key.error()));
  return wrapped(realm, *key);
}

js::Result<js::Value> parsePublic(js::Realm& realm, js::Bytes data, int32_t format, int32_t encoding,
                                  std::optional<js::Bytes> passphrase) {
  return parsedKey(realm, parsePublicKey({data.data, data.size}, KeyFormat(format), KeyEncoding(encoding),
                                         passphraseOf(passphrase)));
}

js::Result<js::Value> parsePrivate(js::Realm& realm, js::Bytes data, int32_t format, int32_t encoding,
                                   std::optional<js::Bytes> passphrase) {
  return parsedKey(realm, parsePrivateKey({data.data, data.size}, KeyFormat(format), KeyEncoding(encoding),
                                          passphraseOf(passphrase)));
}

js::Result<js::Value> publicOf(js::Realm& realm, Key* key) {
  if (!key->data()->pkey()) return js::fail(notAsymmetric());
  return wrapped(realm, KeyData::asymmetric(KeyKind::Public, bssl::UpRef(key->data()->pkey())));
}

/// PEM as text, DER as a Buffer; undefined for an unknown cipher.
js::Result<js::Value> exportKey(js::Realm& realm, Key* key, int32_t format, int32_t encoding,
                                std::optional<std::string> cipherName, std::optional<js::Bytes> passphrase) {
  if (!key->data()->pkey()) return js::fail(notAsymmetric());
  const EVP_CIPHER* cipher = nullptr;
  if (cipherName && !(cipher = cipherForKeys(*cipherName))) return js::Value();
  ByteSpan secret = passphrase ? ByteSpan(passphrase->data, passphrase->size) : ByteSpan();
  auto bytes = serializeKey(*key->data(), KeyFormat(format), KeyEncoding(encoding), cipher, secret);
  if (!bytes) return js::fail(toJsError(realm, bytes.error()));
  if (KeyFormat(format) == KeyFormat::Der) return bufferOf(realm, bytes->span());
  return js::Value(js::String::fromLatin1(realm, bytes->span()));
}

js::Result<js::Value> numberList(js::Realm& realm, std::span<const BIGNUM* const> numbers, size_t size) {
  std::vector<js::Value> out;
  js::Array list = js::Array::create(realm);
  for (const BIGNUM* number : numbers) {
    WEFT_TRY(bytes, numberBytes(realm, number, size));
    WEFT_TRY_VOID(list.push(realm, bytes));
  }
  return js::Value(list);
}

js::Result<js::Value> rsaParts(js::Realm& realm, Key* key) {
  const RSA* rsa = key->data()->pkey() ? EVP_PKEY_get0_RSA(key->data()->pkey()) : nullptr;
  if (!rsa) return js::fail(notAsymmetric());
  const BIGNUM* all[] = {RSA_get0_n(rsa), RSA_get0_e(rsa),    RSA_get0_d(rsa),    RSA_get0_p(rsa),
                         RSA_get0_q(rsa), RSA_get0_dmp1(rsa), RSA_get0_dmq1(rsa), RSA_get0_iqmp(rsa)};
  return numberList(realm, std::span(all).first(key->data()->kind() == KeyKind::Private ? 8 : 2), 0);
}

js::Result<js::Value> ecParts(js::Realm& realm, Key* key) {
  const EC_KEY* ec = key->data()->pkey() ? EVP_PKEY_get0_EC_KEY(key->data()->pkey()) : nullptr;
  if (!ec) return js::fail(notAsymmetric());
  const EC_GROUP* group = EC_KEY_get0_group(ec);
  BnPtr x(BN_new()), y(BN_new());
  if (!x || !y || !EC_POINT_get_affine_coordinates_GFp(group, EC_KEY_get0_public_key(ec), x.get(), y.get(), nullptr))
    return js::fail(toJsError(realm, lastError()));
  const BIGNUM* all[] = {x.get(), y.get(), EC_KEY_get0_private_key(ec)};
  bool isPrivate = key->data()->kind() == KeyKind::Private;
  return numberList(realm, std::span(all).first(isPrivate ? 3 : 2), (EC_GROUP_get_degree(group) + 7) / 8);
}

using RawGetter = int (*)(const EVP_PKEY*, uint8_t*, size_t*);
template <RawGetter Get>
js::Result<js::Value> raw(js::Realm& realm, Key* key) {
  uint8_t bytes[64];
  size_t size = sizeof bytes;
  if (!key->data()->pkey() || !Get(key->data()->pkey(), bytes, &size)) {
    ERR_clear_error();
    return js::fail(notAsymmetric());
  }
  auto result = bufferOf(realm, {bytes, size});
  OPENSSL_cleanse(bytes, sizeof bytes);
  return result;
}

BnPtr numberOf(const std::optional<js::Bytes>& bytes) {
  return BnPtr(bytes ? BN_bin2bn(bytes->data, bytes->size, nullptr) : nullptr);
}

KeyRef rsaKey(bssl::UniquePtr<RSA> rsa, KeyKind kind) {
  PkeyPtr key(EVP_PKEY_new());
  if (!rsa || !key || !RSA_check_key(rsa.get()) || !EVP_PKEY_set1_RSA(key.get(), rsa.get())) {
    ERR_clear_error();
    return nullptr;
  }
  return KeyData::asymmetric(kind, std::move(key));
}

js::Value importRsa(js::Realm& realm, js::Bytes nBytes, js::Bytes eBytes, std::optional<js::Bytes> dBytes,
                    std::optional<js::Bytes> pBytes, std::optional<js::Bytes> qBytes, std::optional<js::Bytes> dpBytes,
                    std::optional<js::Bytes> dqBytes, std::optional<js::Bytes> qiBytes) {
  bssl::UniquePtr<RSA> rsa(RSA_new());
  BnPtr n = numberOf(nBytes), e = numberOf(eBytes), d = numberOf(dBytes);
  if (!rsa || !n || !e || !RSA_set0_key(rsa.get(), n.get(), e.get(), d.get())) return {};
  bool isPrivate = d != nullptr;
  (void)n.release(), (void)e.release(), (void)d.release();
  if (isPrivate) {
    BnPtr p = numberOf(pBytes), q = numberOf(qBytes), dp = numberOf(dpBytes), dq = numberOf(dqBytes),
          qi = numberOf(qiBytes);
    if (!RSA_set0_factors(rsa.get(), p.get(), q.get())) return {};
    (void)p.release(), (void)q.release();
    if (!RSA_set0_crt_params(rsa.get(), dp.get(), dq.get(), qi.get())) return {};
    (void)dp.release(), (void)dq.release(), (void)qi.release();
  }
  return wrapped(realm, rsaKey(std::move(rsa), isPrivate ? KeyKind::Private : KeyKind::Public));
}

KeyRef ecKey(bssl::UniquePtr<EC_KEY> ec, KeyKind kind) {
  PkeyPtr key(EVP_PKEY_new());
  if (!key || !EC_KEY_check_key(ec.get()) || !EVP_PKEY_set1_EC_KEY(key.get(), ec.get())) {
    ERR_clear_error();
    return nullptr;
  }
  return KeyData::asymmetric(kind, std::move(key));
}

js::Value importEc(js::Realm& realm, std::string curve, js::Bytes xBytes, js::Bytes yBytes,
                   std::optional<js::Bytes> dBytes) {
  bssl::UniquePtr<EC_KEY> ec(EC_KEY_new_by_curve_name(curveNamed(curve)));
  BnPtr x = numberOf(xBytes), y = numberOf(yBytes), d = numberOf(dBytes);
  if (!ec || !x || !y || !EC_KEY_set_public_key_affine_coordinates(ec.get(), x.get(), y.get()) ||
      (d && !EC_KEY_set_private_key(ec.get(), d.get()))) {
    ERR_clear_error();
    return {};
  }
  return wrapped(realm, ecKey(std::move(ec), d ? KeyKind::Private : KeyKind::Public));
}

js::Value importPoint(js::Realm& realm, std::string curve, js::Bytes bytes) {
  bssl::UniquePtr<EC_KEY> ec(EC_KEY_new_by_curve_name(curveNamed(curve)));
  const EC_GROUP* group = ec ? EC_KEY_get0_group(ec.get()) : nullptr;
  bssl::UniquePtr<EC_POINT> point(group ? EC_POINT_new(group) : nullptr);
  if (!point || !EC_POINT_oct2point(group, point.get(), bytes.data, bytes.size, nullptr) ||
      !EC_KEY_set_public_key(ec.get(), point.get())) {
    ERR_clear_error();
    return {};
  }
  return wrapped(realm, ecKey(std::move(ec), KeyKind::Public));
}

js::Value importRaw(js::Realm& realm, std::string type, js::Bytes bytes, bool isPrivate) {
  int id = type == "ed25519" ? EVP_PKEY_ED25519 : EVP_PKEY_X25519;
  auto make = isPrivate ? EVP_PKEY_new_raw_private_key : EVP_PKEY_new_raw_public_key;
  PkeyPtr key(make(id, nullptr, nonNull(bytes.data), bytes.size));
  if (!key) {
    ERR_clear_error();
    return {};
  }
  return wrapped(realm, KeyData::asymmetric(isPrivate ? KeyKind::Private : KeyKind::Public, std::move(key)));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createSecret>("createSecret"),
    js::fn<&secretSize>("secretSize"),
    js::fn<&exportSecret>("exportSecret"),
    js::fn<&equals>("equals"),
    js::fn<&typeName>("typeName"),
    js::fn<&details>("details"),
    js::fn<&parsePublic>("parsePublic"),
    js::fn<&parsePrivate>("parsePrivate"),
    js::fn<&publicOf>("publicOf"),
    js::fn<&exportKey>("exportKey"),
    js::fn<&rsaParts>("rsaParts"),
    js::fn<&ecParts>("ecParts"),
    js::fn<&raw<EVP_PKEY_get_raw_public_key>>("rawPublic"),
    js::fn<&raw<EVP_PKEY_get_raw_private_key>>("rawPrivate"),
    js::fn<&importRsa>("importRsa"),
    js::fn<&importEc>("importEc"),
    js::fn<&importPoint>("importPoint"),
    js::fn<&importRaw>("importRaw"),
};

}  // namespace

const js::Binding kCryptoKeysBinding = {"crypto_keys", kFunctions};

}  // namespace weft::runtime
