#include "runtime/tls_handle.h"

#include <cstring>

#include "engine/node_buffer.h"
#include "runtime/crypto_support.h"
#include "runtime/runtime.h"
#include "runtime/tls_context.h"
#include "runtime/tls_errors.h"

namespace weft::runtime {

void TlsHandlers::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&onSecure, &onFailure, &onHello, &onSession, &onKeyLog, &chooseProtocol, &schedule,
                            &onCipher, &endParent, &closeParent})
    tracer.visit(*field);
}

/// JavaScript may let go of the handle while it works.
class TlsHandle::Alive {
 public:
  explicit Alive(TlsHandle& handle) : handle_(handle) { handle_.pin(handle_.realm_); }
  ~Alive() { handle_.unpin(); }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;

 private:
  TlsHandle& handle_;
};

TlsHandle::TlsHandle(js::Realm& realm, TlsHandlers& handlers, StreamHandlers& streamHandlers, TlsContext& context,
                     TlsSession::Role role)
    : realm_(realm), handlers_(handlers), streamHandlers_(streamHandlers), session_(context.context(), role, *this) {}

js::Result<js::Value> TlsHandle::create(js::Realm& realm, TlsHandlers* handlers, StreamHandlers* streamHandlers,
                                        TlsContext* context, bool isServer) {
  auto role = isServer ? TlsSession::Role::Server : TlsSession::Role::Client;
  auto owned = std::make_unique<TlsHandle>(realm, *handlers, *streamHandlers, *context, role);
  if (!owned->session_) return js::fail(tlsError(realm));
  TlsHandle& handle = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handle.handlersObject_.set(handle, handlers->object());
  handle.streamHandlersObject_.set(handle, streamHandlers->object());
  handle.contextObject_.set(handle, context->object());
  return js::Value(object);
}

void TlsHandle::trace(js::Tracer& tracer) {
  for (js::Traced* field :
       {&handlersObject_, &streamHandlersObject_, &contextObject_, &owner_, &buffer_, &socketObject_, &consumerObject_})
    tracer.visit(*field);
}

js::Value TlsHandle::call(js::Value function, std::span<const js::Value> args) {
  if (isClosed_ || !function.isCallable()) return js::Value();
  auto result = function.asFunction().call(realm_, owner_.value(), args);
  if (result) return *result;
  reportUncaught(realm_, result.error());
  return js::Value();
}

// ---- the wire

void TlsHandle::attach(SocketHandle* socket, bool hasParent) {
  socket_ = socket;
  hasParent_ = hasParent;
  if (!socket) return;
  socketObject_.set(*this, socket->object());
  socket->setConsumer(this, object());
}

void TlsHandle::start() {
  Alive alive(*this);
  if (socket_) (void)socket_->readStart();
  session_.start();
  afterWrite();
}

void TlsHandle::process() {
  Alive alive(*this);
  isQueued_ = false;
  session_.process();
  afterWrite();
}

void TlsHandle::onBytes(std::span<const uint8_t> bytes) {
  Alive alive(*this);
  session_.receive(bytes);
  // What is not wanted now must not pile up here.
  if (!isClosed_ && socket_ && !isReading_ && session_.isSecure()) socket_->readStop();
  afterWrite();
}

bool TlsHandle::onStreamEnd() {
  Alive alive(*this);
  session_.receiveEnd();
  return true;
}

bool TlsHandle::onReadError(int32_t status) {
  Alive alive(*this);
  const js::Value args[] = {js::Value::int32(status)};
  call(streamHandlers_.onError.value(), args);
  return true;
}

bool TlsHandle::onWritten(int32_t status) {
  Alive alive(*this);
  if (status < 0) failure_ = status;
  afterWrite();
  return !hasParent_;
}

void TlsHandle::receive(js::Bytes bytes) {
  onBytes(bytes.span());
}
void TlsHandle::receiveEnd() {
  Alive alive(*this);
  session_.receiveEnd();
}
void TlsHandle::cipherWritten(int32_t status) {
  if (cipherWaiting_ > 0) --cipherWaiting_;
  onWritten(status);
}

void TlsHandle::onCipher(TlsSession::Bytes bytes) {
  if (socket_) {
    int32_t status = socket_->writeBytes(bytes);
    if (status < 0 && failure_ == 0) failure_ = status;
    return;
  }
  auto buffer = crypto::bufferOf(realm_, bytes);
  if (!buffer) {
    failure_ = -ENOMEM;
    return;
  }
  ++cipherWaiting_;
  const js::Value args[] = {*buffer};
  call(handlers_.onCipher.value(), args);
}

