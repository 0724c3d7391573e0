#include "runtime/tls_context.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs8.h>
#include <openssl/x509v3.h>

#include <climits>
#include <cstring>

#include "runtime/crypto_support.h"
#include "runtime/tls_errors.h"
#include "runtime/tls_session.h"

namespace weft::runtime {

namespace {

using BioPtr = bssl::UniquePtr<BIO>;

std::unexpected<js::JsError> failed(js::Realm& realm) {
  return js::fail(tlsError(realm));
}

BioPtr bioOf(js::Bytes bytes) {
  if (bytes.size > INT_MAX) return nullptr;
  return BioPtr(BIO_new_mem_buf(crypto::nonNull(bytes.data), static_cast<int>(bytes.size)));
}

/// That nothing more is there is how reading PEM ends.
bool isEndOfPem() {
  uint32_t error = ERR_peek_last_error();
  bool isEnd = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
  if (isEnd) ERR_clear_error();
  return isEnd;
}

struct Password {
  crypto::ByteSpan bytes;
  bool isGiven;
};
int givePassword(char* out, int size, int, void* data) {
  auto* password = static_cast<Password*>(data);
  if (!password->isGiven || size < 0 || password->bytes.size() > static_cast<size_t>(size)) return -1;
  if (!password->bytes.empty()) memcpy(out, password->bytes.data(), password->bytes.size());
  return static_cast<int>(password->bytes.size());
}
int noPassword(char*, int, int, void*) {
  return -1;
}

}  // namespace

// ---- RootStore

js::Result<std::unique_ptr<RootStore>> RootStore::construct(js::Realm& realm, js::Bytes pem) {
  auto roots = std::make_unique<RootStore>();
  roots->store_.reset(X509_STORE_new());
  BioPtr bio = bioOf(pem);
  if (!roots->store_ || !bio) return failed(realm);
  while (bssl::UniquePtr<X509> x509{PEM_read_bio_X509_AUX(bio.get(), nullptr, &noPassword, nullptr)}) {
    // The same one twice is no fault.
    X509_STORE_add_cert(roots->store_.get(), x509.get());
    roots->certificates_.push_back(std::move(x509));
  }
  ERR_clear_error();
  return roots;
}

// ---- TlsContext

js::Result<std::unique_ptr<TlsContext>> TlsContext::construct(js::Realm& realm) {
  auto out = std::make_unique<TlsContext>();
  out->context_.reset(SSL_CTX_new(TLS_method()));
  SSL_CTX* context = out->context();
  if (!context) return failed(realm);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL);
  TlsSession::prepare(context);
  return out;
}

void TlsContext::trace(js::Tracer& tracer) {
  tracer.visit(roots_);
}

js::Result<void> TlsContext::setVersions(js::Realm& realm, int32_t least, int32_t most) {
  bool isSet = SSL_CTX_set_min_proto_version(context(), static_cast<uint16_t>(least)) &&
               SSL_CTX_set_max_proto_version(context(), static_cast<uint16_t>(most));
  if (!isSet) return failed(realm);
  return {};
}

js::Result<void> TlsContext::useRoots(js::Realm&, js::Object object) {
  RootStore* roots = js::unwrap<RootStore>(object);
  if (!roots) return js::fail(js::JsError::typeError("not a RootStore"));
  X509_STORE_up_ref(roots->store());
  SSL_CTX_set_cert_store(context(), roots->store());
  roots_.set(*this, object);
  storeIsShared_ = true;
  return {};
}

/// The store that this context may add to.
js::Result<X509_STORE*> TlsContext::ownStore(js::Realm& realm) {
  if (storeIsShared_) {
    bssl::UniquePtr<X509_STORE> store(X509_STORE_new());
    RootStore* roots = js::unwrap<RootStore>(roots_.value());
    if (!store || !roots) return failed(realm);
    for (const auto& x509 : roots->certificates()) X509_STORE_add_cert(store.get(), x509.get());
    ERR_clear_error();
    SSL_CTX_set_cert_store(context(), store.release());
    storeIsShared_ = false;
  }
  return SSL_CTX_get_cert_store(context());
}

