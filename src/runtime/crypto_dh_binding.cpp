// native("crypto_dh"): agreement on a secret (builtins/internal/crypto_ecdh.ts, crypto_dh.ts).

#include <openssl/bn.h>
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/ec_key.h>
#include <openssl/ecdh.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "engine/class.h"
#include "runtime/bindings.h"
#include "runtime/crypto_curves.h"
#include "runtime/crypto_key.h"

namespace weft::runtime {

namespace {

using namespace crypto;
using BnPtr = bssl::UniquePtr<BIGNUM>;
using PointPtr = bssl::UniquePtr<EC_POINT>;

js::JsError plainError(js::ErrorKind kind, const char* code, const char* message) {
  ERR_clear_error();
  return js::JsError(kind, code, message);
}
js::JsError operationFailed(const char* message) {
  return plainError(js::ErrorKind::Error, "ERR_CRYPTO_OPERATION_FAILED", message);
}

BnPtr numberOf(js::Bytes bytes) {
  return BnPtr(BN_bin2bn(nonNull(bytes.data), bytes.size, nullptr));
}

js::Result<js::Value> bytesOfNumber(js::Realm& realm, const BIGNUM* number, size_t size = 0) {
  SecretBytes out(std::max<size_t>(size, BN_num_bytes(number)));
  if (!BN_bn2bin_padded(out.data(), out.size(), number)) return js::fail(toJsError(realm, lastError()));
  return bufferOf(realm, out.span());
}

/// The point in one of the forms of SEC 1: 2 compressed, 4 uncompressed, 6 hybrid.
js::Result<js::Value> pointBytes(js::Realm& realm, const EC_GROUP* group, const EC_POINT* point, int form) {
  // The library writes the first two; a hybrid is an uncompressed point that tells y's parity in its first byte.
  auto written = form == 2 ? POINT_CONVERSION_COMPRESSED : POINT_CONVERSION_UNCOMPRESSED;
  uint8_t bytes[1 + 2 * 66];
  size_t size = EC_POINT_point2oct(group, point, written, bytes, sizeof bytes, nullptr);
  if (!size) return js::fail(operationFailed("Failed to get public key"));
  if (form == 6) bytes[0] = uint8_t(6 | (bytes[size - 1] & 1));
  return bufferOf(realm, {bytes, size});
}

PointPtr pointOf(const EC_GROUP* group, js::Bytes bytes) {
  PointPtr point(EC_POINT_new(group));
  std::vector<uint8_t> copy;
  // A hybrid point is read as an uncompressed one, once its parity is seen to be right.
  if (bytes.size > 1 && (bytes.data[0] == 6 || bytes.data[0] == 7)) {
    if ((bytes.data[0] & 1) != (bytes.data[bytes.size - 1] & 1)) return nullptr;
    copy.assign(bytes.data, bytes.data + bytes.size);
    copy[0] = 4;
    bytes.data = copy.data();
  }
  if (!point || !EC_POINT_oct2point(group, point.get(), nonNull(bytes.data), bytes.size, nullptr)) {
    ERR_clear_error();
    return nullptr;
  }
  return point;
}

class Ecdh : public js::Native {
 public:
  explicit Ecdh(bssl::UniquePtr<EC_KEY> key) : key_(std::move(key)) {}

