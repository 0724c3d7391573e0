#pragma once
// What the crypto bindings share: errors, inputs, outputs, digests by name, and how a job is answered.
// A job touches no JavaScript: it runs here and now, or on the thread pool.

#include <openssl/base.h>
#include <openssl/digest.h>

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/native.h"

namespace weft::runtime::crypto {

using ByteSpan = std::span<const uint8_t>;

/// An error as Node's crypto gives it: with `code`, and for one of the library with `library` and `reason`.
struct CryptoError {
  js::ErrorKind kind = js::ErrorKind::Error;
  std::string code, message, library, reason;
};

/// Makes an error that is not the library's.
CryptoError error(js::ErrorKind kind, std::string code, std::string message);
/// The first error on this thread's queue of the library, which is emptied; `fallback` when there is none.
CryptoError lastError(std::string_view fallback = "Operation failed");
js::JsError toJsError(js::Realm&, const CryptoError&);

template <class T>
using Outcome = std::expected<T, CryptoError>;
inline std::unexpected<CryptoError> refuse(CryptoError e) {
  return std::unexpected<CryptoError>(std::move(e));
}
inline std::unexpected<CryptoError> refuse(js::ErrorKind kind, std::string code, std::string message) {
  return refuse(error(kind, std::move(code), std::move(message)));
}

/// Memory for secrets: wiped before it is freed.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(size_t size) : bytes_(size) {}
  explicit SecretBytes(ByteSpan from) : bytes_(from.begin(), from.end()) {}
  SecretBytes(SecretBytes&&) = default;
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    wipe();
    bytes_ = std::move(other.bytes_);
    return *this;
  }
  ~SecretBytes() { wipe(); }
  uint8_t* data() { return bytes_.data(); }
  const uint8_t* data() const { return bytes_.data(); }
  size_t size() const { return bytes_.size(); }
  /// Only makes it shorter.
  void truncate(size_t size) { bytes_.resize(size); }
  ByteSpan span() const { return bytes_; }

 private:
  void wipe();
  std::vector<uint8_t> bytes_;
};

/// The bytes of an argument: borrowed while a call is answered at once, a copy where a thread works on them.
class Input {
 public:
  Input() = default;
  Input(js::Bytes bytes, bool isCopied)
      : copy_(isCopied ? SecretBytes(ByteSpan(bytes.data, bytes.size)) : SecretBytes()),
        borrowed_(isCopied ? ByteSpan() : ByteSpan(bytes.data, bytes.size)),
        isCopied_(isCopied) {}
  ByteSpan span() const { return isCopied_ ? copy_.span() : borrowed_; }
  const uint8_t* data() const { return span().data(); }
  size_t size() const { return span().size(); }

 private:
  SecretBytes copy_;
  ByteSpan borrowed_;
  bool isCopied_ = false;
};

class KeyData;
using KeyRef = std::shared_ptr<const KeyData>;
struct KeyPair {
  KeyRef publicKey, privateKey;
};

/// What a job gives: bytes (a Buffer), text, a truth, a key, or a pair of keys.
using Output = std::variant<SecretBytes, std::string, bool, KeyRef, KeyPair>;
using Job = std::move_only_function<Outcome<Output>()>;

/// Whether a job with this last argument runs on the thread pool.
inline bool isAsync(js::Value reply) {
  return !reply.isUndefined();
}
/// Undefined runs the job at once; a function `(error, value)` or `true` (a promise) on the thread pool.
js::Result<js::Value> answer(js::Realm&, js::Value reply, Job);
js::Result<js::Value> toValue(js::Realm&, const Output&);
/// A Buffer with a copy of the bytes.
js::Result<js::Value> bufferOf(js::Realm&, ByteSpan);

/// The bytes of a string or a view, for the call. `encoding` is a js::TextEncoding, for a string.
class Data {
 public:
  static js::Result<Data> of(js::Realm&, js::Value, int32_t encoding);
  ByteSpan span() const { return span_; }

 private:
  ByteSpan span_;
  std::vector<uint8_t> owned_;
};
/// The bytes as a Buffer (encoding -1) or as text.
js::Result<js::Value> encoded(js::Realm&, ByteSpan, int32_t encoding);

/// A digest by any of the names that Node takes, in any case; null for one that the library lacks.
const EVP_MD* digestNamed(std::string_view name);
std::string lowerCase(std::string_view name);

inline const uint8_t* nonNull(const uint8_t* data) {
  static const uint8_t kNothing = 0;
  return data ? data : &kNothing;
}

}  // namespace weft::runtime::crypto
