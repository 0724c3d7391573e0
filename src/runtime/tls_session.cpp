#include "runtime/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>

#include <climits>

namespace weft::runtime {

namespace {

constexpr size_t kRecord = 16384;

int sessionIndex() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

std::string_view serverNameOf(const SSL* ssl) {
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  return name ? name : std::string_view();
}

}  // namespace

TlsSession* TlsSession::of(const SSL* ssl) {
  return static_cast<TlsSession*>(SSL_get_ex_data(ssl, sessionIndex()));
}

void TlsSession::prepare(SSL_CTX* context) {
  SSL_CTX_set_select_certificate_cb(context, &helloCallback);
  SSL_CTX_sess_set_new_cb(context, &sessionCallback);
  SSL_CTX_set_keylog_callback(context, &keyLogCallback);
  SSL_CTX_set_alpn_select_cb(context, &protocolCallback, nullptr);
}

TlsSession::TlsSession(SSL_CTX* context, Role role, Client& client) : client_(client), ssl_(SSL_new(context)) {
  bssl::UniquePtr<BIO> in(BIO_new(BIO_s_mem())), out(BIO_new(BIO_s_mem()));
  if (!ssl_ || !in || !out || !SSL_set_ex_data(ssl_.get(), sessionIndex(), this)) {
    ssl_.reset();
    return;
  }
  BIO_set_mem_eof_return(in.get(), -1);
  BIO_set_mem_eof_return(out.get(), -1);
  in_ = in.release();
  out_ = out.release();
  SSL_set_bio(ssl_.get(), in_, out_);
  if (role == Role::Server) {
    SSL_set_accept_state(ssl_.get());
    SSL_set_cert_cb(ssl_.get(), &certificateCallback, nullptr);
  } else {
    SSL_set_connect_state(ssl_.get());
  }
}

// ---- what the library calls

ssl_select_cert_result_t TlsSession::helloCallback(const SSL_CLIENT_HELLO* hello) {
  const uint8_t* data = nullptr;
  size_t size = 0;
  if (TlsSession* self = of(hello->ssl))
    self->wantsOcsp_ = SSL_early_callback_ctx_extension_get(hello, TLSEXT_TYPE_status_request, &data, &size) == 1;
  return ssl_select_cert_success;
}

int TlsSession::certificateCallback(SSL* ssl, void*) {
  TlsSession* self = of(ssl);
  return self ? self->onCertificate() : 1;
}

int TlsSession::onCertificate() {
  return !asksOnHello_ || mayGoOn_ ? 1 : -1;
}

int TlsSession::sessionCallback(SSL* ssl, SSL_SESSION* session) {
  TlsSession* self = of(ssl);
  if (!self || SSL_is_server(ssl)) return 0;
  self->sessions_.emplace_back(session);
  return 1;
}

void TlsSession::keyLogCallback(const SSL* ssl, const char* line) {
  if (TlsSession* self = of(ssl)) self->keyLog_.emplace_back(line);
}

int TlsSession::protocolCallback(SSL* ssl, const uint8_t** out, uint8_t* outSize, const uint8_t* in, unsigned inSize,
                                 void*) {
  TlsSession* self = of(ssl);
  if (!self || self->isClosed_) return SSL_TLSEXT_ERR_NOACK;
  auto chosen = self->client_.chooseProtocol(serverNameOf(ssl), {in, inSize});
  if (!chosen || chosen->size() > UINT8_MAX) return SSL_TLSEXT_ERR_ALERT_FATAL;
  if (chosen->empty()) return SSL_TLSEXT_ERR_NOACK;
  self->protocol_ = std::move(*chosen);
  *out = reinterpret_cast<const uint8_t*>(self->protocol_.data());
  *outSize = static_cast<uint8_t>(self->protocol_.size());
  return SSL_TLSEXT_ERR_OK;
}

// ---- in

void TlsSession::start() {
  isStarted_ = true;
  process();
}

void TlsSession::receive(Bytes bytes) {
  if (isClosed_ || hasFailed_) return;
  while (!bytes.empty()) {
    size_t size = std::min(bytes.size(), size_t{INT_MAX});
    int written = BIO_write(in_, bytes.data(), static_cast<int>(size));
    if (written <= 0) return fail();
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  process();
}

void TlsSession::receiveEnd() {
  wireEnded_ = true;
  process();
}

void TlsSession::goOn() {
  if (!hasAsked_) return;
  mayGoOn_ = true;
  process();
}

void TlsSession::process() {
  if (isProcessing_ || !isStarted_) return;
  isProcessing_ = true;
  while (!isClosed_ && !hasFailed_ && (isSecure_ ? read() : handshake()) == Step::GoOn) {
  }
  isProcessing_ = false;
}

TlsSession::Step TlsSession::handshake() {
  ERR_clear_error();
  int result = SSL_do_handshake(ssl());
  int why = SSL_get_error(ssl(), result);
  if (result == 1) {
    isSecure_ = true;
    tellEvents();
    // Before the last of the handshake goes out: a client that does not trust the server leaves without it.
    if (!isClosed_) client_.onSecure();
    flush();
    if (!isClosed_) sendPending();
    return Step::GoOn;
  }
  switch (why) {
    case SSL_ERROR_WANT_READ:
      flush();
      tellEvents();
      // What went out may have been answered at once.
      if (hasUnread() && !isClosed_) return Step::GoOn;
      if (!wireEnded_ || isClosed_ || hasEnded_) return Step::Stop;
      hasEnded_ = true;
      client_.onEnd();
      return Step::Stop;
    case SSL_ERROR_WANT_X509_LOOKUP:
      flush();
      tellEvents();
      if (!hasAsked_ && !isClosed_) {
        hasAsked_ = true;
        client_.onHello(serverNameOf(ssl()), wantsOcsp_);
        // It may have answered at once.
        return mayGoOn_ ? Step::GoOn : Step::Stop;
      }
      return Step::Stop;
    default:
      fail();
      return Step::Stop;
  }
}

TlsSession::Step TlsSession::read() {
  if (!client_.wantsPlain()) return Step::Stop;
  uint8_t plain[kRecord];
  ERR_clear_error();
  int size = SSL_read(ssl(), plain, sizeof plain);
  int why = SSL_get_error(ssl(), size);
  if (size > 0) {
    flush();
    tellEvents();
    if (!isClosed_) client_.onPlain({plain, static_cast<size_t>(size)});
    return Step::GoOn;
  }
  if (why != SSL_ERROR_ZERO_RETURN && why != SSL_ERROR_WANT_READ) {
    fail();
    return Step::Stop;
  }
  flush();
  tellEvents();
  if (why == SSL_ERROR_WANT_READ && hasUnread() && !isClosed_) return Step::GoOn;
  if ((why == SSL_ERROR_ZERO_RETURN || wireEnded_) && !hasEnded_ && !isClosed_) {
    hasEnded_ = true;
    client_.onEnd();
  }
  return Step::Stop;
}

void TlsSession::fail() {
  hasFailed_ = true;
  // The alert goes out before anybody closes the connection; the queue of errors survives it.
  uint32_t first = ERR_peek_error();
  flush();
  tellEvents();
  if (ERR_peek_error() == 0 && first != 0) ERR_put_error(ERR_GET_LIB(first), 0, ERR_GET_REASON(first), "", 0);
  if (!isClosed_) client_.onFailure();
  ERR_clear_error();
}

void TlsSession::tellEvents() {
  std::vector<std::string> lines = std::move(keyLog_);
  std::vector<bssl::UniquePtr<SSL_SESSION>> sessions = std::move(sessions_);
  keyLog_.clear();
  sessions_.clear();
  for (const std::string& line : lines)
    if (!isClosed_) client_.onKeyLog(line);
  for (auto& session : sessions)
    if (!isClosed_) client_.onSession(session.get());
}

// ---- out

void TlsSession::flush() {
  const uint8_t* data = nullptr;
  size_t size = 0;
  if (isClosed_ || !BIO_mem_contents(out_, &data, &size) || size == 0) return;
  // A copy: the client may write meanwhile.
  std::vector<uint8_t> bytes(data, data + size);
  BIO_reset(out_);
  client_.onCipher(bytes);
}

bool TlsSession::write(Bytes bytes) {
  if (!isSecure_ || !pending_.empty()) {
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    return true;
  }
  ERR_clear_error();
  while (!bytes.empty()) {
    size_t size = std::min(bytes.size(), size_t{INT_MAX});
    int written = SSL_write(ssl(), bytes.data(), static_cast<int>(size));
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  flush();
  return true;
}

void TlsSession::sendPending() {
  if (pending_.empty()) return;
  std::vector<uint8_t> bytes = std::move(pending_);
  pending_.clear();
  if (!write(bytes)) fail();
}

void TlsSession::shutdown() {
  if (isClosed_ || hasFailed_ || !isSecure_) return;
  SSL_shutdown(ssl());
  ERR_clear_error();
  flush();
}

}  // namespace weft::runtime
