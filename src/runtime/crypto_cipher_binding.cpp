// native("crypto_cipher"): encryption with secret keys (builtins/internal/crypto_cipher.ts).

#include <openssl/aes.h>
#include <openssl/err.h>

#include "engine/class.h"
#include "engine/node_buffer.h"
#include "runtime/bindings.h"
#include "runtime/crypto_cipher_state.h"
#include "runtime/crypto_key.h"

namespace weft::runtime {

namespace {

using namespace crypto;

class Cipher : public js::Native {
 public:
  CipherState state;
  size_t memoryCost() const override { return sizeof(Cipher) + kContextCost; }

  js::Result<js::Value> update(js::Realm& realm, js::Value data, int32_t encoding) {
    WEFT_TRY(input, Data::of(realm, data, encoding));
    if (state.isFinished()) return js::fail(badState());
    WEFT_TRY(fresh, js::createBuffer(realm, state.outputSize(input.span().size())));
    std::optional<size_t> size = state.update(input.span(), fresh.data);
    if (!size) return js::fail(badState());
    return shortened(realm, fresh, state.outputSize(input.span().size()), *size);
  }
  js::Result<js::Value> final(js::Realm& realm) {
    uint8_t block[EVP_MAX_BLOCK_LENGTH];
    Outcome<size_t> size = state.finish(block);
    if (!size) return js::fail(toJsError(realm, size.error()));
    return bufferOf(realm, {block, *size});
  }
  bool setAutoPadding(bool pads) { return state.setPadding(pads); }
  bool setAAD(js::Bytes data) { return state.aad({data.data, data.size}); }
  js::Result<js::Value> getAuthTag(js::Realm& realm) {
    if (!state.isAuthenticated() || !state.isFinished() || state.direction() != Direction::Encrypt) return js::Value();
    return bufferOf(realm, state.tag());
  }
  js::Result<bool> setAuthTag(js::Bytes tag) {
    if (!state.isAuthenticated() || state.isFinished() || state.hasTag()) return false;
    if (!state.takesTagOf(tag.size))
      return js::fail(js::JsError(js::ErrorKind::TypeError, "ERR_CRYPTO_INVALID_AUTH_TAG",
                                  "Invalid authentication tag length: " + std::to_string(tag.size)));
    state.setTag({tag.data, tag.size});
    return true;
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Cipher::update>("update"),
      js::method<&Cipher::final>("final"),
      js::method<&Cipher::setAutoPadding>("setAutoPadding"),
      js::method<&Cipher::setAAD>("setAAD"),
      js::method<&Cipher::getAuthTag>("getAuthTag"),
      js::method<&Cipher::setAuthTag>("setAuthTag"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Cipher>("CipherHandle", kMembers);

 private:
  static js::JsError badState() {
    return js::JsError(js::ErrorKind::Error, {}, "Trying to add data in unsupported state");
  }
  /// What was written; nothing is to be seen behind it. Much is not copied for the sake of a block.
  static js::Result<js::Value> shortened(js::Realm& realm, js::FreshBytes fresh, size_t size, size_t used) {
    if (used == size) return js::Value(fresh.array);
    if (used < kFewBytes) return bufferOf(realm, {fresh.data, used});
    std::fill(fresh.data + used, fresh.data + size, uint8_t{0});
    return js::createBufferView(realm, js::Value(fresh.array), 0, used);
  }
  static constexpr size_t kFewBytes = 4096, kContextCost = 600;
};

std::optional<ByteSpan> spanOf(const std::optional<js::Bytes>& bytes) {
  if (!bytes) return std::nullopt;
  return ByteSpan(nonNull(bytes->data), bytes->size);
}

js::Result<js::Value> create(js::Realm& realm, std::string name, bool encrypts, Key* key, std::optional<js::Bytes> iv,
                             int32_t tagLength) {
  const CipherRow* row = cipherNamed(name);
  if (!row) return js::fail(js::JsError(js::ErrorKind::Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"));
  auto cipher = std::make_unique<Cipher>();
  auto started = cipher->state.start(*row, encrypts ? Direction::Encrypt : Direction::Decrypt, key->data()->bytes(),
                                     spanOf(iv), tagLength);
  if (!started) return js::fail(toJsError(realm, started.error()));
  return js::Value(js::wrap<Cipher>(realm, std::move(cipher)));
}

/// [mode, name, nid, block size, iv length, key length] or undefined. Lengths of -1 are not asked for.
js::Result<js::Value> info(js::Realm& realm, js::Value nameOrNid, int32_t keyLength, int32_t ivLength) {
  const CipherRow* row = nullptr;
  if (nameOrNid.isString()) {
    WEFT_TRY(name, nameOrNid.toUtf8(realm));
    row = cipherNamed(name);
  } else if (nameOrNid.isNumber()) {
    row = cipherNumbered(int(nameOrNid.asNumber()));
  }
  if (!row) return js::Value();
  const EVP_CIPHER* cipher = row->cipher ? row->cipher() : nullptr;
  int keySize = cipher ? int(EVP_CIPHER_key_length(cipher)) : int(row->keySize);
  int ivSize = cipher ? int(EVP_CIPHER_iv_length(cipher)) : int(row->ivSize);
  if (keyLength >= 0 && keyLength != keySize) return js::Value();
  if (ivLength >= 0) {
    bool isTaken = row->mode == "stream" ? ivLength >= 1 && ivLength <= 12
                   : row->mode == "gcm"  ? ivLength > 0
                                         : ivLength == ivSize;
    if (!isTaken) return js::Value();
    ivSize = ivLength;
  }
  const js::Value values[] = {
      js::toJs(realm, row->mode), js::toJs(realm, row->longName),
      js::Value::int32(row->nid), js::Value::int32(cipher ? int(EVP_CIPHER_block_size(cipher)) : 1),
      js::Value::int32(ivSize),   js::Value::int32(keySize),
  };
  return js::Value(js::Array::create(realm, values));
}

/// The whole of a message. An encryption's tag follows the text, and is there for the decryption; a message that is
/// not authentic, or whose padding is wrong, gives an empty code.
js::Result<js::Value> cipherJob(js::Realm& realm, std::string name, bool encrypts, Key* key,
                                std::optional<js::Bytes> iv, std::optional<js::Bytes> aad, int32_t tagLength,
                                js::Bytes data, js::Value reply) {
  const CipherRow* row = cipherNamed(name);
  if (!row) return js::Value();
  bool async = isAsync(reply);
  js::Bytes none;
  auto job = [=, key = key->data(), hasIv = iv.has_value(), iv = Input(iv.value_or(none), async),
              aad = Input(aad.value_or(none), async), input = Input(data, async)]() -> Outcome<Output> {
    CipherState state;
    std::optional<ByteSpan> vector;
    if (hasIv) vector = ByteSpan(nonNull(iv.data()), iv.size());
    auto started =
        state.start(*row, encrypts ? Direction::Encrypt : Direction::Decrypt, key->bytes(), vector, tagLength);
    if (!started) return refuse(started.error());
    if (aad.size()) state.aad(aad.span());
    ByteSpan text = input.span();
    if (state.isAuthenticated() && !encrypts) {
      size_t tag = size_t(std::max(tagLength, 0));
      if (text.size() < tag) return refuse(js::ErrorKind::Error, {}, "The data is too short");
      state.setTag(text.last(tag));
      text = text.first(text.size() - tag);
    }
    SecretBytes out(state.outputSize(text.size()) + EVP_MAX_BLOCK_LENGTH + 16);
    std::optional<size_t> size = state.update(text, out.data());
    if (!size) return refuse(js::ErrorKind::Error, {}, "The data cannot be processed");
    Outcome<size_t> rest = state.finish(out.data() + *size);
    if (!rest) return refuse(rest.error());
    size_t total = *size + *rest;
    if (state.isAuthenticated() && encrypts) {
      std::copy(state.tag().begin(), state.tag().end(), out.data() + total);
      total += state.tag().size();
    }
    out.truncate(total);
    return out;
  };
  return answer(realm, reply, std::move(job));
}

/// AES Key Wrap (RFC 3394) and its reverse.
js::Result<js::Value> wrapJob(js::Realm& realm, bool wraps, Key* key, js::Bytes data, js::Value reply) {
  auto job = [=, key = key->data(), input = Input(data, isAsync(reply))]() -> Outcome<Output> {
    AES_KEY schedule;
    unsigned bits = unsigned(key->bytes().size() * 8);
    auto prepare = wraps ? AES_set_encrypt_key : AES_set_decrypt_key;
    if (prepare(key->bytes().data(), bits, &schedule)) return refuse(lastError("Invalid key"));
    SecretBytes out(input.size() + 8);
    int size = (wraps ? AES_wrap_key : AES_unwrap_key)(&schedule, nullptr, out.data(), input.data(), input.size());
    ERR_clear_error();
    if (size < 0) return refuse(js::ErrorKind::Error, {}, "The key cannot be wrapped or unwrapped");
    out.truncate(size_t(size));
    return out;
  };
  return answer(realm, reply, std::move(job));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&create>("create"),
    js::fn<&info>("info"),
    js::fn<&cipherJob>("cipher"),
    js::fn<&wrapJob>("wrap"),
};

}  // namespace

const js::Binding kCryptoCipherBinding = {"crypto_cipher", kFunctions};

}  // namespace weft::runtime
