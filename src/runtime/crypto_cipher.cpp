// The table of ciphers.

#include "runtime/crypto_cipher.h"

#include <openssl/nid.h>

#include "runtime/crypto_support.h"

namespace weft::runtime::crypto {

namespace {

constexpr CipherRow kRows[] = {
    {"aes-128-cbc", "aes-128-cbc", "cbc", NID_aes_128_cbc, EVP_aes_128_cbc},
    {"aes-128-cfb", "aes-128-cfb", "cfb", NID_aes_128_cfb128, nullptr, 16, 16},
    {"aes-128-ctr", "aes-128-ctr", "ctr", NID_aes_128_ctr, EVP_aes_128_ctr},
    {"aes-128-ecb", "aes-128-ecb", "ecb", NID_aes_128_ecb, EVP_aes_128_ecb},
    {"aes-128-gcm", "id-aes128-gcm", "gcm", NID_aes_128_gcm, EVP_aes_128_gcm},
    {"aes-128-ofb", "aes-128-ofb", "ofb", NID_aes_128_ofb128, EVP_aes_128_ofb},
    {"aes-192-cbc", "aes-192-cbc", "cbc", NID_aes_192_cbc, EVP_aes_192_cbc},
    {"aes-192-cfb", "aes-192-cfb", "cfb", NID_aes_192_cfb128, nullptr, 24, 16},
    {"aes-192-ctr", "aes-192-ctr", "ctr", NID_aes_192_ctr, EVP_aes_192_ctr},
    {"aes-192-ecb", "aes-192-ecb", "ecb", NID_aes_192_ecb, EVP_aes_192_ecb},
    {"aes-192-gcm", "id-aes192-gcm", "gcm", NID_aes_192_gcm, EVP_aes_192_gcm},
    {"aes-192-ofb", "aes-192-ofb", "ofb", NID_aes_192_ofb128, EVP_aes_192_ofb},
    {"aes-256-cbc", "aes-256-cbc", "cbc", NID_aes_256_cbc, EVP_aes_256_cbc},
    {"aes-256-cfb", "aes-256-cfb", "cfb", NID_aes_256_cfb128, nullptr, 32, 16},
    {"aes-256-ctr", "aes-256-ctr", "ctr", NID_aes_256_ctr, EVP_aes_256_ctr},
    {"aes-256-ecb", "aes-256-ecb", "ecb", NID_aes_256_ecb, EVP_aes_256_ecb},
    {"aes-256-gcm", "id-aes256-gcm", "gcm", NID_aes_256_gcm, EVP_aes_256_gcm},
    {"aes-256-ofb", "aes-256-ofb", "ofb", NID_aes_256_ofb128, EVP_aes_256_ofb},
    {"chacha20-poly1305", "chacha20-poly1305", "stream", 1018, nullptr, 32, 12},
    {"des-ede", "des-ede", "ecb", NID_des_ede_ecb, EVP_des_ede},
    {"des-ede-cbc", "des-ede-cbc", "cbc", NID_des_ede_cbc, EVP_des_ede_cbc},
    {"des-ede3", "des-ede3", "ecb", NID_des_ede3_ecb, EVP_des_ede3},
    {"des-ede3-cbc", "des-ede3-cbc", "cbc", NID_des_ede3_cbc, EVP_des_ede3_cbc},
};

struct Alias {
  std::string_view alias, name;
};
constexpr Alias kAliases[] = {
    {"aes128", "aes-128-cbc"},        {"aes192", "aes-192-cbc"},        {"aes256", "aes-256-cbc"},
    {"id-aes128-gcm", "aes-128-gcm"}, {"id-aes192-gcm", "aes-192-gcm"}, {"id-aes256-gcm", "aes-256-gcm"},
    {"des3", "des-ede3-cbc"},         {"des-ede-ecb", "des-ede"},       {"des-ede3-ecb", "des-ede3"},
};

}  // namespace

const CipherRow* cipherNamed(std::string_view given) {
  std::string lower = lowerCase(given);
  std::string_view name = lower;
  for (const Alias& alias : kAliases)
    if (alias.alias == name) name = alias.name;
  for (const CipherRow& row : kRows)
    if (row.name == name) return &row;
  return nullptr;
}

const CipherRow* cipherNumbered(int nid) {
  for (const CipherRow& row : kRows)
    if (row.nid == nid) return &row;
  return nullptr;
}

const EVP_CIPHER* cipherForKeys(std::string_view name) {
  const CipherRow* row = cipherNamed(name);
  return row && row->mode == "cbc" ? row->cipher() : nullptr;
}

}  // namespace weft::runtime::crypto