void TlsHandle::goOn() {
  if (isClosed_) return;
  Alive alive(*this);
  session_.goOn();
  afterWrite();
}

// ---- in

int32_t TlsHandle::readStart() {
  if (isClosed_) return -EBADF;
  if (isReading_) return 0;
  isReading_ = true;
  if (!session_.isSecure()) return 0;
  if (!isQueued_) {
    // What was left over comes on a later turn: whoever asks for bytes is not ready for them within the call.
    isQueued_ = true;
    const js::Value args[] = {object()};
    call(handlers_.schedule.value(), args);
  }
  return socket_ ? socket_->readStart() : 0;
}

void TlsHandle::readStop() {
  isReading_ = false;
  // Without bytes of the peer a handshake does not get on.
  if (socket_ && !isClosed_ && session_.isSecure()) socket_->readStop();
}

void TlsHandle::setConsumer(StreamConsumer* consumer, js::Value object) {
  consumer_ = consumer;
  consumerObject_.set(*this, object);
}

void TlsHandle::useBuffer(js::Object buffer) {
  buffer_.set(*this, buffer);
}

void TlsHandle::onPlain(TlsSession::Bytes bytes) {
  bytesRead_ += static_cast<double>(bytes.size());
  if (consumer_) {
    consumer_->onBytes(bytes);
    return;
  }
  while (buffer_ && isReading_ && !isClosed_ && !bytes.empty()) {
    auto target = js::bytesOf(buffer_.value()).span();
    if (target.empty()) break;
    size_t size = std::min(target.size(), bytes.size());
    memcpy(target.data(), bytes.data(), size);
    bytes = bytes.subspan(size);
    const js::Value count[] = {js::Value::number(static_cast<double>(size))};
    call(streamHandlers_.onData.value(), count);
  }
  if (bytes.empty() || isClosed_) return;
  auto buffer = crypto::bufferOf(realm_, bytes);
  const js::Value failed[] = {js::Value::int32(-ENOMEM)};
  if (!buffer) {
    call(streamHandlers_.onError.value(), failed);
    return;
  }
  const js::Value chunk[] = {*buffer};
  call(streamHandlers_.onData.value(), chunk);
}

void TlsHandle::onEnd() {
  call(streamHandlers_.onEnd.value(), {});
}

// ---- out

int32_t TlsHandle::send(std::span<const uint8_t> bytes) {
  if (isClosed_) return -EBADF;
  if (failure_ < 0) return failure_;
  Alive alive(*this);
  bytesWritten_ += static_cast<double>(bytes.size());
  // A client that nobody has started greets the server with its first bytes.
  if (!session_.isStarted()) start();
  if (!session_.write(bytes)) return -EPIPE;
  if (failure_ < 0) return failure_;
  waitsForDrain_ = session_.hasPending() || cipherWaiting_ > 0 || (socket_ && socket_->writeQueueSize() > 0);
  return waitsForDrain_ ? 1 : 0;
}

/// Tells of the write that had to wait.
int32_t TlsHandle::afterWrite() {
  if (isClosed_ || !waitsForDrain_) return 0;
  bool isWaiting = session_.hasPending() || cipherWaiting_ > 0 || (socket_ && socket_->writeQueueSize() > 0);
  if (isWaiting && failure_ == 0) return 1;
  waitsForDrain_ = false;
  const js::Value status[] = {js::Value::int32(failure_)};
  call(streamHandlers_.onDrain.value(), status);
  return 0;
}

js::Result<int32_t> TlsHandle::write(js::Value data, int32_t encoding) {
  WEFT_TRY(bytes, crypto::Data::of(realm_, data, encoding));
  return send(bytes.span());
}

js::Result<int32_t> TlsHandle::writev(js::Object list) {
  WEFT_TRY(lengthValue, list.get(realm_, "length"));
  WEFT_TRY(length, lengthValue.toInt32(realm_));
  std::vector<uint8_t> all;
  for (int32_t i = 0; i + 1 < length; i += 2) {
    WEFT_TRY(data, list.getIndex(realm_, static_cast<uint32_t>(i)));
    WEFT_TRY(encoding, list.getIndex(realm_, static_cast<uint32_t>(i) + 1));
    WEFT_TRY(bytes, crypto::Data::of(realm_, data, encoding.isInt32() ? encoding.asInt32() : 0));
    all.insert(all.end(), bytes.span().begin(), bytes.span().end());
  }
  return send(all);
}

