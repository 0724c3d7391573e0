#include "runtime/tls_errors.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>

#include "runtime/crypto_support.h"

namespace weft::runtime {

js::JsError tlsError(js::Realm& realm) {
  uint32_t packed = ERR_peek_error();
  int library = ERR_GET_LIB(packed);
  if (packed == 0 || (library != ERR_LIB_SSL && library != ERR_LIB_X509))
    return crypto::toJsError(realm, crypto::lastError("TLS operation failed"));
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(packed);
  std::string text = reason ? reason : "unknown";
  // The name that programs know, of TLS 1.3 as the alert is.
  if (text == "TLSV1_ALERT_CERTIFICATE_REQUIRED") text = "TLSV13_ALERT_CERTIFICATE_REQUIRED";
  bool isSsl = library == ERR_LIB_SSL;
  crypto::CryptoError error;
  error.code = (isSsl ? "ERR_SSL_" : "ERR_OSSL_X509_") + text;
  error.library = isSsl ? "SSL routines" : "x509 certificate routines";
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  error.reason = text;
  char number[16];
  snprintf(number, sizeof number, "%08X", packed);
  error.message = "error:" + std::string(number) + ":" + error.library + "::" + text;
  return crypto::toJsError(realm, error);
}

namespace {

struct VerifyName {
  long result;
  const char* code;
  const char* message;  // null: the library's
};
#define WEFT_VERIFY(name) X509_V_ERR_##name, #name
constexpr VerifyName kVerifyNames[] = {
    {WEFT_VERIFY(UNABLE_TO_GET_ISSUER_CERT), nullptr},
    {WEFT_VERIFY(UNABLE_TO_GET_CRL), nullptr},
    {WEFT_VERIFY(UNABLE_TO_DECRYPT_CERT_SIGNATURE), nullptr},
    {WEFT_VERIFY(UNABLE_TO_DECRYPT_CRL_SIGNATURE), nullptr},
    {WEFT_VERIFY(UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY), nullptr},
    {WEFT_VERIFY(CERT_SIGNATURE_FAILURE), nullptr},
    {WEFT_VERIFY(CRL_SIGNATURE_FAILURE), nullptr},
    {WEFT_VERIFY(CERT_NOT_YET_VALID), nullptr},
    {WEFT_VERIFY(CERT_HAS_EXPIRED), nullptr},
    {WEFT_VERIFY(CRL_NOT_YET_VALID), nullptr},
    {WEFT_VERIFY(CRL_HAS_EXPIRED), nullptr},
    {WEFT_VERIFY(ERROR_IN_CERT_NOT_BEFORE_FIELD), nullptr},
    {WEFT_VERIFY(ERROR_IN_CERT_NOT_AFTER_FIELD), nullptr},
    {WEFT_VERIFY(ERROR_IN_CRL_LAST_UPDATE_FIELD), nullptr},
    {WEFT_VERIFY(ERROR_IN_CRL_NEXT_UPDATE_FIELD), nullptr},
    {WEFT_VERIFY(OUT_OF_MEM), nullptr},
    {WEFT_VERIFY(DEPTH_ZERO_SELF_SIGNED_CERT), "self-signed certificate"},
    {WEFT_VERIFY(SELF_SIGNED_CERT_IN_CHAIN), "self-signed certificate in certificate chain"},
    {WEFT_VERIFY(UNABLE_TO_GET_ISSUER_CERT_LOCALLY), nullptr},
    {WEFT_VERIFY(UNABLE_TO_VERIFY_LEAF_SIGNATURE), nullptr},
    {WEFT_VERIFY(CERT_CHAIN_TOO_LONG), nullptr},
    {WEFT_VERIFY(CERT_REVOKED), nullptr},
    {WEFT_VERIFY(INVALID_CA), nullptr},
    {WEFT_VERIFY(PATH_LENGTH_EXCEEDED), nullptr},
    {WEFT_VERIFY(INVALID_PURPOSE), "unsuitable certificate purpose"},
    {WEFT_VERIFY(CERT_UNTRUSTED), nullptr},
    {WEFT_VERIFY(CERT_REJECTED), nullptr},
    {WEFT_VERIFY(HOSTNAME_MISMATCH), nullptr},
};
#undef WEFT_VERIFY

const VerifyName* verifyName(long result) {
  for (const VerifyName& name : kVerifyNames)
    if (name.result == result) return &name;
  return nullptr;
}

}  // namespace

const char* verifyCode(long result) {
  const VerifyName* name = verifyName(result);
  return name ? name->code : "UNSPECIFIED";
}
const char* verifyMessage(long result) {
  const VerifyName* name = verifyName(result);
  return name && name->message ? name->message : X509_verify_cert_error_string(result);
}

}  // namespace weft::runtime
