// native("crypto_hash"): digests and HMACs (builtins/internal/crypto_hash.ts).

#include <openssl/hmac.h>
#include <openssl/mem.h>

#include "engine/class.h"
#include "runtime/bindings.h"
#include "runtime/crypto_key.h"
#include "runtime/crypto_support.h"

namespace weft::runtime {

namespace {

using namespace crypto;

js::JsError failure(js::Realm& realm) {
  return toJsError(realm, lastError());
}

/// About what the library has in its heap for a digest under way.
constexpr size_t kContextCost = 250;

class Hash : public js::Native {
 public:
  size_t memoryCost() const override { return sizeof(Hash) + kContextCost; }
  /// False when another object starts from this one's state.
  bool copyFrom(const Hash& other) { return EVP_MD_CTX_copy_ex(context_.get(), other.context_.get()); }

  js::Result<void> update(js::Realm& realm, js::Value data, int32_t encoding) {
    WEFT_TRY(bytes, Data::of(realm, data, encoding));
    if (!isFinished_) EVP_DigestUpdate(context_.get(), bytes.span().data(), bytes.span().size());
    return {};
  }
  /// Later calls give the same again.
  js::Result<js::Value> digest(js::Realm& realm, int32_t encoding) {
    if (!isFinished_ && !EVP_DigestFinal_ex(context_.get(), result_, &resultSize_)) return js::fail(failure(realm));
    isFinished_ = true;
    return encoded(realm, {result_, resultSize_}, encoding);
  }
  js::Result<std::unique_ptr<Hash>> copy(js::Realm& realm) {
    auto out = std::make_unique<Hash>();
    if (isFinished_ || !out->copyFrom(*this)) return js::fail(failure(realm));
    return out;
  }
  double size() const { return double(EVP_MD_CTX_size(context_.get())); }
  bool start(const EVP_MD* digest) { return EVP_DigestInit_ex(context_.get(), digest, nullptr); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Hash::update>("update"),
      js::method<&Hash::digest>("digest"),
      js::method<&Hash::copy>("copy"),
      js::getter<&Hash::size>("size"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Hash>("HashHandle", kMembers);

 private:
  bssl::ScopedEVP_MD_CTX context_;
  uint8_t result_[EVP_MAX_MD_SIZE];
  unsigned resultSize_ = 0;
  bool isFinished_ = false;
};

class Hmac : public js::Native {
 public:
  size_t memoryCost() const override { return sizeof(Hmac) + 3 * kContextCost; }
  js::Result<void> update(js::Realm& realm, js::Value data, int32_t encoding) {
    WEFT_TRY(bytes, Data::of(realm, data, encoding));
    if (!isFinished_) HMAC_Update(context_.get(), bytes.span().data(), bytes.span().size());
    return {};
  }
  js::Result<js::Value> digest(js::Realm& realm, int32_t encoding) {
    uint8_t out[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (!isFinished_ && !HMAC_Final(context_.get(), out, &size)) return js::fail(failure(realm));
    isFinished_ = true;
    return encoded(realm, {out, size}, encoding);
  }
  bool start(const EVP_MD* digest, ByteSpan key) {
    return HMAC_Init_ex(context_.get(), nonNull(key.data()), key.size(), digest, nullptr);
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Hmac::update>("update"),
      js::method<&Hmac::digest>("digest"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Hmac>("HmacHandle", kMembers);

 private:
  bssl::ScopedHMAC_CTX context_;
  bool isFinished_ = false;
};

/// Undefined for a digest that the library lacks.
js::Result<js::Value> createHash(js::Realm& realm, std::string name) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  auto hash = std::make_unique<Hash>();
  if (!hash->start(digest)) return js::fail(failure(realm));
  return js::Value(js::wrap<Hash>(realm, std::move(hash)));
}

/// The key is a Key or its bytes.
js::Result<js::Value> createHmac(js::Realm& realm, std::string name, js::Value secret) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  ByteSpan bytes;
  if (Key* key = js::unwrap<Key>(secret)) {
    bytes = key->data()->bytes();
  } else {
    WEFT_TRY(view, js::FromJs<js::Bytes>::get(realm, secret, 1));
    bytes = {view.data, view.size};
  }
  auto hmac = std::make_unique<Hmac>();
  if (!hmac->start(digest, bytes)) return js::fail(failure(realm));
  return js::Value(js::wrap<Hmac>(realm, std::move(hmac)));
}

js::Result<js::Value> hash(js::Realm& realm, std::string name, js::Value data, int32_t encoding) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  WEFT_TRY(bytes, Data::of(realm, data, int32_t(0)));
  uint8_t out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!EVP_Digest(bytes.span().data(), bytes.span().size(), out, &size, digest, nullptr))
    return js::fail(failure(realm));
  return encoded(realm, {out, size}, encoding);
}

/// Bytes of a digest, -1 for one that the library lacks.
int32_t digestSize(std::string name) {
  const EVP_MD* digest = digestNamed(name);
  return digest ? int32_t(EVP_MD_size(digest)) : -1;
}

js::Result<js::Value> digestJob(js::Realm& realm, std::string name, js::Bytes data, js::Value reply) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  return answer(realm, reply, [digest, input = Input(data, isAsync(reply))]() -> Outcome<Output> {
    SecretBytes out(EVP_MD_size(digest));
    unsigned size = 0;
    if (!EVP_Digest(input.data(), input.size(), out.data(), &size, digest, nullptr)) return refuse(lastError());
    return out;
  });
}

js::Result<js::Value> hmacJob(js::Realm& realm, std::string name, Key* key, js::Bytes data, js::Value reply) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  return answer(realm, reply, [digest, key = key->data(), input = Input(data, isAsync(reply))]() -> Outcome<Output> {
    SecretBytes out(EVP_MD_size(digest));
    unsigned size = 0;
    if (!HMAC(digest, nonNull(key->bytes().data()), key->bytes().size(), input.data(), input.size(), out.data(), &size))
      return refuse(lastError());
    return out;
  });
}

/// Whether two views hold the same bytes, in a time that depends on their length alone. They have one length.
bool areEqual(js::Bytes a, js::Bytes b) {
  return a.size == b.size && CRYPTO_memcmp(a.data, b.data, a.size) == 0;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createHash>("createHash"), js::fn<&createHmac>("createHmac"), js::fn<&hash>("hash"),
    js::fn<&digestSize>("digestSize"), js::fn<&digestJob>("digest"),      js::fn<&hmacJob>("hmac"),
    js::fn<&areEqual>("areEqual"),
};

}  // namespace

const js::Binding kCryptoHashBinding = {"crypto_hash", kFunctions};

}  // namespace weft::runtime