  js::Result<void> generateKeys() {
    if (!EC_KEY_generate_key(key_.get())) return js::fail(operationFailed("Failed to generate key"));
    return {};
  }
  js::Result<js::Value> getPublicKey(js::Realm& realm, int32_t form) {
    const EC_POINT* point = EC_KEY_get0_public_key(key_.get());
    if (!point) return js::fail(operationFailed("Failed to get ECDH public key"));
    return pointBytes(realm, group(), point, form);
  }
  js::Result<js::Value> getPrivateKey(js::Realm& realm) {
    const BIGNUM* number = EC_KEY_get0_private_key(key_.get());
    if (!number) return js::fail(operationFailed("Failed to get ECDH private key"));
    return bytesOfNumber(realm, number, size_t(BN_num_bytes(EC_GROUP_get0_order(group()))));
  }
  js::Result<void> setPrivateKey(js::Bytes bytes) {
    BnPtr number = numberOf(bytes);
    if (!number || BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group())) >= 0)
      return js::fail(plainError(js::ErrorKind::RangeError, "ERR_CRYPTO_INVALID_KEYTYPE",
                                 "Private key is not valid for specified curve."));
    PointPtr point(EC_POINT_new(group()));
    if (!point || !EC_POINT_mul(group(), point.get(), number.get(), nullptr, nullptr, nullptr) ||
        !EC_KEY_set_private_key(key_.get(), number.get()) || !EC_KEY_set_public_key(key_.get(), point.get()))
      return js::fail(operationFailed("Failed to convert BN to a private key"));
    return {};
  }
  js::Result<void> setPublicKey(js::Bytes bytes) {
    PointPtr point = pointOf(group(), bytes);
    if (!point) return js::fail(operationFailed("Failed to convert Buffer to EC_POINT"));
    if (!EC_KEY_set_public_key(key_.get(), point.get()))
      return js::fail(operationFailed("Failed to set EC_POINT as the public key"));
    return {};
  }
  /// Undefined when the other's key is no point of the curve.
  js::Result<js::Value> computeSecret(js::Realm& realm, js::Bytes other) {
    if (!EC_KEY_get0_private_key(key_.get()) || !EC_KEY_check_key(key_.get()))
      return js::fail(plainError(js::ErrorKind::RangeError, "ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair"));
    PointPtr point = pointOf(group(), other);
    if (!point) return js::Value();
    SecretBytes out((EC_GROUP_get_degree(group()) + 7) / 8);
    if (ECDH_compute_key(out.data(), out.size(), point.get(), key_.get(), nullptr) < 0)
      return js::fail(operationFailed("Failed to compute ECDH key"));
    return bufferOf(realm, out.span());
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Ecdh::generateKeys>("generateKeys"),   js::method<&Ecdh::getPublicKey>("getPublicKey"),
      js::method<&Ecdh::getPrivateKey>("getPrivateKey"), js::method<&Ecdh::setPrivateKey>("setPrivateKey"),
      js::method<&Ecdh::setPublicKey>("setPublicKey"),   js::method<&Ecdh::computeSecret>("computeSecret"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Ecdh>("EcdhHandle", kMembers);

 private:
  const EC_GROUP* group() const { return EC_KEY_get0_group(key_.get()); }
  bssl::UniquePtr<EC_KEY> key_;
};

/// Undefined for a curve that the library lacks.
js::Result<js::Value> createEcdh(js::Realm& realm, std::string curve) {
  bssl::UniquePtr<EC_KEY> key(EC_KEY_new_by_curve_name(curveNamed(curve)));
  ERR_clear_error();
  if (!key) return js::Value();
  return js::Value(js::wrap<Ecdh>(realm, std::make_unique<Ecdh>(std::move(key))));
}

/// A point in another form.
js::Result<js::Value> convertPoint(js::Realm& realm, std::string curve, js::Bytes bytes, int32_t form) {
  bssl::UniquePtr<EC_GROUP> group(EC_GROUP_new_by_curve_name(curveNamed(curve)));
  if (!group)
    return js::fail(plainError(js::ErrorKind::TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"));
  PointPtr point = pointOf(group.get(), bytes);
  if (!point) return js::fail(operationFailed("Failed to convert Buffer to EC_POINT"));
  return pointBytes(realm, group.get(), point.get(), form);
}

/// The secret of two keys of one kind, EC or X25519.
js::Result<js::Value> derive(js::Realm& realm, Key* own, Key* other, js::Value reply) {
  auto job = [own = own->data(), other = other->data()]() -> Outcome<Output> {
    ERR_clear_error();
    bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(own->pkey(), nullptr));
    size_t size = 0;
    if (!context || !EVP_PKEY_derive_init(context.get()) || !EVP_PKEY_derive_set_peer(context.get(), other->pkey()) ||
        !EVP_PKEY_derive(context.get(), nullptr, &size))
      return refuse(lastError("diffieHellman failed"));
    SecretBytes out(size);
    if (!EVP_PKEY_derive(context.get(), out.data(), &size)) return refuse(lastError("diffieHellman failed"));
    out.truncate(size);
    return out;
  };
  return answer(realm, reply, std::move(job));
}

class Dh : public js::Native {
 public:
  explicit Dh(bssl::UniquePtr<DH> dh) : dh_(std::move(dh)) {}

  js::Result<js::Value> generateKeys(js::Realm& realm) {
    if (!DH_generate_key(dh_.get())) return js::fail(toJsError(realm, lastError("Key generation failed")));
    return getPublicKey(realm);
  }
  js::Result<js::Value> computeSecret(js::Realm& realm, js::Bytes other) {
    BnPtr peer = numberOf(other);
    int flags = 0;
    if (!peer || !DH_check_pub_key(dh_.get(), peer.get(), &flags) || flags) return js::fail(invalidPeer(flags));
    SecretBytes out{size_t(DH_size(dh_.get()))};
    if (!DH_get0_priv_key(dh_.get()))
      return js::fail(plainError(js::ErrorKind::Error, "ERR_CRYPTO_INVALID_STATE",
                                 "No private key - did you forget to generate one?"));
    int size = DH_compute_key_padded(out.data(), peer.get(), dh_.get());
    if (size < 0) return js::fail(toJsError(realm, lastError()));
    return bufferOf(realm, out.span().first(size_t(size)));
  }
  js::Result<js::Value> getPrime(js::Realm& realm) { return bytesOfNumber(realm, DH_get0_p(dh_.get())); }
  js::Result<js::Value> getGenerator(js::Realm& realm) { return bytesOfNumber(realm, DH_get0_g(dh_.get())); }
  js::Result<js::Value> getPublicKey(js::Realm& realm) {
    const BIGNUM* key = DH_get0_pub_key(dh_.get());
    if (!key)
      return js::fail(plainError(js::ErrorKind::Error, "ERR_CRYPTO_INVALID_STATE",
                                 "No public key - did you forget to generate one?"));
    return bytesOfNumber(realm, key);
  }
  js::Result<js::Value> getPrivateKey(js::Realm& realm) {
    const BIGNUM* key = DH_get0_priv_key(dh_.get());
    if (!key)
      return js::fail(plainError(js::ErrorKind::Error, "ERR_CRYPTO_INVALID_STATE",
                                 "No private key - did you forget to generate one?"));
    return bytesOfNumber(realm, key);
  }
  void setPublicKey(js::Bytes bytes) {
    BnPtr key = numberOf(bytes);
    if (key && DH_set0_key(dh_.get(), key.get(), nullptr)) (void)key.release();
  }
  void setPrivateKey(js::Bytes bytes) {
    BnPtr key = numberOf(bytes);
    if (key && DH_set0_key(dh_.get(), nullptr, key.get())) (void)key.release();
  }
  int32_t check() {
    int flags = 0;
    DH_check(dh_.get(), &flags);
    ERR_clear_error();
    return flags;
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Dh::generateKeys>("generateKeys"),
      js::method<&Dh::computeSecret>("computeSecret"),
      js::method<&Dh::getPrime>("getPrime"),
      js::method<&Dh::getGenerator>("getGenerator"),
      js::method<&Dh::getPublicKey>("getPublicKey"),
      js::method<&Dh::getPrivateKey>("getPrivateKey"),
      js::method<&Dh::setPublicKey>("setPublicKey"),
      js::method<&Dh::setPrivateKey>("setPrivateKey"),
      js::method<&Dh::check>("check"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Dh>("DhHandle", kMembers);

 private:
  static js::JsError invalidPeer(int flags) {
    const char* text = flags & DH_CHECK_PUBKEY_TOO_SMALL   ? "Supplied key is too small"
                       : flags & DH_CHECK_PUBKEY_TOO_LARGE ? "Supplied key is too large"
                                                           : "Invalid key length";
    return plainError(js::ErrorKind::RangeError, "ERR_CRYPTO_INVALID_KEYLEN", text);
  }
  bssl::UniquePtr<DH> dh_;
};

CryptoError dhError(const char* code, const char* number, const char* library, const char* reason) {
  CryptoError e = error(js::ErrorKind::Error, code, std::string("error:") + number + ":" + library + "::" + reason);
  e.library = library;
  e.reason = reason;
  return e;
}

js::Result<js::Value> createDh(js::Realm& realm, js::Bytes prime, js::Bytes generator) {
  bssl::UniquePtr<DH> dh(DH_new());
  BnPtr p = numberOf(prime), g = numberOf(generator);
  if (!p || BN_is_zero(p.get()))
    return js::fail(
        toJsError(realm, dhError("ERR_OSSL_BN_BITS_TOO_SMALL", "01800076", "bignum routines", "bits too small")));
  if (!g || BN_is_zero(g.get()) || BN_is_one(g.get()))
    return js::fail(
        toJsError(realm, dhError("ERR_OSSL_DH_BAD_GENERATOR", "02800065", "Diffie-Hellman routines", "bad generator")));
  if (!dh || !DH_set0_pqg(dh.get(), p.get(), nullptr, g.get())) return js::fail(toJsError(realm, lastError()));
  (void)p.release(), (void)g.release();
  return js::Value(js::wrap<Dh>(realm, std::make_unique<Dh>(std::move(dh))));
}

/// A new prime of so many bits.
js::Result<js::Value> generateDh(js::Realm& realm, double bits, int32_t generator) {
  if (bits < 2)
    return js::fail(toJsError(
        realm, dhError("ERR_OSSL_DH_MODULUS_TOO_SMALL", "0280007E", "Diffie-Hellman routines", "modulus too small")));
  if (generator < 2)
    return js::fail(
        toJsError(realm, dhError("ERR_OSSL_DH_BAD_GENERATOR", "02800065", "Diffie-Hellman routines", "bad generator")));
  bssl::UniquePtr<DH> dh(DH_new());
  ERR_clear_error();
  if (!dh || !DH_generate_parameters_ex(dh.get(), int(bits), generator, nullptr))
    return js::fail(toJsError(realm, lastError()));
  return js::Value(js::wrap<Dh>(realm, std::make_unique<Dh>(std::move(dh))));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createEcdh>("createEcdh"), js::fn<&convertPoint>("convertPoint"), js::fn<&derive>("derive"),
    js::fn<&createDh>("createDh"),     js::fn<&generateDh>("generateDh"),
};

}  // namespace

const js::Binding kCryptoDhBinding = {"crypto_dh", kFunctions};

}  // namespace weft::runtime
