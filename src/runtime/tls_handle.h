#pragma once
// A TLS connection with the face of a SocketHandle (builtins/internal/tls_native.ts): over a socket, whose bytes it
// takes without JavaScript, or over any stream of JavaScript's.

#include <memory>

#include "runtime/stream_handle.h"
#include "runtime/tls_session.h"

namespace weft::runtime {

class TlsContext;

/// The functions of JavaScript that hear of all connections; `this` is the owner of the handle.
class TlsHandlers final : public js::Native {
 public:
  void trace(js::Tracer&) override;
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<TlsHandlers>("TlsHandlers", {});

  /// onFailure(error), onHello(serverName, wantsOcsp), onSession(session), onKeyLog(line),
  /// chooseProtocol(serverName, offered) gives the name, undefined for none, or null to refuse. schedule(handle)
  /// calls its process() soon. Over a stream of JavaScript's: onCipher(bytes), endParent(done); of every handle that
  /// has a parent: closeParent(closed).
  js::Traced onSecure, onFailure, onHello, onSession, onKeyLog, chooseProtocol, schedule, onCipher, endParent,
      closeParent;
};

class TlsHandle final : public js::Native, public TlsSession::Client, public StreamConsumer, public ConsumedStream {
 public:
  static js::Result<js::Value> create(js::Realm&, TlsHandlers*, StreamHandlers*, TlsContext*, bool isServer);
  TlsHandle(js::Realm&, TlsHandlers&, StreamHandlers&, TlsContext&, TlsSession::Role);
  void trace(js::Tracer&) override;

  void setOwner(js::Value owner) { owner_.set(*this, owner); }
  js::Value owner() const { return owner_.value(); }

  /// Over a socket; with `hasParent` it belongs to another object of JavaScript's, which closes it.
  void attach(SocketHandle* socket, bool hasParent);
  void start();
  void process();
  /// Over a stream of JavaScript's: what came from it, its end, and that what onCipher() got is written.
  void receive(js::Bytes);
  void receiveEnd();
  void cipherWritten(int32_t status);

  // As SocketHandle has them.
  int32_t readStart() override;
  void readStop() override;
  js::Result<int32_t> write(js::Value data, int32_t encoding);
  js::Result<int32_t> writev(js::Object list);
  void useBuffer(js::Object buffer);
  int32_t shutdown(js::Function done);
  void close(std::optional<js::Function> closed);
  int32_t reset(std::optional<js::Function> closed);
  int32_t setNoDelay(bool on);
  int32_t setKeepAlive(bool on, int32_t seconds);
  void ref();
  void unref();
  bool hasRef() const;
  js::Value localEndpoint(js::Call&);
  js::Value remoteEndpoint(js::Call&);
  bool isTcp() const { return socket_ && socket_->isTcp(); }
  bool isReading() const override { return isReading_; }
  int32_t fd() const { return socket_ ? socket_->fd() : -1; }
  double bytesRead() const { return bytesRead_; }
  double bytesWritten() const { return bytesWritten_; }
  double writeQueueSize() const { return socket_ ? socket_->writeQueueSize() : 0; }

  // Before the handshake.
  void setVerify(bool requests, bool requires_);
  js::Result<void> setServerName(js::Realm&, std::string name);
  js::Result<void> setProtocols(js::Realm&, js::Bytes wire);
  void setAsks(bool onHello, bool onProtocol);
  bool setSession(js::Bytes);
  void requestOcsp();
  /// The answers to onHello().
  js::Result<void> useContext(js::Realm&, TlsContext*);
  void setOcsp(js::Bytes);
  void goOn();

  // After it.
  /// [code, message], or undefined for a certificate that is good.
  js::Value verifyError(js::Call&);
  /// DER: the peer's certificate and, with `withIssuers`, who issued it, and so on as far as they are known.
  js::Result<js::Value> peerCertificates(js::Realm&, bool withIssuers);
  js::Result<js::Value> ownCertificate(js::Realm&);
  /// [name, standard name, version] or undefined.
  js::Value cipher(js::Call&);
  std::string protocol() const;
  js::Value chosenProtocol(js::Call&);
  js::Value serverName(js::Call&);
  js::Result<js::Value> session(js::Realm&);
  js::Result<js::Value> ticket(js::Realm&);
  bool isReused() const;
  js::Result<js::Value> finished(js::Realm&, bool ofPeer);
  js::Result<js::Value> exportKey(js::Realm&, int32_t size, std::string label, std::optional<js::Bytes> context);
  /// [type, name, bits] or undefined.
  js::Value ephemeralKey(js::Call&);
  /// The stapled response, or null.
  js::Result<js::Value> ocsp(js::Realm&);
  bool setMaxSendFragment(int32_t size);

  // TlsSession::Client
  void onSecure() override;
  bool wantsPlain() override { return isReading_; }
  void onPlain(TlsSession::Bytes) override;
  void onCipher(TlsSession::Bytes) override;
  void onEnd() override;
  void onFailure() override;
  void onHello(std::string_view serverName, bool wantsOcsp) override;
  void onSession(SSL_SESSION*) override;
  void onKeyLog(std::string_view line) override;
  std::optional<std::string> chooseProtocol(std::string_view serverName, TlsSession::Bytes offered) override;

  // StreamConsumer
  void onBytes(std::span<const uint8_t>) override;
  bool onStreamEnd() override;
  bool onReadError(int32_t status) override;
  bool onWritten(int32_t status) override;

  // ConsumedStream
  void setConsumer(StreamConsumer*, js::Value object) override;
  js::Object streamObject() const override { return object(); }
  int32_t writeBytes(std::span<const uint8_t> bytes) override { return send(bytes); }
  size_t waitingBytes() const override {
    return session_.pendingSize() + cipherWaiting_ + (socket_ ? socket_->waitingBytes() : 0);
  }

  static const js::ClassSpec kClass;

 private:
  class Alive;
  js::Value call(js::Value function, std::span<const js::Value> args);
  int32_t send(std::span<const uint8_t>);
  int32_t afterWrite();

  js::Realm& realm_;
  TlsHandlers& handlers_;
  StreamHandlers& streamHandlers_;
  TlsSession session_;
  SocketHandle* socket_ = nullptr;
  StreamConsumer* consumer_ = nullptr;
  js::Traced handlersObject_, streamHandlersObject_, contextObject_, owner_, buffer_, socketObject_, consumerObject_;
  double bytesRead_ = 0, bytesWritten_ = 0;
  int32_t failure_ = 0;  // of writing to the wire
  size_t cipherWaiting_ = 0;
  bool hasParent_ = false, isReading_ = false, isClosed_ = false, isQueued_ = false, waitsForDrain_ = false;
  bool asksOnProtocol_ = false;
};

}  // namespace weft::runtime