js::Result<void> TlsContext::setCertificate(js::Realm& realm, js::Bytes pem) {
  ERR_clear_error();
  BioPtr bio = bioOf(pem);
  if (!bio) return failed(realm);
  bssl::UniquePtr<X509> own(PEM_read_bio_X509_AUX(bio.get(), nullptr, &noPassword, nullptr));
  if (!own || !SSL_CTX_use_certificate(context(), own.get())) return failed(realm);
  SSL_CTX_clear_chain_certs(context());
  while (bssl::UniquePtr<X509> next{PEM_read_bio_X509(bio.get(), nullptr, &noPassword, nullptr)})
    if (!SSL_CTX_add1_chain_cert(context(), next.get())) return failed(realm);
  if (!isEndOfPem()) return failed(realm);
  return {};
}

js::Result<void> TlsContext::setKey(js::Realm& realm, js::Bytes pem, std::optional<js::Bytes> passphrase) {
  ERR_clear_error();
  BioPtr bio = bioOf(pem);
  if (!bio) return failed(realm);
  Password password{passphrase ? crypto::ByteSpan(passphrase->span()) : crypto::ByteSpan(), passphrase.has_value()};
  bssl::UniquePtr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &givePassword, &password));
  if (!key || !SSL_CTX_use_PrivateKey(context(), key.get())) return failed(realm);
  return {};
}

js::Result<void> TlsContext::setPfx(js::Realm& realm, js::Bytes der, std::string passphrase) {
  ERR_clear_error();
  EVP_PKEY* key = nullptr;
  bssl::UniquePtr<STACK_OF(X509)> chain(sk_X509_new_null());
  CBS cbs;
  CBS_init(&cbs, crypto::nonNull(der.data), der.size);
  if (!chain || !PKCS12_get_key_and_certs(&key, chain.get(), &cbs, passphrase.c_str())) {
    uint32_t error = ERR_peek_error();
    bool isPassword = ERR_GET_LIB(error) == ERR_LIB_PKCS8 && ERR_GET_REASON(error) == PKCS8_R_INCORRECT_PASSWORD;
    ERR_clear_error();
    return js::fail(js::JsError(js::ErrorKind::Error, {}, isPassword ? "mac verify failure" : "not enough data"));
  }
  bssl::UniquePtr<EVP_PKEY> owned(key);
  if (!owned || sk_X509_num(chain.get()) == 0)
    return js::fail(js::JsError(js::ErrorKind::Error, {}, "Unable to load PFX certificate"));
  // The key's own certificate is the one that fits it.
  size_t own = 0;
  for (size_t i = 0; i < sk_X509_num(chain.get()); ++i)
    if (X509_check_private_key(sk_X509_value(chain.get(), i), key)) own = i;
  ERR_clear_error();
  if (!SSL_CTX_use_certificate(context(), sk_X509_value(chain.get(), own)) || !SSL_CTX_use_PrivateKey(context(), key))
    return failed(realm);
  WEFT_TRY(store, ownStore(realm));
  for (size_t i = 0; i < sk_X509_num(chain.get()); ++i) {
    if (i == own) continue;
    X509* authority = sk_X509_value(chain.get(), i);
    SSL_CTX_add1_chain_cert(context(), authority);
    X509_STORE_add_cert(store, authority);
    SSL_CTX_add_client_CA(context(), authority);
  }
  ERR_clear_error();
  return {};
}

js::Result<void> TlsContext::addAuthority(js::Realm& realm, js::Bytes pem) {
  ERR_clear_error();
  BioPtr bio = bioOf(pem);
  if (!bio) return failed(realm);
  WEFT_TRY(store, ownStore(realm));
  while (bssl::UniquePtr<X509> x509{PEM_read_bio_X509_AUX(bio.get(), nullptr, &noPassword, nullptr)}) {
    X509_STORE_add_cert(store, x509.get());
    SSL_CTX_add_client_CA(context(), x509.get());
  }
  ERR_clear_error();
  return {};
}