int32_t TlsHandle::shutdown(js::Function done) {
  if (isClosed_) return -ENOTCONN;
  Alive alive(*this);
  session_.shutdown();
  if (socket_) return socket_->shutdown(done);
  const js::Value args[] = {done};
  call(handlers_.endParent.value(), args);
  return 0;
}

// ---- the end

void TlsHandle::close(std::optional<js::Function> closed) {
  if (isClosed_) return;
  Alive alive(*this);
  const js::Value args[] = {closed ? js::Value(*closed) : js::Value()};
  if (hasParent_) call(handlers_.closeParent.value(), args);
  session_.close();
  isClosed_ = true;
  if (socket_) {
    socket_->setConsumer(nullptr, js::Value());
    if (!hasParent_) socket_->close(closed);
  }
  owner_.clear();
  buffer_.clear();
}

int32_t TlsHandle::reset(std::optional<js::Function> closed) {
  if (isClosed_) return -EBADF;
  if (!socket_ || !socket_->isTcp()) return -ENOTSUP;
  if (hasParent_) {
    close(closed);
    return 0;
  }
  session_.close();
  isClosed_ = true;
  socket_->setConsumer(nullptr, js::Value());
  return socket_->reset(closed);
}

// ---- what the socket knows

int32_t TlsHandle::setNoDelay(bool on) {
  return socket_ ? socket_->setNoDelay(on) : 0;
}
int32_t TlsHandle::setKeepAlive(bool on, int32_t seconds) {
  return socket_ ? socket_->setKeepAlive(on, seconds) : 0;
}
void TlsHandle::ref() {
  if (socket_) socket_->ref();
}
void TlsHandle::unref() {
  if (socket_) socket_->unref();
}
bool TlsHandle::hasRef() const {
  return socket_ && socket_->hasRef();
}
js::Value TlsHandle::localEndpoint(js::Call& call) {
  return socket_ ? socket_->localEndpoint(call) : js::Value::int32(-ENOTSUP);
}
js::Value TlsHandle::remoteEndpoint(js::Call& call) {
  return socket_ ? socket_->remoteEndpoint(call) : js::Value::int32(-ENOTSUP);
}

// ---- what the session tells

void TlsHandle::onSecure() {
  if (socket_ && !isReading_) socket_->readStop();
  call(handlers_.onSecure.value(), {});
}

void TlsHandle::onFailure() {
  const js::Value args[] = {tlsError(realm_).toValue(realm_)};
  call(handlers_.onFailure.value(), args);
}

void TlsHandle::onHello(std::string_view serverName, bool wantsOcsp) {
  const js::Value args[] = {js::toJs(realm_, serverName), js::Value::boolean(wantsOcsp)};
  call(handlers_.onHello.value(), args);
}

void TlsHandle::onSession(SSL_SESSION* session) {
  uint8_t* data = nullptr;
  size_t size = 0;
  if (!SSL_SESSION_to_bytes(session, &data, &size)) return;
  bssl::UniquePtr<uint8_t> owned(data);
  auto buffer = crypto::bufferOf(realm_, {data, size});
  if (!buffer) return;
  const js::Value args[] = {*buffer};
  call(handlers_.onSession.value(), args);
}

void TlsHandle::onKeyLog(std::string_view line) {
  std::string text = std::string(line) + "\n";
  auto buffer = crypto::bufferOf(realm_, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  if (!buffer) return;
  const js::Value args[] = {*buffer};
  call(handlers_.onKeyLog.value(), args);
}

std::optional<std::string> TlsHandle::chooseProtocol(std::string_view serverName, TlsSession::Bytes offered) {
  if (!asksOnProtocol_) return std::string();
  auto buffer = crypto::bufferOf(realm_, offered);
  if (!buffer) return std::nullopt;
  const js::Value args[] = {js::toJs(realm_, serverName), *buffer};
  js::Value chosen = call(handlers_.chooseProtocol.value(), args);
  if (chosen.isUndefined()) return std::string();
  if (!chosen.isString()) return std::nullopt;
  return chosen.asString().utf8(realm_);
}

}  // namespace weft::runtime
