#include "runtime/component_versions.h"

#include <brotli/decode.h>
#include <openssl/base.h>
#include <zlib.h>
#include <zstd.h>

#include "http/message_parser.h"
#include "loop/dns_resolver.h"
#include "loop/process_info.h"

namespace weft::runtime {

namespace {

std::string dotted(uint32_t major, uint32_t minor, uint32_t patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

/// The release of OpenSSL whose interface BoringSSL has: programs take the name for a sign that there is TLS.
std::string opensslVersion() {
  constexpr uint32_t kVersion = OPENSSL_VERSION_NUMBER;
  return dotted(kVersion >> 28, kVersion >> 20 & 0xff, kVersion >> 12 & 0xff);
}

std::string brotliVersion() {
  uint32_t version = BrotliDecoderVersion();
  return dotted(version >> 24, version >> 12 & 0xfff, version & 0xfff);
}

}  // namespace

std::vector<std::string> libraryVersions() {
  return {"ares",    loop::caresVersion(), "boringssl", std::to_string(BORINGSSL_API_VERSION),
          "brotli",  brotliVersion(),      "llhttp",    http::parserVersion(),
          "openssl", opensslVersion(),     "uv",        loop::libuvVersion(),
          "zlib",    zlibVersion(),        "zstd",      ZSTD_versionString()};
}

}  // namespace weft::runtime
