#include "runtime/stream_handle.h"

#include <cstring>

#include "engine/node_buffer.h"
#include "engine/text_codec.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

using Bytes = loop::StreamSocket::Bytes;

/// Of what the system does not take at once, so little is copied; more is kept in place.
constexpr size_t kMostCopied = 4096;

/// What keeps the bytes of a queued write in place.
struct KeptBytes {
  ~KeptBytes() {
    for (auto& release : pins) release();
  }
  std::vector<std::function<void()>> pins;
  std::vector<std::vector<uint8_t>> copies;
};

void callback(js::Realm& realm, js::Value function, js::Value owner, std::span<const js::Value> args) {
  if (!function.isCallable()) return;
  auto result = function.asFunction().call(realm, owner, args);
  if (!result) reportUncaught(realm, result.error());
}

}  // namespace

js::Value endpointValue(js::Realm& realm, const weft::Result<loop::Endpoint, SysError>& endpoint) {
  if (!endpoint) return js::Value::int32(-endpoint.error().code);
  js::Object object = js::Object::create(realm);
  object.define(realm, "address", js::String::fromUtf8(realm, endpoint->address));
  object.define(realm, "family", js::String::fromStatic(realm, endpoint->isIPv6 ? "IPv6" : "IPv4"));
  object.define(realm, "port", js::Value::int32(endpoint->port));
  return object;
}

void StreamHandlers::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&onData, &onEnd, &onError, &onDrain}) tracer.visit(*field);
}

// ---- SocketHandle

/// A chunk of a write: bytes of a view, or of text.
struct SocketHandle::Piece {
  Bytes bytes;
  js::Value view;                // undefined for text
  std::vector<uint8_t> encoded;  // text that had to be encoded
};

SocketHandle::SocketHandle(js::Realm& realm, std::unique_ptr<loop::StreamSocket> socket)
    : realm_(realm), socket_(std::move(socket)) {
  socket_->setClient(this);
}

SocketHandle::~SocketHandle() {
  socket_->setClient(nullptr);
}

js::Object SocketHandle::create(js::Realm& realm, StreamHandlers& handlers,
                                std::unique_ptr<loop::StreamSocket> socket) {
  auto owned = std::make_unique<SocketHandle>(realm, std::move(socket));
  SocketHandle& handle = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handle.handlers_ = &handlers;
  handle.handlersObject_.set(handle, handlers.object());
  handle.pin(realm);
  return object;
}

void SocketHandle::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&handlersObject_, &owner_, &buffer_, &consumerObject_, &connected_, &ended_, &closed_})
    tracer.visit(*field);
}

void SocketHandle::setConsumer(StreamConsumer* consumer, js::Value object) {
  consumer_ = consumer;
  consumerObject_.set(*this, object);
}

void SocketHandle::call(js::Value function, std::span<const js::Value> args) {
  callback(realm_, function, owner_.value(), args);
}

loop::StreamSocket::Done SocketHandle::doneCallback(js::Traced& slot, js::Function done) {
  slot.set(*this, done);
  return [this, &slot](weft::Result<void, SysError> result) {
    js::Value function = slot.value();
    slot.clear();
    const js::Value args[] = {js::Value::int32(statusOf(result)), object()};
    call(function, args);
  };
}

int32_t SocketHandle::open(int32_t fd) {
  Runtime::of(realm_).noteDescriptor(fd, false);
  return statusOf(socket_->adopt(fd));
}

int32_t SocketHandle::bind(std::string address, int32_t port, bool ipv6Only) {
  using Protocol = loop::StreamSocket::Protocol;
  loop::Endpoint local{std::move(address), static_cast<uint16_t>(port)};
  return statusOf(socket_->bind(local, ipv6Only ? Protocol::IPv6Only : Protocol::IPv4OrMapped));
}

int32_t SocketHandle::connect(std::string address, int32_t port, js::Function done) {
  loop::Endpoint peer{std::move(address), static_cast<uint16_t>(port)};
  if (TestTrace* trace = traceOf(realm_)) trace->connects(peer.address, peer.port);
  return statusOf(socket_->connect(peer, doneCallback(connected_, done)));
}

