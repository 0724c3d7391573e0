// The table of curves.

#include "runtime/crypto_curves.h"

#include <openssl/nid.h>

namespace weft::runtime::crypto {

namespace {

struct Row {
  std::string_view name, nistName;
  int nid;
};
constexpr Row kRows[] = {
    {"secp224r1", "P-224", NID_secp224r1},
    {"prime256v1", "P-256", NID_X9_62_prime256v1},
    {"secp384r1", "P-384", NID_secp384r1},
    {"secp521r1", "P-521", NID_secp521r1},
};

}  // namespace

int curveNamed(std::string_view name) {
  if (name == "secp256r1") name = "prime256v1";
  for (const Row& row : kRows)
    if (row.name == name || row.nistName == name) return row.nid;
  return NID_undef;
}

std::string curveName(int nid) {
  for (const Row& row : kRows)
    if (row.nid == nid) return std::string(row.name);
  return "unknown";
}

}  // namespace weft::runtime::crypto