js::Result<void> TlsContext::addRevocations(js::Realm& realm, js::Bytes pem) {
  ERR_clear_error();
  BioPtr bio = bioOf(pem);
  if (!bio) return failed(realm);
  bssl::UniquePtr<X509_CRL> crl(PEM_read_bio_X509_CRL(bio.get(), nullptr, &noPassword, nullptr));
  if (!crl) {
    ERR_clear_error();
    return js::fail(js::JsError(js::ErrorKind::Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to parse CRL"));
  }
  WEFT_TRY(store, ownStore(realm));
  X509_STORE_add_crl(store, crl.get());
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  ERR_clear_error();
  return {};
}

js::Result<void> TlsContext::setCiphers(js::Realm& realm, std::string list) {
  ERR_clear_error();
  if (!SSL_CTX_set_cipher_list(context(), list.c_str())) return failed(realm);
  ERR_clear_error();
  return {};
}
js::Result<void> TlsContext::setCurves(js::Realm&, std::string list) {
  bool isSet = SSL_CTX_set1_curves_list(context(), list.c_str());
  ERR_clear_error();
  if (!isSet)
    return js::fail(js::JsError(js::ErrorKind::Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to set ECDH curve"));
  return {};
}
js::Result<void> TlsContext::setSignatures(js::Realm& realm, std::string list) {
  ERR_clear_error();
  if (!SSL_CTX_set1_sigalgs_list(context(), list.c_str())) return failed(realm);
  return {};
}

void TlsContext::setOptions(uint32_t options) {
  SSL_CTX_set_options(context(), options);
}
void TlsContext::setPrefersOwnCiphers() {
  SSL_CTX_set_options(context(), SSL_OP_CIPHER_SERVER_PREFERENCE);
}

js::Result<void> TlsContext::setSessionIdContext(js::Realm& realm, js::Bytes id) {
  ERR_clear_error();
  if (!SSL_CTX_set_session_id_context(context(), crypto::nonNull(id.data), id.size)) return failed(realm);
  return {};
}
void TlsContext::setSessionTimeout(int32_t seconds) {
  SSL_CTX_set_timeout(context(), static_cast<uint32_t>(std::max(0, seconds)));
}
js::Result<void> TlsContext::setTicketKeys(js::Realm& realm, js::Bytes keys) {
  ERR_clear_error();
  if (!SSL_CTX_set_tlsext_ticket_keys(context(), keys.data, keys.size)) return failed(realm);
  return {};
}
js::Result<js::Value> TlsContext::ticketKeys(js::Realm& realm) {
  uint8_t keys[48];
  if (!SSL_CTX_get_tlsext_ticket_keys(context(), keys, sizeof keys)) return failed(realm);
  return crypto::bufferOf(realm, keys);
}

namespace {

constexpr js::MemberSpec kMembers[] = {
    js::method<&TlsContext::setVersions>("setVersions"),
    js::method<&TlsContext::useRoots>("useRoots"),
    js::method<&TlsContext::setCertificate>("setCertificate"),
    js::method<&TlsContext::setKey>("setKey"),
    js::method<&TlsContext::setPfx>("setPfx"),
    js::method<&TlsContext::addAuthority>("addAuthority"),
    js::method<&TlsContext::addRevocations>("addRevocations"),
    js::method<&TlsContext::setCiphers>("setCiphers"),
    js::method<&TlsContext::setCurves>("setCurves"),
    js::method<&TlsContext::setSignatures>("setSignatures"),
    js::method<&TlsContext::setOptions>("setOptions"),
    js::method<&TlsContext::setPrefersOwnCiphers>("setPrefersOwnCiphers"),
    js::method<&TlsContext::setSessionIdContext>("setSessionIdContext"),
    js::method<&TlsContext::setSessionTimeout>("setSessionTimeout"),
    js::method<&TlsContext::setTicketKeys>("setTicketKeys"),
    js::method<&TlsContext::ticketKeys>("ticketKeys"),
};

}  // namespace

constexpr js::ClassSpec TlsContext::kClass = js::classOf<TlsContext, &TlsContext::construct>("TlsContext", kMembers);

}  // namespace weft::runtime