int32_t SocketHandle::connectPath(std::string path, js::Function done) {
  if (TestTrace* trace = traceOf(realm_)) trace->connects(path);
  return statusOf(socket_->connect(path, doneCallback(connected_, done)));
}

int32_t SocketHandle::readStart() {
  return statusOf(socket_->startReading());
}
void SocketHandle::readStop() {
  socket_->stopReading();
}

int32_t SocketHandle::shutdown(js::Function done) {
  return statusOf(socket_->shutdown(doneCallback(ended_, done)));
}

loop::StreamSocket::Closed SocketHandle::closedCallback(std::optional<js::Function> closed) {
  isClosing_ = true;
  if (closed) closed_.set(*this, *closed);
  return [this] {
    js::Value function = closed_.value();
    closed_.clear();
    call(function, {});
    owner_.clear();
    unpin();
  };
}

void SocketHandle::close(std::optional<js::Function> closed) {
  if (!isClosing_) socket_->close(closedCallback(closed));
}

int32_t SocketHandle::reset(std::optional<js::Function> closed) {
  if (isClosing_) return -EBADF;
  if (!isTcp()) return -ENOTSUP;
  return statusOf(socket_->reset(closedCallback(closed)));
}

int32_t SocketHandle::setNoDelay(bool on) {
  return statusOf(socket_->setNoDelay(on));
}
int32_t SocketHandle::setKeepAlive(bool on, int32_t seconds) {
  return statusOf(socket_->setKeepAlive(on, static_cast<unsigned>(std::max(0, seconds))));
}
void SocketHandle::ref() {
  socket_->ref();
}
void SocketHandle::unref() {
  socket_->unref();
}
bool SocketHandle::hasRef() const {
  return socket_->hasRef();
}

js::Result<void> SocketHandle::addPiece(std::vector<Piece>& pieces, js::Value data, int32_t encoding) {
  if (!data.isString()) {
    WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm_, data, 0));
    pieces.push_back({bytes.span(), data, {}});
    return {};
  }
  WEFT_TRY(chars, data.asString().chars(realm_));
  auto wanted = encoding >= 0 && encoding < js::kTextEncodings ? js::TextEncoding(encoding) : js::TextEncoding::Utf8;
  Bytes latin1(chars.latin1, chars.is8Bit ? chars.length : 0);
  if (chars.is8Bit && (wanted == js::TextEncoding::Latin1 || wanted == js::TextEncoding::Ascii ||
                       (wanted == js::TextEncoding::Utf8 && js::isAsciiBytes(latin1)))) {
    pieces.push_back({latin1, js::Value(), {}});
    return {};
  }
  std::vector<uint8_t> encoded(js::encodedSize(chars, wanted));
  encoded.resize(js::encodeInto(chars, wanted, encoded));
  Piece piece{{}, js::Value(), std::move(encoded)};
  piece.bytes = piece.encoded;
  pieces.push_back(std::move(piece));
  return {};
}

int32_t SocketHandle::send(std::vector<Piece>& pieces) {
  std::vector<Bytes> chunks;
  size_t total = 0;
  chunks.reserve(pieces.size());
  for (const Piece& piece : pieces) {
    chunks.push_back(piece.bytes);
    total += piece.bytes.size();
  }
  auto written = socket_->tryWrite(chunks);
  if (!written) return -written.error().code;
  if (*written == total) return 0;

  auto kept = std::make_shared<KeptBytes>();
  size_t skip = *written;
  chunks.clear();
  for (Piece& piece : pieces) {
    size_t done = std::min(skip, piece.bytes.size());
    skip -= done;
    Bytes rest = piece.bytes.subspan(done);
    if (rest.empty()) continue;
    if (!piece.encoded.empty()) {
      kept->copies.push_back(std::move(piece.encoded));  // the bytes stay where they are
    } else if (piece.view.isUndefined() || piece.bytes.size() <= kMostCopied) {
      kept->copies.emplace_back(rest.begin(), rest.end());
      rest = kept->copies.back();
    } else {
      kept->pins.push_back(js::pinBytes(realm_, piece.view));
      rest = Bytes(js::bytesOf(piece.view).span()).subspan(done);
    }
    chunks.push_back(rest);
  }
  auto queued = socket_->queueWrite(chunks, kept);
  return queued ? 1 : -queued.error().code;
}

