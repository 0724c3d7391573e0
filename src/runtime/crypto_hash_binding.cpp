// native("crypto_hash"): digests and HMACs (builtins/internal/crypto_hash.ts).

#include <openssl/hmac.h>
#include <openssl/mem.h>

#include "engine/class.h"
#include "runtime/bindings.h"
#include "runtime/crypto_digest.h"
#include "runtime/crypto_key.h"
#include "runtime/crypto_support.h"

namespace weft::runtime {

namespace {

using namespace crypto;

js::JsError failure(js::Realm& realm) {
  return toJsError(realm, lastError());
}

/// About what a digest under way has in the heap.
constexpr size_t kContextCost = 250;
/// What a digest of any length may be asked for at most.
constexpr double kLongestOutput = 0x7fffffff;

js::JsError outOfMemory() {
  return js::JsError(js::ErrorKind::RangeError, "ERR_OUT_OF_MEMORY", "Not enough memory");
}

class Hash : public js::Native {
 public:
  Hash(const DigestKind& kind, size_t size) : digester_(kind), size_(size) {}
  size_t memoryCost() const override { return sizeof(Hash) + kContextCost; }

  js::Result<void> update(js::Realm& realm, js::Value data, int32_t encoding) {
    WEFT_TRY(bytes, Data::of(realm, data, encoding));
    if (!isFinished_) digester_.update(bytes.span());
    return {};
  }
  /// Later calls give the same again.
  js::Result<js::Value> digest(js::Realm& realm, int32_t encoding) {
    if (!isFinished_) {
      result_.resize(size_);
      digester_.finish(result_);
      isFinished_ = true;
    }
    return encoded(realm, result_, encoding);
  }
  /// From this one's state; `size` of the digest, -1 for the same.
  js::Result<std::unique_ptr<Hash>> copy(double size) {
    auto out = std::make_unique<Hash>(digester_.kind(), size < 0 ? digester_.kind().size : size_t(size));
    if (isFinished_ || !out->digester_.copyFrom(digester_)) return js::fail(outOfMemory());
    return out;
  }
  double size() const { return double(size_); }
  bool isExtendable() const { return digester_.kind().isExtendable; }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Hash::update>("update"),
      js::method<&Hash::digest>("digest"),
      js::method<&Hash::copy>("copy"),
      js::getter<&Hash::size>("size"),
      js::getter<&Hash::isExtendable>("isExtendable"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Hash>("HashHandle", kMembers);

 private:
  Digester digester_;
  size_t size_;
  std::vector<uint8_t> result_;
  bool isFinished_ = false;
};

class Hmac : public js::Native {
 public:
  Hmac(const DigestKind& kind, ByteSpan key) : authenticator_(kind, key) {}
  size_t memoryCost() const override { return sizeof(Hmac) + 3 * kContextCost; }

  js::Result<void> update(js::Realm& realm, js::Value data, int32_t encoding) {
    WEFT_TRY(bytes, Data::of(realm, data, encoding));
    if (!isFinished_) authenticator_.update(bytes.span());
    return {};
  }
  js::Result<js::Value> digest(js::Realm& realm, int32_t encoding) {
    uint8_t out[kLongestDigest];
    size_t size = isFinished_ ? 0 : authenticator_.kind().size;
    if (!isFinished_) authenticator_.finish({out, size});
    isFinished_ = true;
    return encoded(realm, {out, size}, encoding);
  }
  js::Result<std::unique_ptr<Hmac>> copy() {
    auto out = std::make_unique<Hmac>(authenticator_.kind(), ByteSpan());
    if (isFinished_ || !out->authenticator_.copyFrom(authenticator_)) return js::fail(outOfMemory());
    return out;
  }
  double size() const { return double(authenticator_.kind().size); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Hmac::update>("update"),
      js::method<&Hmac::digest>("digest"),
      js::method<&Hmac::copy>("copy"),
      js::getter<&Hmac::size>("size"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Hmac>("HmacHandle", kMembers);

 private:
  Authenticator authenticator_;
  bool isFinished_ = false;
};

/// Undefined for a digest that there is not. `size` counts for digests of any length only; -1 for the usual.
js::Result<js::Value> createHash(js::Realm& realm, std::string name, double size) {
  auto kind = digestKind(name);
  if (!kind) return js::Value();
  bool isGiven = kind->isExtendable && size >= 0 && size <= kLongestOutput;
  return js::Value(js::wrap<Hash>(realm, std::make_unique<Hash>(*kind, isGiven ? size_t(size) : kind->size)));
}

/// The key is a Key or its bytes. Undefined for a digest that there is not, or has no HMAC.
js::Result<js::Value> createHmac(js::Realm& realm, std::string name, js::Value secret) {
  auto kind = digestKind(name);
  if (!kind || kind->isExtendable) return js::Value();
  ByteSpan bytes;
  if (Key* key = js::unwrap<Key>(secret)) {
    bytes = key->data()->bytes();
  } else {
    WEFT_TRY(view, js::FromJs<js::Bytes>::get(realm, secret, 1));
    bytes = {view.data, view.size};
  }
  return js::Value(js::wrap<Hmac>(realm, std::make_unique<Hmac>(*kind, bytes)));
}

js::Result<js::Value> hash(js::Realm& realm, std::string name, js::Value data, int32_t encoding) {
  auto kind = digestKind(name);
  if (!kind) return js::Value();
  WEFT_TRY(bytes, Data::of(realm, data, int32_t(0)));
  uint8_t out[kLongestDigest];
  if (kind->library) {
    unsigned size = 0;
    if (!EVP_Digest(bytes.span().data(), bytes.span().size(), out, &size, kind->library, nullptr))
      return js::fail(failure(realm));
  } else {
    Digester digester(*kind);
    digester.update(bytes.span());
    digester.finish({out, kind->size});
  }
  return encoded(realm, {out, kind->size}, encoding);
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
