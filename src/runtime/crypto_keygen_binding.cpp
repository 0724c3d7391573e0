// native("crypto_keygen"): new keys and primes (builtins/internal/crypto_keygen.ts, crypto_prime.ts).

#include <openssl/bn.h>
#include <openssl/ec_key.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "runtime/bindings.h"
#include "runtime/crypto_curves.h"
#include "runtime/crypto_key.h"

namespace weft::runtime {

namespace {

using namespace crypto;
using PkeyPtr = bssl::UniquePtr<EVP_PKEY>;

Outcome<Output> pairOf(PkeyPtr key) {
  if (!key) return refuse(lastError("The key cannot be generated"));
  KeyPair pair;
  pair.publicKey = KeyData::asymmetric(KeyKind::Public, bssl::UpRef(key.get()));
  pair.privateKey = KeyData::asymmetric(KeyKind::Private, std::move(key));
  return pair;
}

PkeyPtr generateRsa(int bits, uint32_t exponent) {
  PkeyPtr key(EVP_PKEY_new());
  bssl::UniquePtr<RSA> rsa(RSA_new());
  bssl::UniquePtr<BIGNUM> e(BN_new());
  if (!key || !rsa || !e || !BN_set_word(e.get(), exponent) ||
      !RSA_generate_key_ex(rsa.get(), bits, e.get(), nullptr) || !EVP_PKEY_set1_RSA(key.get(), rsa.get()))
    return nullptr;
  return key;
}

/// The library computes with small exponents only, and refuses others late.
bool isUsableExponent(double exponent) {
  return exponent >= 3 && exponent < 4294967296.0 && uint64_t(exponent) % 2 == 1;
}

js::Result<js::Value> rsa(js::Realm& realm, double bits, double exponent, js::Value reply) {
  return answer(realm, reply, [=]() -> Outcome<Output> {
    if (!isUsableExponent(exponent))
      return refuse(js::ErrorKind::Error, {}, "error:020000B2:rsa routines::pub exponent out of range");
    if (bits < 512) return refuse(js::ErrorKind::Error, {}, "error:02000078:rsa routines::key size too small");
    if (bits > 16384) return refuse(js::ErrorKind::Error, {}, "error:02000069:rsa routines::modulus too large");
    return pairOf(generateRsa(int(bits), uint32_t(exponent)));
  });
}

PkeyPtr generateEc(int nid) {
  PkeyPtr key(EVP_PKEY_new());
  bssl::UniquePtr<EC_KEY> ec(EC_KEY_new_by_curve_name(nid));
  if (!key || !ec || !EC_KEY_generate_key(ec.get()) || !EVP_PKEY_set1_EC_KEY(key.get(), ec.get())) return nullptr;
  return key;
}

/// Undefined for a curve that the library lacks.
js::Result<js::Value> ec(js::Realm& realm, std::string curve, js::Value reply) {
  int nid = curveNamed(curve);
  if (!nid) return js::Value();
  return answer(realm, reply, [nid] { return pairOf(generateEc(nid)); });
}

bool isCurve(std::string name) {
  return curveNamed(name) != 0;
}

template <int Id>
js::Result<js::Value> montgomery(js::Realm& realm, js::Value reply) {
  return answer(realm, reply, []() -> Outcome<Output> {
    bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_id(Id, nullptr));
    EVP_PKEY* key = nullptr;
    if (!context || !EVP_PKEY_keygen_init(context.get()) || !EVP_PKEY_keygen(context.get(), &key))
      return refuse(lastError());
    return pairOf(PkeyPtr(key));
  });
}

js::Result<js::Value> secret(js::Realm& realm, double size, js::Value reply) {
  return answer(realm, reply, [=]() -> Outcome<Output> {
    SecretBytes bytes{size_t(size)};
    RAND_bytes(bytes.data(), bytes.size());
    return KeyData::secret(std::move(bytes));
  });
}

using BnPtr = bssl::UniquePtr<BIGNUM>;
BnPtr numberOf(ByteSpan bytes) {
  return BnPtr(BN_bin2bn(nonNull(bytes.data()), bytes.size(), nullptr));
}

/// The primes p of so many bits with p mod add = rem (or 1; or for a safe prime 3), where `add` is given.
js::Result<js::Value> prime(js::Realm& realm, double bits, bool isSafe, std::optional<js::Bytes> add,
                            std::optional<js::Bytes> rem, js::Value reply) {
  js::Bytes none;
  auto job = [=, hasAdd = add.has_value(), hasRem = rem.has_value(), add = Input(add.value_or(none), true),
              rem = Input(rem.value_or(none), true)]() -> Outcome<Output> {
    BnPtr result(BN_new()), step(hasAdd ? numberOf(add.span()) : nullptr),
        rest(hasRem ? numberOf(rem.span()) : nullptr);
    if (!result || !BN_generate_prime_ex(result.get(), int(bits), isSafe, step.get(), rest.get(), nullptr))
      return refuse(lastError("The prime cannot be generated"));
    SecretBytes out((size_t(bits) + 7) / 8);
    if (!BN_bn2bin_padded(out.data(), out.size(), result.get())) return refuse(lastError());
    return out;
  };
  return answer(realm, reply, std::move(job));
}

js::Result<js::Value> isPrime(js::Realm& realm, js::Bytes candidate, double checks, js::Value reply) {
  auto job = [=, input = Input(candidate, isAsync(reply))]() -> Outcome<Output> {
    BnPtr number = numberOf(input.span());
    int isProbably = 0;
    int rounds = checks > 0 ? int(checks) : BN_prime_checks_for_validation;
    bssl::UniquePtr<BN_CTX> context(BN_CTX_new());
    if (!number || !context || !BN_primality_test(&isProbably, number.get(), rounds, context.get(), true, nullptr))
      return refuse(lastError());
    return isProbably == 1;
  };
  return answer(realm, reply, std::move(job));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&rsa>("rsa"),
    js::fn<&ec>("ec"),
    js::fn<&isCurve>("isCurve"),
    js::fn<&montgomery<EVP_PKEY_ED25519>>("ed25519"),
    js::fn<&montgomery<EVP_PKEY_X25519>>("x25519"),
    js::fn<&secret>("secret"),
    js::fn<&prime>("prime"),
    js::fn<&isPrime>("isPrime"),
};

}  // namespace

const js::Binding kCryptoKeygenBinding = {"crypto_keygen", kFunctions};

}  // namespace weft::runtime