js::Result<int32_t> SocketHandle::write(js::Value data, int32_t encoding) {
  if (!data.isString()) {
    // Most writes: one view that is taken at once.
    WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm_, data, 0));
    const Bytes chunk[] = {bytes.span()};
    auto written = socket_->tryWrite(chunk);
    if (!written) return -written.error().code;
    if (*written == bytes.size) return 0;
    if (*written > 0) {
      // The rest goes as a piece of its own below, where nothing is written twice.
      auto kept = std::make_shared<KeptBytes>();
      Bytes rest = chunk[0].subspan(*written);
      if (bytes.size <= kMostCopied) {
        kept->copies.emplace_back(rest.begin(), rest.end());
        rest = kept->copies.back();
      } else {
        kept->pins.push_back(js::pinBytes(realm_, data));
        rest = Bytes(js::bytesOf(data).span()).subspan(*written);
      }
      const Bytes left[] = {rest};
      auto queued = socket_->queueWrite(left, kept);
      return queued ? 1 : -queued.error().code;
    }
  }
  std::vector<Piece> pieces;
  WEFT_TRY_VOID(addPiece(pieces, data, encoding));
  return send(pieces);
}

js::Result<double> SocketHandle::writeSome(js::Value data) {
  constexpr size_t kMostQueued = size_t{64} * 1024;
  WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm_, data, 0));
  if (socket_->queuedBytes() > 0) return 0;
  const Bytes chunk[] = {bytes.span()};
  auto written = socket_->tryWrite(chunk);
  if (!written) return -written.error().code;
  if (*written == bytes.size) return double(*written);
  Bytes rest = chunk[0].subspan(*written);
  rest = rest.first(std::min(rest.size(), kMostQueued));
  auto copy = std::make_shared<std::vector<uint8_t>>(rest.begin(), rest.end());
  const Bytes queued[] = {*copy};
  if (auto status = socket_->queueWrite(queued, copy); !status) return -status.error().code;
  return double(*written + rest.size());
}

js::Result<int32_t> SocketHandle::writev(js::Object list) {
  WEFT_TRY(lengthValue, list.get(realm_, "length"));
  WEFT_TRY(length, lengthValue.toInt32(realm_));
  std::vector<Piece> pieces;
  pieces.reserve(static_cast<size_t>(std::max(0, length)) / 2);
  for (int32_t i = 0; i + 1 < length; i += 2) {
    WEFT_TRY(data, list.getIndex(realm_, static_cast<uint32_t>(i)));
    WEFT_TRY(encoding, list.getIndex(realm_, static_cast<uint32_t>(i) + 1));
    WEFT_TRY_VOID(addPiece(pieces, data, encoding.isInt32() ? encoding.asInt32() : 0));
  }
  return send(pieces);
}

int32_t SocketHandle::writeBytes(Bytes bytes) {
  const Bytes chunk[] = {bytes};
  auto queued = socket_->write(chunk);
  if (!queued) return -queued.error().code;
  return *queued == 0 ? 0 : 1;
}

double SocketHandle::sendFile(int32_t fd, double offset, double size) {
  auto sent = socket_->trySendFile(fd, static_cast<int64_t>(offset), static_cast<size_t>(std::max(0.0, size)));
  return sent ? static_cast<double>(*sent) : -static_cast<double>(sent.error().code);
}

void SocketHandle::useBuffer(js::Object buffer) {
  buffer_.set(*this, buffer);
}

std::span<uint8_t> SocketHandle::readBuffer() {
  return buffer_ ? js::bytesOf(buffer_.value()).span() : std::span<uint8_t>();
}

