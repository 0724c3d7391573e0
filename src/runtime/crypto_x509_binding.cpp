// native("crypto_x509"): certificates (builtins/internal/crypto_x509.ts).

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ec_key.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/obj.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <climits>

#include "engine/class.h"
#include "runtime/bindings.h"
#include "runtime/crypto_curves.h"
#include "runtime/crypto_key.h"
#include "runtime/crypto_key_formats.h"

namespace weft::runtime {

namespace {

using namespace crypto;
using BioPtr = bssl::UniquePtr<BIO>;

constexpr unsigned long kNameFlags =
    ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT | XN_FLAG_SEP_MULTILINE | XN_FLAG_FN_SN;

std::string textOf(BIO* bio) {
  const uint8_t* data = nullptr;
  size_t size = 0;
  if (!BIO_mem_contents(bio, &data, &size)) return {};
  return std::string(reinterpret_cast<const char*>(data), size);
}

template <class Print>
std::string printed(Print print) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio) return {};
  print(bio.get());
  ERR_clear_error();
  return textOf(bio.get());
}

std::string nameText(X509_NAME* name) {
  return printed([&](BIO* bio) { X509_NAME_print_ex(bio, name, 0, kNameFlags); });
}

std::string timeText(const ASN1_TIME* time) {
  return printed([&](BIO* bio) { ASN1_TIME_print(bio, time); });
}

std::string hexText(ByteSpan bytes, bool hasColons) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (uint8_t byte : bytes) {
    if (hasColons && !out.empty()) out += ':';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string objectText(const ASN1_OBJECT* object) {
  char text[128];
  int size = OBJ_obj2txt(text, sizeof text, object, 1);
  return size > 0 ? std::string(text, std::min<size_t>(size_t(size), sizeof text - 1)) : std::string();
}

std::string_view textOf(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)), size_t(ASN1_STRING_length(string))};
}

/// Whether a name could be taken for more than one entry of the list, or for another kind of entry.
bool needsQuotes(std::string_view name) {
  for (char c : name)
    if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == ',' || c == '\'') return true;
  return false;
}

/// The name as a JSON string when it has characters that separate names.
std::string safeName(std::string_view prefix, std::string_view name) {
  if (!needsQuotes(name)) return std::string(prefix) + std::string(name);
  std::string quoted = "\"";
  for (char c : std::string(prefix) + std::string(name)) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < ' ' || byte > '~') {
      char escape[8];
      snprintf(escape, sizeof escape, "\\u%04x", byte);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  // The prefix stays outside, as it says what the name is.
  std::string inner = quoted.substr(1 + prefix.size());
  return std::string(prefix) + "\"" + inner + "\"";
}

std::string addressText(const ASN1_STRING* address) {
  const uint8_t* data = ASN1_STRING_get0_data(address);
  int size = ASN1_STRING_length(address);
  std::string out = "IP Address:";
  if (size == 4) {
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, data, text, sizeof text);
    return out + text;
  }
  if (size != 16) return out + "<invalid length=" + std::to_string(size) + ">";
  for (int i = 0; i < 16; i += 2) {
    char group[8];
    snprintf(group, sizeof group, "%X", data[i] << 8 | data[i + 1]);
    if (i) out += ':';
    out += group;
  }
  return out;
}

std::string generalName(const GENERAL_NAME* name) {
  switch (name->type) {
    case GEN_DNS:
      return safeName("DNS:", textOf(name->d.dNSName));
    case GEN_EMAIL:
      return safeName("email:", textOf(name->d.rfc822Name));
    case GEN_URI:
      return safeName("URI:", textOf(name->d.uniformResourceIdentifier));
    case GEN_IPADD:
      return addressText(name->d.iPAddress);
    case GEN_RID:
      return "Registered ID:" + objectText(name->d.registeredID);
    case GEN_DIRNAME: {
      std::string text = printed([&](BIO* bio) {
        X509_NAME_print_ex(bio, name->d.directoryName, 0,
                           ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_ESC_MSB |
                               XN_FLAG_SEP_COMMA_PLUS | XN_FLAG_DN_REV | XN_FLAG_FN_SN);
      });
      return safeName("DirName:", text);
    }
    case GEN_OTHERNAME:
      return "othername:<unsupported>";
    case GEN_X400:
      return "X400Name:<unsupported>";
    default:
      return "EdiPartyName:<unsupported>";
  }
}

class Certificate : public js::Native {
 public:
  explicit Certificate(bssl::UniquePtr<X509> x509) : x509_(std::move(x509)) {}

  std::string subject() { return nameText(X509_get_subject_name(x())); }
  std::string issuer() { return nameText(X509_get_issuer_name(x())); }
  std::string validFrom() { return timeText(X509_get0_notBefore(x())); }
  std::string validTo() { return timeText(X509_get0_notAfter(x())); }

