// native("password"): hashes of passwords by argon2 and bcrypt (builtins/internal/password.ts).

#include <argon2.h>
#include <openssl/mem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <charconv>
#include <cstring>

#include "runtime/bcrypt.h"
#include "runtime/bindings.h"
#include "runtime/crypto_support.h"

namespace weft::runtime {

namespace {

using namespace crypto;

constexpr size_t kSaltSize = 32, kDigestSize = 32;
/// What a stored hash may ask for: more would be an attack. In KiB, passes and lanes.
constexpr uint32_t kMostMemory = 4u << 20, kMostPasses = 1u << 16, kMostLanes = 255;

std::unexpected<CryptoError> failVerification(std::string code, const char* name) {
  return refuse(js::ErrorKind::Error, "PASSWORD_" + code,
                std::string("Password verification failed with error \"") + name + "\"");
}
std::unexpected<CryptoError> failHashing(int status) {
  bool isMemory = status == ARGON2_MEMORY_ALLOCATION_ERROR;
  return refuse(js::ErrorKind::Error, isMemory ? "PASSWORD_OUT_OF_MEMORY" : "PASSWORD_HASHING_FAILED",
                std::string("Password hashing failed: ") + argon2_error_message(status));
}

/// bcrypt ignores what comes after 72 bytes: of a longer password, the SHA-512 is taken instead.
class BcryptPassword {
 public:
  explicit BcryptPassword(ByteSpan password) : span_(password) {
    if (password.size() <= kMostBcryptPassword) return;
    SHA512(password.data(), password.size(), digest_);
    span_ = digest_;
  }
  ~BcryptPassword() { OPENSSL_cleanse(digest_, sizeof digest_); }
  ByteSpan span() const { return span_; }

 private:
  uint8_t digest_[SHA512_DIGEST_LENGTH] = {};
  ByteSpan span_;
};

/// `type` is argon2's: 0 d, 1 i, 2 id.
js::Result<js::Value> hashArgon2(js::Realm& realm, js::Bytes password, int32_t type, double memory, double passes,
                                 js::Value reply) {
  auto job = [=, password = Input(password, isAsync(reply))]() -> Outcome<Output> {
    uint8_t salt[kSaltSize];
    RAND_bytes(salt, sizeof salt);
    auto kind = argon2_type(type);
    size_t size = argon2_encodedlen(uint32_t(passes), uint32_t(memory), 1, kSaltSize, kDigestSize, kind);
    std::string text(size, '\0');
    int status = argon2_hash(uint32_t(passes), uint32_t(memory), 1, password.data(), password.size(), salt, kSaltSize,
                             nullptr, kDigestSize, text.data(), size, kind, ARGON2_VERSION_13);
    if (status != ARGON2_OK) return failHashing(status);
    text.resize(strlen(text.c_str()));
    return text;
  };
  return answer(realm, reply, std::move(job));
}

js::Result<js::Value> hashBcrypt(js::Realm& realm, js::Bytes password, int32_t cost, js::Value reply) {
  auto job = [=, password = Input(password, isAsync(reply))]() -> Outcome<Output> {
    BcryptHash hash{.cost = cost, .salt = {}, .digest = {}};
    RAND_bytes(hash.salt.data(), hash.salt.size());
    bcrypt(BcryptPassword(password.span()).span(), hash);
    return formatBcrypt(hash);
  };
  return answer(realm, reply, std::move(job));
}

Outcome<Output> verifyBcrypt(ByteSpan password, std::string_view text) {
  auto stored = parseBcrypt(text);
  if (!stored) return failVerification("INVALID_ENCODING", "InvalidEncoding");
  BcryptHash hash = *stored;
  bcrypt(BcryptPassword(password).span(), hash);
  return CRYPTO_memcmp(hash.digest.data(), stored->digest.data(), hash.digest.size()) == 0;
}

/// Whether `name=number` is within bounds, wherever in the parameters it stands.
bool isWithin(std::string_view text, std::string_view name, uint32_t most) {
  size_t at = text.find(name);
  if (at == std::string_view::npos) return true;  // the library says that it is malformed
  uint64_t number = 0;
  auto begin = text.data() + at + name.size();
  auto [end, fault] = std::from_chars(begin, text.data() + text.size(), number);
  return fault == std::errc() && number <= most;
}

Outcome<Output> verifyArgon2(ByteSpan password, const std::string& text, argon2_type type) {
  bool isModest =
      isWithin(text, "$m=", kMostMemory) && isWithin(text, ",t=", kMostPasses) && isWithin(text, ",p=", kMostLanes);
  if (!isModest) return failVerification("WEAK_PARAMETERS", "WeakParameters");
  int status = argon2_verify(text.c_str(), password.data(), password.size(), type);
  if (status == ARGON2_OK) return true;
  if (status == ARGON2_VERIFY_MISMATCH) return false;
  if (status == ARGON2_MEMORY_ALLOCATION_ERROR) return failVerification("OUT_OF_MEMORY", "OutOfMemory");
  return failVerification("INVALID_ENCODING", "InvalidEncoding");
}

js::Result<js::Value> verify(js::Realm& realm, js::Bytes password, std::string text, js::Value reply) {
  auto job = [text, password = Input(password, isAsync(reply))]() -> Outcome<Output> {
    if (text.starts_with("$argon2id$")) return verifyArgon2(password.span(), text, Argon2_id);
    if (text.starts_with("$argon2i$")) return verifyArgon2(password.span(), text, Argon2_i);
    if (text.starts_with("$argon2d$")) return verifyArgon2(password.span(), text, Argon2_d);
    if (text.starts_with("$2")) return verifyBcrypt(password.span(), text);
    return failVerification("UNSUPPORTED_ALGORITHM", "UnsupportedAlgorithm");
  };
  return answer(realm, reply, std::move(job));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&hashArgon2>("hashArgon2"),
    js::fn<&hashBcrypt>("hashBcrypt"),
    js::fn<&verify>("verify"),
};

}  // namespace

const js::Binding kPasswordBinding = {"password", kFunctions};

}  // namespace weft::runtime