void SocketHandle::onData(Bytes bytes) {
  if (consumer_) {
    consumer_->onBytes(bytes);
    return;
  }
  if (buffer_ && js::bytesOf(buffer_.value()).data == bytes.data()) {
    const js::Value count[] = {js::Value::number(static_cast<double>(bytes.size()))};
    call(handlers_->onData.value(), count);
    return;
  }
  auto buffer = js::createBuffer(realm_, bytes.size());
  if (!buffer) return onError(SysError{ENOMEM, "read", {}, {}});
  memcpy(buffer->data, bytes.data(), bytes.size());
  const js::Value chunk[] = {buffer->array};
  call(handlers_->onData.value(), chunk);
}

void SocketHandle::onEnd() {
  if (consumer_ && consumer_->onStreamEnd()) return;
  call(handlers_->onEnd.value(), {});
}

void SocketHandle::onError(const SysError& error) {
  const js::Value status[] = {js::Value::int32(-error.code)};
  bool writing = std::string_view(error.syscall) == "write";
  if (consumer_ && (writing ? consumer_->onWritten(-error.code) : consumer_->onReadError(-error.code))) return;
  call(writing ? handlers_->onDrain.value() : handlers_->onError.value(), status);
}

void SocketHandle::onDrain() {
  if (consumer_ && consumer_->onWritten(0)) return;
  const js::Value status[] = {js::Value::int32(0)};
  call(handlers_->onDrain.value(), status);
}

js::Value SocketHandle::localEndpoint(js::Call& call) {
  return endpointValue(call.realm(), socket_->localEndpoint());
}
js::Value SocketHandle::remoteEndpoint(js::Call& call) {
  return endpointValue(call.realm(), socket_->remoteEndpoint());
}
bool SocketHandle::isTcp() const {
  return socket_->kind() == loop::StreamSocket::Kind::Tcp;
}
bool SocketHandle::isReading() const {
  return socket_->isReading();
}
int32_t SocketHandle::fd() const {
  return socket_->fd();
}
double SocketHandle::bytesRead() const {
  return static_cast<double>(socket_->bytesRead());
}
double SocketHandle::bytesWritten() const {
  return static_cast<double>(socket_->bytesWritten());
}
double SocketHandle::writeQueueSize() const {
  return static_cast<double>(socket_->queuedBytes());
}

namespace {

constexpr js::MemberSpec kSocketMembers[] = {
    js::setter<&SocketHandle::setOwner>("owner"),
    js::getter<&SocketHandle::owner>("owner"),
    js::method<&SocketHandle::open>("open"),
    js::method<&SocketHandle::bind>("bind"),
    js::method<&SocketHandle::connect>("connect"),
    js::method<&SocketHandle::connectPath>("connectPath"),
    js::method<&SocketHandle::readStart>("readStart"),
    js::method<&SocketHandle::readStop>("readStop"),
    js::method<&SocketHandle::write>("write"),
    js::method<&SocketHandle::writeSome>("writeSome"),
    js::method<&SocketHandle::writev>("writev"),
    js::method<&SocketHandle::sendFile>("sendFile"),
    js::method<&SocketHandle::useBuffer>("useBuffer"),
    js::method<&SocketHandle::shutdown>("shutdown"),
    js::method<&SocketHandle::close>("close"),
    js::method<&SocketHandle::reset>("reset"),
    js::method<&SocketHandle::setNoDelay>("setNoDelay"),
    js::method<&SocketHandle::setKeepAlive>("setKeepAlive"),
    js::method<&SocketHandle::ref>("ref"),
    js::method<&SocketHandle::unref>("unref"),
    js::method<&SocketHandle::hasRef>("hasRef"),
    js::method<&SocketHandle::localEndpoint>("getsockname"),
    js::method<&SocketHandle::remoteEndpoint>("getpeername"),
    js::getter<&SocketHandle::isTcp>("isTcp"),
    js::getter<&SocketHandle::isReading>("reading"),
    js::getter<&SocketHandle::fd>("fd"),
    js::getter<&SocketHandle::bytesRead>("bytesRead"),
    js::getter<&SocketHandle::bytesWritten>("bytesWritten"),
    js::getter<&SocketHandle::writeQueueSize>("writeQueueSize"),
};

constexpr js::MemberSpec kListenerMembers[] = {
    js::setter<&ListenerHandle::setOwner>("owner"),
    js::method<&ListenerHandle::listen>("listen"),
    js::method<&ListenerHandle::close>("close"),
    js::method<&ListenerHandle::ref>("ref"),
    js::method<&ListenerHandle::unref>("unref"),
    js::method<&ListenerHandle::hasRef>("hasRef"),
    js::method<&ListenerHandle::localEndpoint>("getsockname"),
    js::method<&ListenerHandle::openToAll>("openToAll"),
    js::getter<&ListenerHandle::isTcp>("isTcp"),
    js::getter<&ListenerHandle::fd>("fd"),
};

}  // namespace

