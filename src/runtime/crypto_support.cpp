// Errors, inputs and outputs of the crypto bindings.

#include "runtime/crypto_support.h"

#include <openssl/err.h>
#include <openssl/mem.h>

#include <algorithm>
#include <cstring>

#include "engine/node_buffer.h"
#include "engine/text_codec.h"
#include "runtime/crypto_key.h"
#include "runtime/fs_operation.h"

namespace weft::runtime::crypto {

namespace {

/// An error that programs look for by the code, under the name that OpenSSL 3 gives it.
struct KnownError {
  int library;
  const char* reason;  // the library's own
  const char* code;
  const char* message;
};
constexpr KnownError kKnown[] = {
    {ERR_LIB_CIPHER, "BAD_DECRYPT", "ERR_OSSL_BAD_DECRYPT", "error:1C800064:Provider routines::bad decrypt"},
    {ERR_LIB_CIPHER, "WRONG_FINAL_BLOCK_LENGTH", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH",
     "error:1C80006B:Provider routines::wrong final block length"},
    {ERR_LIB_CIPHER, "DATA_NOT_MULTIPLE_OF_BLOCK_LENGTH", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH",
     "error:1C80006B:Provider routines::wrong final block length"},
    {ERR_LIB_RSA, "OAEP_DECODING_ERROR", "ERR_OSSL_RSA_OAEP_DECODING_ERROR",
     "error:02000079:rsa routines::oaep decoding error"},
    {ERR_LIB_RSA, "DATA_TOO_LARGE_FOR_KEY_SIZE", "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE",
     "error:0200006E:rsa routines::data too large for key size"},
    {ERR_LIB_RSA, "DATA_LEN_NOT_EQUAL_TO_MOD_LEN", "ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE",
     "error:0200007A:rsa routines::data too small for key size"},
    {ERR_LIB_RSA, "DATA_TOO_SMALL", "ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE",
     "error:0200007A:rsa routines::data too small for key size"},
    {ERR_LIB_RSA, "BLOCK_TYPE_IS_NOT_01", "ERR_OSSL_RSA_BLOCK_TYPE_IS_NOT_01",
     "error:0200006A:rsa routines::block type is not 01"},
    {ERR_LIB_EVP, "DIFFERENT_PARAMETERS", "ERR_OSSL_MISMATCHING_DOMAIN_PARAMETERS",
     "error:1C8000CB:Provider routines::mismatching domain parameters"},
    {ERR_LIB_RSA, "DIGEST_TOO_BIG_FOR_RSA_KEY", "ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY",
     "error:02000070:rsa routines::digest too big for rsa key"},
};

std::string words(std::string_view reason) {
  std::string out(reason);
  for (char& c : out) c = c == '_' ? ' ' : char(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// `error:CODE:library::reason` in its parts.
CryptoError knownError(const KnownError& known) {
  CryptoError out = error(js::ErrorKind::Error, known.code, known.message);
  std::string_view text = known.message;
  size_t library = text.find(':', text.find(':') + 1) + 1;
  size_t reason = text.find("::", library);
  out.library = text.substr(library, reason - library);
  out.reason = text.substr(reason + 2);
  return out;
}

}  // namespace

CryptoError error(js::ErrorKind kind, std::string code, std::string message) {
  return {kind, std::move(code), std::move(message), {}, {}};
}

CryptoError lastError(std::string_view fallback) {
  uint32_t packed = ERR_get_error();
  ERR_clear_error();
  if (packed == 0) return error(js::ErrorKind::Error, "ERR_CRYPTO_OPERATION_FAILED", std::string(fallback));
  const char* reason = ERR_reason_error_string(packed);
  const char* library = ERR_lib_error_string(packed);
  std::string_view reasonText = reason ? reason : "unknown";
  for (const KnownError& known : kKnown)
    if (known.library == ERR_GET_LIB(packed) && reasonText == known.reason) return knownError(known);
  char number[16];
  snprintf(number, sizeof number, "%08X", packed);
  CryptoError out = error(js::ErrorKind::Error, "ERR_OSSL_" + std::string(reasonText), {});
  std::replace(out.code.begin(), out.code.end(), ' ', '_');
  out.library = library ? library : "unknown";
  out.reason = words(reasonText);
  out.message = "error:" + std::string(number) + ":" + out.library + "::" + out.reason;
  return out;
}

js::JsError toJsError(js::Realm& realm, const CryptoError& e) {
  js::JsError plain(e.kind, e.library.empty() ? e.code : std::string(), e.message);
  if (e.library.empty()) return plain;
  js::Value value = plain.toValue(realm);
  js::Object object = value.asObject();
  object.define(realm, "library", js::toJs(realm, e.library));
  object.define(realm, "reason", js::toJs(realm, e.reason));
  object.define(realm, "code", js::toJs(realm, e.code));
  return js::JsError::thrown(value);
}

void SecretBytes::wipe() {
  if (!bytes_.empty()) OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

js::Result<js::Value> bufferOf(js::Realm& realm, ByteSpan bytes) {
  WEFT_TRY(fresh, js::createBuffer(realm, bytes.size()));
  if (!bytes.empty()) memcpy(fresh.data, bytes.data(), bytes.size());
  return js::Value(fresh.array);
}

js::Result<js::Value> encoded(js::Realm& realm, ByteSpan bytes, int32_t encoding) {
  if (encoding < 0 || encoding >= js::kTextEncodings) return bufferOf(realm, bytes);
  WEFT_TRY(text, js::decodeText(realm, bytes, js::TextEncoding(encoding)));
  return js::Value(text);
}

js::Result<js::Value> toValue(js::Realm& realm, const Output& output) {
  if (auto* bytes = std::get_if<SecretBytes>(&output)) return bufferOf(realm, bytes->span());
  if (auto* text = std::get_if<std::string>(&output)) return js::toJs(realm, *text);
  if (auto* truth = std::get_if<bool>(&output)) return js::Value::boolean(*truth);
  if (auto* key = std::get_if<KeyRef>(&output)) return js::Value(Key::wrapped(realm, *key));
  const KeyPair& pair = std::get<KeyPair>(output);
  const js::Value both[] = {Key::wrapped(realm, pair.publicKey), Key::wrapped(realm, pair.privateKey)};
  return js::Value(js::Array::create(realm, both));
}

js::Result<js::Value> answer(js::Realm& realm, js::Value reply, Job job) {
  if (!isAsync(reply)) {
    Outcome<Output> outcome = job();
    if (!outcome) return js::fail(toJsError(realm, outcome.error()));
    return toValue(realm, *outcome);
  }
  struct Request {
    Request(js::Realm& realm, js::Value reply, Job work) : answer(realm, reply), job(std::move(work)) {}
    runtime::detail::Answer answer;
    Job job;
    std::optional<Outcome<Output>> outcome;
  };
  auto request = std::make_unique<Request>(realm, reply, std::move(job));
  js::Value promise = request->answer.result();
  auto work = [r = request.get()] {
    r->outcome.emplace(r->job());
    ERR_clear_error();
  };
  auto done = [r = std::move(request)] {
    js::Realm& realm = r->answer.realm();
    if (!*r->outcome) return r->answer.fail(toJsError(realm, r->outcome->error()));
    js::Result<js::Value> value = toValue(realm, **r->outcome);
    if (value)
      r->answer.succeed(*value);
    else
      r->answer.fail(value.error());
  };
  Runtime::of(realm).loop().queueWork(std::move(work), std::move(done));
  return promise;
}

js::Result<Data> Data::of(js::Realm& realm, js::Value value, int32_t encoding) {
  Data out;
  if (!value.isString()) {
    js::Bytes bytes = js::bytesOf(value);
    if (!bytes.valid) return js::fail(js::JsError::argType("data", "a string or a view", value));
    out.span_ = {bytes.data, bytes.size};
    return out;
  }
  WEFT_TRY(chars, value.asString().chars(realm));
  bool isPlain =
      chars.is8Bit && (encoding == int(js::TextEncoding::Latin1) ||
                       (encoding == int(js::TextEncoding::Utf8) && js::isAsciiBytes({chars.latin1, chars.length})));
  if (isPlain) {
    out.span_ = {chars.latin1, chars.length};
    return out;
  }
  auto kind = encoding >= 0 && encoding < js::kTextEncodings ? js::TextEncoding(encoding) : js::TextEncoding::Utf8;
  out.owned_.resize(js::encodedSize(chars, kind));
  out.owned_.resize(js::encodeInto(chars, kind, out.owned_));
  out.span_ = out.owned_;
  return out;
}

std::string lowerCase(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = char(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

const EVP_MD* digestNamed(std::string_view given) {
  struct Row {
    std::string_view name;
    const EVP_MD* (*digest)();
  };
  static constexpr Row kRows[] = {
      {"md4", EVP_md4},       {"md5", EVP_md5},       {"md5-sha1", EVP_md5_sha1},
      {"sha1", EVP_sha1},     {"sha224", EVP_sha224}, {"sha256", EVP_sha256},
      {"sha384", EVP_sha384}, {"sha512", EVP_sha512}, {"sha512-256", EVP_sha512_256},
  };
  std::string name = lowerCase(given);
  if (name.starts_with("rsa-")) name.erase(0, 4);
  if (name.starts_with("ssl3-")) name.erase(0, 5);
  if (name.ends_with("withrsaencryption")) name.resize(name.size() - strlen("withrsaencryption"));
  if (name.starts_with("sha-")) name.erase(3, 1);
  if (name == "sha1-2") name = "sha1";
  if (name == "sha2-224" || name == "sha2-256" || name == "sha2-384" || name == "sha2-512") name.erase(3, 2);
  if (name == "sha512/256" || name == "sha2-512/256") name = "sha512-256";
  for (const Row& row : kRows)
    if (row.name == name) return row.digest();
  return nullptr;
}

}  // namespace weft::runtime::crypto
