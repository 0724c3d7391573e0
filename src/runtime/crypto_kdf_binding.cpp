// native("crypto_kdf"): keys from passwords and from other keys (builtins/internal/crypto_kdf.ts).

#include <openssl/evp.h>
#include <openssl/hkdf.h>

#include "runtime/bindings.h"
#include "runtime/crypto_support.h"

namespace weft::runtime {

namespace {

using namespace crypto;

/// Undefined for a digest that the library lacks.
js::Result<js::Value> pbkdf2(js::Realm& realm, js::Bytes password, js::Bytes salt, double iterations, double length,
                             std::string name, js::Value reply) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  bool async = isAsync(reply);
  auto job = [=, password = Input(password, async), salt = Input(salt, async)]() -> Outcome<Output> {
    SecretBytes out{size_t(length)};
    if (out.size() &&
        !PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(nonNull(password.data())), password.size(),
                           nonNull(salt.data()), salt.size(), unsigned(iterations), digest, out.size(), out.data()))
      return refuse(lastError("PBKDF2 failed"));
    return out;
  };
  return answer(realm, reply, std::move(job));
}

/// The largest number of blocks: 2^30 of 32 bytes in all (RFC 7914, section 2).
constexpr double kMostScryptBlocks = (1u << 30) - 1;

/// Whether the parameters are scrypt's, and how much memory they take.
bool isScryptMemoryWithin(double n, double r, double p, double most) {
  return 128 * n * r + 128 * r * p + 128 * r * 2 <= most;
}
/// Empty when the parameters can be used, else what is wrong with them.
std::string scryptFault(double n, double r, double p, double maxMemory) {
  auto whole = uint64_t(n);
  if (n < 2 || (whole & (whole - 1)) || r < 1 || p < 1 || p > kMostScryptBlocks / r ||
      (16 * r <= 63 && whole >= (uint64_t(1) << uint64_t(16 * r))))
    return "Invalid scrypt params";
  if (!isScryptMemoryWithin(n, r, p, maxMemory))
    return "Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded";
  return {};
}

js::Result<js::Value> scrypt(js::Realm& realm, js::Bytes password, js::Bytes salt, double n, double r, double p,
                             double length, js::Value reply) {
  bool async = isAsync(reply);
  auto job = [=, password = Input(password, async), salt = Input(salt, async)]() -> Outcome<Output> {
    SecretBytes out{size_t(length)};
    // The library counts a little more memory; the limit was checked by what JavaScript is told of it.
    size_t most = size_t(128 * n * r + 128 * r * p + 128 * r * 4 + 4096);
    if (out.size() &&
        !EVP_PBE_scrypt(reinterpret_cast<const char*>(nonNull(password.data())), password.size(), nonNull(salt.data()),
                        salt.size(), uint64_t(n), uint64_t(r), uint64_t(p), most, out.data(), out.size()))
      return refuse(lastError("scrypt failed"));
    return out;
  };
  return answer(realm, reply, std::move(job));
}

js::Result<js::Value> hkdf(js::Realm& realm, std::string name, js::Bytes secret, js::Bytes salt, js::Bytes info,
                           double length, js::Value reply) {
  const EVP_MD* digest = digestNamed(name);
  if (!digest) return js::Value();
  bool async = isAsync(reply);
  auto job = [=, secret = Input(secret, async), salt = Input(salt, async),
              info = Input(info, async)]() -> Outcome<Output> {
    SecretBytes out{size_t(length)};
    if (out.size() && !HKDF(out.data(), out.size(), digest, nonNull(secret.data()), secret.size(), nonNull(salt.data()),
                            salt.size(), nonNull(info.data()), info.size()))
      return refuse(lastError("HKDF failed"));
    return out;
  };
  return answer(realm, reply, std::move(job));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&pbkdf2>("pbkdf2"),
    js::fn<&scryptFault>("scryptFault"),
    js::fn<&scrypt>("scrypt"),
    js::fn<&hkdf>("hkdf"),
};

}  // namespace

const js::Binding kCryptoKdfBinding = {"crypto_kdf", kFunctions};

}  // namespace weft::runtime