constexpr js::ClassSpec SocketHandle::kClass =
    js::classWithoutConstructor<SocketHandle>("SocketHandle", kSocketMembers);
constexpr js::ClassSpec ListenerHandle::kClass =
    js::classWithoutConstructor<ListenerHandle>("ListenerHandle", kListenerMembers);

// ---- ListenerHandle

ListenerHandle::ListenerHandle(js::Realm& realm, std::unique_ptr<loop::StreamListener> listener)
    : realm_(realm), listener_(std::move(listener)) {}

js::Object ListenerHandle::create(js::Realm& realm, StreamHandlers& handlers,
                                  std::unique_ptr<loop::StreamListener> listener) {
  auto owned = std::make_unique<ListenerHandle>(realm, std::move(listener));
  ListenerHandle& handle = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handle.handlers_ = &handlers;
  handle.handlersObject_.set(handle, handlers.object());
  handle.pin(realm);
  return object;
}

void ListenerHandle::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&handlersObject_, &owner_, &onConnection_, &closed_}) tracer.visit(*field);
}

int32_t ListenerHandle::listen(int32_t backlog, js::Function onConnection) {
  onConnection_.set(*this, onConnection);
  int32_t status = statusOf(listener_->listen(backlog, [this](auto socket) { accept(std::move(socket)); }));
  TestTrace* trace = traceOf(realm_);
  bool isTcp = listener_->kind() == loop::StreamSocket::Kind::Tcp;
  if (trace && isTcp && status == 0)
    if (auto local = listener_->localEndpoint()) trace->listens(local->port);
  return status;
}

void ListenerHandle::accept(weft::Result<std::unique_ptr<loop::StreamSocket>, SysError> socket) {
  js::Value args[] = {js::Value::int32(0), js::Value()};
  if (socket)
    args[1] = SocketHandle::create(realm_, *handlers_, std::move(*socket));
  else
    args[0] = js::Value::int32(-socket.error().code);
  callback(realm_, onConnection_.value(), owner_.value(), args);
}

void ListenerHandle::close(std::optional<js::Function> closed) {
  if (isClosing_) return;
  isClosing_ = true;
  if (closed) closed_.set(*this, *closed);
  listener_->close([this] {
    js::Value function = closed_.value();
    callback(realm_, function, owner_.value(), {});
    owner_.clear();
    closed_.clear();
    onConnection_.clear();
    unpin();
  });
}

void ListenerHandle::ref() {
  listener_->ref();
}
void ListenerHandle::unref() {
  listener_->unref();
}
bool ListenerHandle::hasRef() const {
  return listener_->hasRef();
}
js::Value ListenerHandle::localEndpoint(js::Call& call) {
  return endpointValue(call.realm(), listener_->localEndpoint());
}
int32_t ListenerHandle::openToAll(bool readable, bool writable) {
  return statusOf(listener_->openToAll(readable, writable));
}
bool ListenerHandle::isTcp() const {
  return listener_->kind() == loop::StreamSocket::Kind::Tcp;
}
int32_t ListenerHandle::fd() const {
  return listener_->fd();
}

}  // namespace weft::runtime
