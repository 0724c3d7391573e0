// TlsHandle: what is set before the handshake, and what is asked after it.

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "runtime/crypto_support.h"
#include "runtime/tls_context.h"
#include "runtime/tls_errors.h"
#include "runtime/tls_handle.h"

namespace weft::runtime {

namespace {

std::unexpected<js::JsError> failed(js::Realm& realm) {
  return js::fail(tlsError(realm));
}

/// Goes on whatever is wrong: JavaScript decides, by verifyError().
int acceptAnyway(int, X509_STORE_CTX*) {
  return 1;
}

js::Result<js::Value> derOf(js::Realm& realm, X509* x509) {
  uint8_t* der = nullptr;
  int size = i2d_X509(x509, &der);
  if (size < 0) return failed(realm);
  bssl::UniquePtr<uint8_t> owned(der);
  return crypto::bufferOf(realm, {der, static_cast<size_t>(size)});
}

bool isIssuedBy(X509* x509, X509* issuer) {
  return X509_check_issued(issuer, x509) == X509_V_OK;
}

/// Of the peer's own chain or the authorities; null if it is not known.
bssl::UniquePtr<X509> issuerOf(X509* x509, STACK_OF(X509) * chain, X509_STORE* store) {
  for (size_t i = 0; chain && i < sk_X509_num(chain); ++i) {
    X509* candidate = sk_X509_value(chain, i);
    if (candidate != x509 && isIssuedBy(x509, candidate)) return bssl::UpRef(candidate);
  }
  bssl::UniquePtr<X509_STORE_CTX> context(X509_STORE_CTX_new());
  X509* issuer = nullptr;
  if (!context || !X509_STORE_CTX_init(context.get(), store, nullptr, nullptr)) return nullptr;
  if (X509_STORE_CTX_get1_issuer(&issuer, context.get(), x509) != 1) return nullptr;
  return bssl::UniquePtr<X509>(issuer);
}

constexpr size_t kLongestChain = 32;

}  // namespace

// ---- before the handshake

void TlsHandle::setVerify(bool requests, bool requires_) {
  int mode = requests ? SSL_VERIFY_PEER | (requires_ ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0) : SSL_VERIFY_NONE;
  SSL_set_verify(session_.ssl(), mode, &acceptAnyway);
}

js::Result<void> TlsHandle::setServerName(js::Realm& realm, std::string name) {
  ERR_clear_error();
  if (!SSL_set_tlsext_host_name(session_.ssl(), name.c_str())) return failed(realm);
  return {};
}

js::Result<void> TlsHandle::setProtocols(js::Realm& realm, js::Bytes wire) {
  ERR_clear_error();
  if (SSL_set_alpn_protos(session_.ssl(), wire.data, wire.size) != 0) return failed(realm);
  return {};
}

void TlsHandle::setAsks(bool onHello, bool onProtocol) {
  session_.setAsksOnHello(onHello);
  asksOnProtocol_ = onProtocol;
}

bool TlsHandle::setSession(js::Bytes bytes) {
  ERR_clear_error();
  SSL_CTX* context = SSL_get_SSL_CTX(session_.ssl());
  bssl::UniquePtr<SSL_SESSION> session(SSL_SESSION_from_bytes(bytes.data, bytes.size, context));
  // What cannot be read is as if there were none.
  bool isSet = session && !session_.isSecure() && SSL_set_session(session_.ssl(), session.get());
  ERR_clear_error();
  return isSet;
}

void TlsHandle::requestOcsp() {
  SSL_enable_ocsp_stapling(session_.ssl());
}

js::Result<void> TlsHandle::useContext(js::Realm& realm, TlsContext* context) {
  ERR_clear_error();
  SSL* ssl = session_.ssl();
  if (!SSL_set_SSL_CTX(ssl, context->context())) return failed(realm);
  contextObject_.set(*this, context->object());
  if (!SSL_set1_verify_cert_store(ssl, SSL_CTX_get_cert_store(context->context()))) return failed(realm);
  if (STACK_OF(X509_NAME)* names = SSL_CTX_get_client_CA_list(context->context()))
    SSL_set_client_CA_list(ssl, SSL_dup_CA_list(names));
  return {};
}

void TlsHandle::setOcsp(js::Bytes response) {
  SSL_set_ocsp_response(session_.ssl(), response.data, response.size);
}

bool TlsHandle::setMaxSendFragment(int32_t size) {
  bool isSet = size > 0 && SSL_set_max_send_fragment(session_.ssl(), static_cast<size_t>(size)) == 1;
  ERR_clear_error();
  return isSet;
}

// ---- after it

js::Value TlsHandle::verifyError(js::Call& call) {
  SSL* ssl = session_.ssl();
  bssl::UniquePtr<X509> peer(SSL_get_peer_certificate(ssl));
  long result = peer ? SSL_get_verify_result(ssl) : X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
  if (result == X509_V_OK) return js::Value();
  js::Realm& realm = call.realm();
  const js::Value parts[] = {js::toJs(realm, verifyCode(result)), js::toJs(realm, verifyMessage(result))};
  return js::Array::create(realm, parts);
}

js::Result<js::Value> TlsHandle::peerCertificates(js::Realm& realm, bool withIssuers) {
  SSL* ssl = session_.ssl();
  bssl::UniquePtr<X509> at(SSL_get_peer_certificate(ssl));
  js::Array list = js::Array::create(realm);
  STACK_OF(X509)* chain = SSL_get_peer_full_cert_chain(ssl);
  X509_STORE* store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
  for (size_t depth = 0; at && depth < kLongestChain; ++depth) {
    WEFT_TRY(der, derOf(realm, at.get()));
    WEFT_TRY_VOID(list.push(realm, der));
    if (!withIssuers || isIssuedBy(at.get(), at.get())) break;
    at = issuerOf(at.get(), chain, store);
  }
  ERR_clear_error();
  return js::Value(list);
}

js::Result<js::Value> TlsHandle::ownCertificate(js::Realm& realm) {
  X509* own = SSL_get_certificate(session_.ssl());
  if (!own) return js::Value();
  return derOf(realm, own);
}

js::Value TlsHandle::cipher(js::Call& call) {
  const SSL_CIPHER* cipher = SSL_get_current_cipher(session_.ssl());
  if (!cipher) return js::Value();
  js::Realm& realm = call.realm();
  std::string_view standard = SSL_CIPHER_standard_name(cipher);
  bool isTls13 = SSL_CIPHER_get_min_version(cipher) >= TLS1_3_VERSION;
  const char* version = isTls13                                                ? "TLSv1.3"
                        : SSL_CIPHER_get_min_version(cipher) >= TLS1_2_VERSION ? "TLSv1.2"
                                                                               : "TLSv1/SSLv3";
  std::string_view name = isTls13 ? standard : std::string_view(SSL_CIPHER_get_name(cipher));
  const js::Value parts[] = {js::toJs(realm, name), js::toJs(realm, standard), js::toJs(realm, version)};
  return js::Array::create(realm, parts);
}

std::string TlsHandle::protocol() const {
  return SSL_get_version(session_.ssl());
}

js::Value TlsHandle::chosenProtocol(js::Call& call) {
  const uint8_t* data = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(session_.ssl(), &data, &size);
  if (size == 0) return js::Value::boolean(false);
  return js::toJs(call.realm(), std::string_view(reinterpret_cast<const char*>(data), size));
}

js::Value TlsHandle::serverName(js::Call& call) {
  const char* name = SSL_get_servername(session_.ssl(), TLSEXT_NAMETYPE_host_name);
  return name ? js::toJs(call.realm(), name) : js::Value::boolean(false);
}

js::Result<js::Value> TlsHandle::session(js::Realm& realm) {
  SSL_SESSION* session = SSL_get_session(session_.ssl());
  uint8_t* data = nullptr;
  size_t size = 0;
  if (!session || !SSL_SESSION_to_bytes(session, &data, &size)) {
    ERR_clear_error();
    return js::Value();
  }
  bssl::UniquePtr<uint8_t> owned(data);
  return crypto::bufferOf(realm, {data, size});
}

js::Result<js::Value> TlsHandle::ticket(js::Realm& realm) {
  SSL_SESSION* session = SSL_get_session(session_.ssl());
  const uint8_t* data = nullptr;
  size_t size = 0;
  if (session) SSL_SESSION_get0_ticket(session, &data, &size);
  if (size == 0) return js::Value();
  return crypto::bufferOf(realm, {data, size});
}

bool TlsHandle::isReused() const {
  return SSL_session_reused(session_.ssl());
}

js::Result<js::Value> TlsHandle::finished(js::Realm& realm, bool ofPeer) {
  uint8_t bytes[EVP_MAX_MD_SIZE];
  SSL* ssl = session_.ssl();
  size_t size = ofPeer ? SSL_get_peer_finished(ssl, bytes, sizeof bytes) : SSL_get_finished(ssl, bytes, sizeof bytes);
  if (size == 0) return js::Value();
  return crypto::bufferOf(realm, {bytes, std::min(size, sizeof bytes)});
}

js::Result<js::Value> TlsHandle::exportKey(js::Realm& realm, int32_t size, std::string label,
                                           std::optional<js::Bytes> context) {
  ERR_clear_error();
  crypto::SecretBytes key(static_cast<size_t>(std::max(0, size)));
  bool isDone =
      SSL_export_keying_material(session_.ssl(), key.data(), key.size(), label.data(), label.size(),
                                 context ? context->data : nullptr, context ? context->size : 0, context.has_value());
  if (!isDone) return failed(realm);
  return crypto::bufferOf(realm, key.span());
}

js::Value TlsHandle::ephemeralKey(js::Call& call) {
  uint16_t curve = SSL_get_curve_id(session_.ssl());
  if (curve == 0) return js::Value();
  struct Known {
    uint16_t id;
    const char* name;
    int bits;
  };
  static constexpr Known kKnown[] = {{SSL_CURVE_X25519, "X25519", 253},
                                     {SSL_CURVE_SECP256R1, "prime256v1", 256},
                                     {SSL_CURVE_SECP384R1, "secp384r1", 384},
                                     {SSL_CURVE_SECP521R1, "secp521r1", 521},
                                     {SSL_CURVE_SECP224R1, "secp224r1", 224}};
  js::Realm& realm = call.realm();
  for (const Known& known : kKnown) {
    if (known.id != curve) continue;
    const js::Value parts[] = {js::toJs(realm, "ECDH"), js::toJs(realm, known.name), js::Value::int32(known.bits)};
    return js::Array::create(realm, parts);
  }
  return js::Value();
}

js::Result<js::Value> TlsHandle::ocsp(js::Realm& realm) {
  const uint8_t* data = nullptr;
  size_t size = 0;
  SSL_get0_ocsp_response(session_.ssl(), &data, &size);
  if (size == 0) return js::Value::null();
  return crypto::bufferOf(realm, {data, size});
}

namespace {

constexpr js::MemberSpec kMembers[] = {
    js::setter<&TlsHandle::setOwner>("owner"),
    js::getter<&TlsHandle::owner>("owner"),
    js::method<&TlsHandle::start>("start"),
    js::method<&TlsHandle::process>("process"),
    js::method<&TlsHandle::receive>("receive"),
    js::method<&TlsHandle::receiveEnd>("receiveEnd"),
    js::method<&TlsHandle::cipherWritten>("cipherWritten"),
    js::method<&TlsHandle::readStart>("readStart"),
    js::method<&TlsHandle::readStop>("readStop"),
    js::method<&TlsHandle::write>("write"),
    js::method<&TlsHandle::writev>("writev"),
    js::method<&TlsHandle::useBuffer>("useBuffer"),
    js::method<&TlsHandle::shutdown>("shutdown"),
    js::method<&TlsHandle::close>("close"),
    js::method<&TlsHandle::reset>("reset"),
    js::method<&TlsHandle::setNoDelay>("setNoDelay"),
    js::method<&TlsHandle::setKeepAlive>("setKeepAlive"),
    js::method<&TlsHandle::ref>("ref"),
    js::method<&TlsHandle::unref>("unref"),
    js::method<&TlsHandle::hasRef>("hasRef"),
    js::method<&TlsHandle::localEndpoint>("getsockname"),
    js::method<&TlsHandle::remoteEndpoint>("getpeername"),
    js::getter<&TlsHandle::isTcp>("isTcp"),
    js::getter<&TlsHandle::isReading>("reading"),
    js::getter<&TlsHandle::fd>("fd"),
    js::getter<&TlsHandle::bytesRead>("bytesRead"),
    js::getter<&TlsHandle::bytesWritten>("bytesWritten"),
    js::getter<&TlsHandle::writeQueueSize>("writeQueueSize"),
    js::method<&TlsHandle::setVerify>("setVerify"),
    js::method<&TlsHandle::setServerName>("setServerName"),
    js::method<&TlsHandle::setProtocols>("setProtocols"),
    js::method<&TlsHandle::setAsks>("setAsks"),
    js::method<&TlsHandle::setSession>("setSession"),
    js::method<&TlsHandle::requestOcsp>("requestOcsp"),
    js::method<&TlsHandle::useContext>("useContext"),
    js::method<&TlsHandle::setOcsp>("setOcsp"),
    js::method<&TlsHandle::goOn>("goOn"),
    js::method<&TlsHandle::setMaxSendFragment>("setMaxSendFragment"),
    js::method<&TlsHandle::verifyError>("verifyError"),
    js::method<&TlsHandle::peerCertificates>("peerCertificates"),
    js::method<&TlsHandle::ownCertificate>("ownCertificate"),
    js::method<&TlsHandle::cipher>("cipher"),
    js::method<&TlsHandle::protocol>("protocol"),
    js::method<&TlsHandle::chosenProtocol>("chosenProtocol"),
    js::method<&TlsHandle::serverName>("serverName"),
    js::method<&TlsHandle::session>("session"),
    js::method<&TlsHandle::ticket>("ticket"),
    js::method<&TlsHandle::isReused>("isReused"),
    js::method<&TlsHandle::finished>("finished"),
    js::method<&TlsHandle::exportKey>("exportKey"),
    js::method<&TlsHandle::ephemeralKey>("ephemeralKey"),
    js::method<&TlsHandle::ocsp>("ocsp"),
};

}  // namespace

constexpr js::ClassSpec TlsHandle::kClass = js::classWithoutConstructor<TlsHandle>("TlsHandle", kMembers);

}  // namespace weft::runtime