  std::optional<std::string> subjectAltName() {
    bssl::UniquePtr<GENERAL_NAMES> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x(), NID_subject_alt_name, nullptr, nullptr)));
    ERR_clear_error();
    if (!names) return std::nullopt;
    std::string out;
    for (size_t i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
      if (i) out += ", ";
      out += generalName(sk_GENERAL_NAME_value(names.get(), i));
    }
    return out;
  }

  std::optional<std::string> infoAccess() {
    bssl::UniquePtr<AUTHORITY_INFO_ACCESS> list(
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(x(), NID_info_access, nullptr, nullptr)));
    ERR_clear_error();
    if (!list) return std::nullopt;
    std::string out;
    for (size_t i = 0; i < sk_ACCESS_DESCRIPTION_num(list.get()); ++i) {
      const ACCESS_DESCRIPTION* entry = sk_ACCESS_DESCRIPTION_value(list.get(), i);
      char method[128];
      int size = OBJ_obj2txt(method, sizeof method, entry->method, 0);
      if (i) out += '\n';
      out += size > 0 ? method : "<unknown>";
      out += " - " + generalName(entry->location);
    }
    return out;
  }

  js::Value keyUsage(js::Realm& realm) {
    bssl::UniquePtr<EXTENDED_KEY_USAGE> list(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(x(), NID_ext_key_usage, nullptr, nullptr)));
    ERR_clear_error();
    if (!list) return {};
    std::vector<std::string> out;
    for (size_t i = 0; i < sk_ASN1_OBJECT_num(list.get()); ++i)
      out.push_back(objectText(sk_ASN1_OBJECT_value(list.get(), i)));
    return js::toJs(realm, out);
  }

  std::string serialNumber() {
    bssl::UniquePtr<BIGNUM> number(ASN1_INTEGER_to_BN(X509_get_serialNumber(x()), nullptr));
    if (!number) return {};
    SecretBytes bytes(BN_num_bytes(number.get()));
    BN_bn2bin(number.get(), bytes.data());
    return bytes.size() ? hexText(bytes.span(), false) : "0";
  }

  std::string fingerprint(std::string name) {
    const EVP_MD* digest = digestNamed(name);
    uint8_t bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (!digest || !X509_digest(x(), digest, bytes, &size)) return {};
    return hexText({bytes, size}, true);
  }

  js::Result<js::Value> raw(js::Realm& realm) {
    BioPtr bio(BIO_new(BIO_s_mem()));
    if (!bio || i2d_X509_bio(bio.get(), x()) <= 0) return js::fail(toJsError(realm, lastError()));
    return bufferOf(realm, contentOf(bio.get()).span());
  }
  std::string pem() {
    return printed([&](BIO* bio) { PEM_write_bio_X509(bio, x()); });
  }
  js::Result<js::Value> publicKey(js::Realm& realm) {
    ERR_clear_error();
    bssl::UniquePtr<EVP_PKEY> key(X509_get_pubkey(x()));
    if (!key) return js::fail(toJsError(realm, lastError()));
    return js::Value(Key::wrapped(realm, KeyData::asymmetric(KeyKind::Public, std::move(key))));
  }
  bool isCa() { return X509_check_ca(x()) == 1; }

  /// The name that matched, "" for none.
  std::string checkHost(std::string name, int32_t flags) {
    char* peer = nullptr;
    std::string out;
    if (X509_check_host(x(), name.data(), name.size(), unsigned(flags), &peer) == 1) out = peer ? peer : name;
    OPENSSL_free(peer);
    ERR_clear_error();
    return out;
  }
  bool checkEmail(std::string address, int32_t flags) {
    bool matches = X509_check_email(x(), address.data(), address.size(), unsigned(flags)) == 1;
    ERR_clear_error();
    return matches;
  }
  /// -2: that is no address.
  int32_t checkIp(std::string address) {
    int result = address.find('\0') == std::string::npos ? X509_check_ip_asc(x(), address.c_str(), 0) : -2;
    ERR_clear_error();
    return result;
  }
  bool checkIssued(Certificate* issuer) { return X509_check_issued(issuer->x(), x()) == X509_V_OK; }
  bool checkPrivateKey(Key* key) {
    bool matches = key->data()->pkey() && X509_check_private_key(x(), key->data()->pkey()) == 1;
    ERR_clear_error();
    return matches;
  }
  bool verify(Key* key) {
    bool isValid = key->data()->pkey() && X509_verify(x(), key->data()->pkey()) > 0;
    ERR_clear_error();
    return isValid;
  }

  /// [modulus as hexadecimal, exponent as hexadecimal] of an RSA key; the curve and the point of an EC key.
  js::Result<js::Value> keyFacts(js::Realm& realm) {
    bssl::UniquePtr<EVP_PKEY> key(X509_get_pubkey(x()));
    ERR_clear_error();
    if (!key) return js::Value();
    if (RSA* rsa = EVP_PKEY_get0_RSA(key.get())) {
      const js::Value facts[] = {js::toJs(realm, hexOf(RSA_get0_n(rsa))), js::toJs(realm, hexOf(RSA_get0_e(rsa)))};
      return js::Value(js::Array::create(realm, facts));
    }
    ERR_clear_error();
    EC_KEY* ec = EVP_PKEY_get0_EC_KEY(key.get());
    ERR_clear_error();
    if (!ec) return js::Value();
    uint8_t point[1 + 2 * 66];
    const EC_GROUP* group = EC_KEY_get0_group(ec);
    size_t size = EC_POINT_point2oct(group, EC_KEY_get0_public_key(ec), POINT_CONVERSION_UNCOMPRESSED, point,
                                     sizeof point, nullptr);
    WEFT_TRY(bytes, bufferOf(realm, {point, size}));
    int nid = EC_GROUP_get_curve_name(group);
    const char* nist = EC_curve_nid2nist(nid);
    const js::Value facts[] = {js::toJs(realm, curveName(nid)), js::toJs(realm, nist ? nist : ""), bytes};
    return js::Value(js::Array::create(realm, facts));
  }

  /// Names and values in turn.
  js::Value nameParts(js::Realm& realm, bool isIssuer) {
    X509_NAME* name = isIssuer ? X509_get_issuer_name(x()) : X509_get_subject_name(x());
    std::vector<std::string> out;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
      X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
      ASN1_OBJECT* object = X509_NAME_ENTRY_get_object(entry);
      int nid = OBJ_obj2nid(object);
      out.push_back(nid == NID_undef ? objectText(object) : OBJ_nid2sn(nid));
      uint8_t* text = nullptr;
      int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
      out.push_back(size > 0 ? std::string(reinterpret_cast<char*>(text), size_t(size)) : std::string());
      OPENSSL_free(text);
    }
    ERR_clear_error();
    return js::toJs(realm, out);
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Certificate::subject>("subject"),
      js::method<&Certificate::issuer>("issuer"),
      js::method<&Certificate::validFrom>("validFrom"),
      js::method<&Certificate::validTo>("validTo"),
      js::method<&Certificate::subjectAltName>("subjectAltName"),
      js::method<&Certificate::infoAccess>("infoAccess"),
      js::method<&Certificate::keyUsage>("keyUsage"),
      js::method<&Certificate::serialNumber>("serialNumber"),
      js::method<&Certificate::fingerprint>("fingerprint"),
      js::method<&Certificate::raw>("raw"),
      js::method<&Certificate::pem>("pem"),
      js::method<&Certificate::publicKey>("publicKey"),
      js::method<&Certificate::isCa>("isCa"),
      js::method<&Certificate::checkHost>("checkHost"),
      js::method<&Certificate::checkEmail>("checkEmail"),
      js::method<&Certificate::checkIp>("checkIp"),
      js::method<&Certificate::checkIssued>("checkIssued"),
      js::method<&Certificate::checkPrivateKey>("checkPrivateKey"),
      js::method<&Certificate::verify>("verify"),
      js::method<&Certificate::keyFacts>("keyFacts"),
      js::method<&Certificate::nameParts>("nameParts"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Certificate>("CertificateHandle", kMembers);

 private:
  X509* x() { return x509_.get(); }
  static std::string hexOf(const BIGNUM* number) {
    SecretBytes bytes(BN_num_bytes(number));
    BN_bn2bin(number, bytes.data());
    return hexText(bytes.span(), false);
  }
  bssl::UniquePtr<X509> x509_;
};

js::Result<js::Value> parse(js::Realm& realm, js::Bytes data) {
  ERR_clear_error();
  bssl::UniquePtr<X509> x509;
  if (data.size <= INT_MAX) {
    BioPtr bio(BIO_new_mem_buf(nonNull(data.data), int(data.size)));
    if (bio) x509.reset(PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr));
    if (!x509) {
      const uint8_t* at = nonNull(data.data);
      x509.reset(d2i_X509(nullptr, &at, long(data.size)));
    }
  }
  if (x509) {
    ERR_clear_error();
    return js::Value(js::wrap<Certificate>(realm, std::make_unique<Certificate>(std::move(x509))));
  }
  ERR_clear_error();
  CryptoError e =
      error(js::ErrorKind::Error, "ERR_OSSL_PEM_NO_START_LINE", "error:0480006C:PEM routines::no start line");
  e.library = "PEM routines";
  e.reason = "no start line";
  return js::fail(toJsError(realm, e));
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&parse>("parse")};

}  // namespace

const js::Binding kCryptoX509Binding = {"crypto_x509", kFunctions};

}  // namespace weft::runtime
