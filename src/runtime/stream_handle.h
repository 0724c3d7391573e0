#pragma once
// The JavaScript faces of loop/stream_socket.h and loop/stream_listener.h (builtins/internal/net_native.ts). A handle
// is kept alive from its making until it has closed, whether JavaScript holds it or not.

#include <memory>
#include <vector>

#include "engine/class.h"
#include "loop/stream_listener.h"
#include "loop/stream_socket.h"

namespace weft::runtime {

/// The functions of JavaScript that hear of all sockets; `this` is the owner of the handle.
class StreamHandlers final : public js::Native {
 public:
  void trace(js::Tracer&) override;
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<StreamHandlers>("StreamHandlers", {});

  /// onData(chunk): a Buffer, or the number of bytes read into the buffer of useBuffer(). onDrain(status): the write
  /// that gave Pending has ended.
  js::Traced onData, onEnd, onError, onDrain;
};

/// Takes the bytes that come in, instead of JavaScript. What it does not answer by true JavaScript hears of.
class StreamConsumer {
 public:
  virtual ~StreamConsumer() = default;
  /// Borrowed for the call.
  virtual void onBytes(std::span<const uint8_t>) = 0;
  virtual bool onStreamEnd() { return false; }
  /// Of reading: a negative errno.
  virtual bool onReadError(int32_t) { return false; }
  /// 0, or the negative errno of a write.
  virtual bool onWritten(int32_t) { return false; }
};

/// What a consumer can be set upon: a socket, or TLS over one.
class ConsumedStream {
 public:
  virtual ~ConsumedStream() = default;
  /// At most one at a time; `object` is its JavaScript object, kept alive until it is taken away by nullptr.
  virtual void setConsumer(StreamConsumer* consumer, js::Value object) = 0;
  virtual js::Object streamObject() const = 0;
  virtual bool isReading() const = 0;
  virtual int32_t readStart() = 0;
  virtual void readStop() = 0;
  /// 0: all is written. 1: the owner's onDrain will tell. Negative: an errno. Borrowed for the call.
  virtual int32_t writeBytes(std::span<const uint8_t>) = 0;
  /// Bytes that wait for the system, or for the end of a handshake.
  virtual size_t waitingBytes() const = 0;
};

class SocketHandle final : public js::Native, public loop::StreamSocket::Client, public ConsumedStream {
 public:
  /// Wraps and pins.
  static js::Object create(js::Realm&, StreamHandlers&, std::unique_ptr<loop::StreamSocket>);
  explicit SocketHandle(js::Realm& realm, std::unique_ptr<loop::StreamSocket> socket);
  ~SocketHandle() override;
  void trace(js::Tracer&) override;

  void setOwner(js::Value owner) { owner_.set(*this, owner); }
  js::Value owner() const { return owner_.value(); }

  // Each gives 0 or a negative errno; those with a callback call it later with such a status, and the owner as `this`.
  int32_t open(int32_t fd);
  int32_t bind(std::string address, int32_t port, bool ipv6Only);
  int32_t connect(std::string address, int32_t port, js::Function done);
  int32_t connectPath(std::string path, js::Function done);
  int32_t readStart() override;
  void readStop() override;
  int32_t shutdown(js::Function done);
  void close(std::optional<js::Function> closed);
  int32_t reset(std::optional<js::Function> closed);
  int32_t setNoDelay(bool on);
  int32_t setKeepAlive(bool on, int32_t seconds);
  void ref();
  void unref();
  bool hasRef() const;

  /// 0: all is written. 1: onDrain will tell. Negative: an errno. `encoding` is js::TextEncoding's, of text.
  js::Result<int32_t> write(js::Value data, int32_t encoding);
  /// The number of bytes that the system has taken, or that were copied to be written when it can take them, which
  /// onDrain tells of; a negative errno. Nothing while something is queued.
  js::Result<double> writeSome(js::Value bytes);
  /// Chunks and encodings alternate.
  js::Result<int32_t> writev(js::Object list);
  /// How many bytes of the file the system took; 0 if the peer must take others before. Negative: an errno, ENODATA
  /// at the file's end.
  double sendFile(int32_t fd, double offset, double size);
  /// From now on bytes are read into this memory.
  void useBuffer(js::Object buffer);

  int32_t writeBytes(std::span<const uint8_t>) override;
  size_t waitingBytes() const override { return socket_->queuedBytes(); }

  void setConsumer(StreamConsumer* consumer, js::Value object) override;
  js::Object streamObject() const override { return object(); }

  /// { address, family, port }, or a negative errno.
  js::Value localEndpoint(js::Call&);
  js::Value remoteEndpoint(js::Call&);
  bool isTcp() const;
  bool isReading() const override;
  int32_t fd() const;
  double bytesRead() const;
  double bytesWritten() const;
  double writeQueueSize() const;

  // loop::StreamSocket::Client
  void onData(loop::StreamSocket::Bytes) override;
  void onEnd() override;
  void onError(const SysError&) override;
  void onDrain() override;
  std::span<uint8_t> readBuffer() override;

  static const js::ClassSpec kClass;

 private:
  struct Piece;
  js::Result<void> addPiece(std::vector<Piece>&, js::Value data, int32_t encoding);
  int32_t send(std::vector<Piece>&);
  void call(js::Value function, std::span<const js::Value> args);
  loop::StreamSocket::Closed closedCallback(std::optional<js::Function> closed);
  loop::StreamSocket::Done doneCallback(js::Traced& slot, js::Function done);

  js::Realm& realm_;
  std::unique_ptr<loop::StreamSocket> socket_;
  StreamHandlers* handlers_ = nullptr;
  StreamConsumer* consumer_ = nullptr;
  js::Traced handlersObject_, owner_, buffer_, consumerObject_, connected_, ended_, closed_;
  bool isClosing_ = false;
};

class ListenerHandle final : public js::Native {
 public:
  static js::Object create(js::Realm&, StreamHandlers&, std::unique_ptr<loop::StreamListener>);
  ListenerHandle(js::Realm& realm, std::unique_ptr<loop::StreamListener> listener);
  void trace(js::Tracer&) override;

  void setOwner(js::Value owner) { owner_.set(*this, owner); }
  /// onConnection(status, handle).
  int32_t listen(int32_t backlog, js::Function onConnection);
  void close(std::optional<js::Function> closed);
  void ref();
  void unref();
  bool hasRef() const;
  js::Value localEndpoint(js::Call&);
  int32_t openToAll(bool readable, bool writable);
  bool isTcp() const;
  int32_t fd() const;

  static const js::ClassSpec kClass;

 private:
  void accept(weft::Result<std::unique_ptr<loop::StreamSocket>, SysError>);

  js::Realm& realm_;
  std::unique_ptr<loop::StreamListener> listener_;
  StreamHandlers* handlers_ = nullptr;
  js::Traced handlersObject_, owner_, onConnection_, closed_;
  bool isClosing_ = false;
};

/// { address, family, port }, or the negative errno.
js::Value endpointValue(js::Realm&, const weft::Result<loop::Endpoint, SysError>&);
/// 0 or the negative errno.
inline int32_t statusOf(const weft::Result<void, SysError>& result) {
  return result ? 0 : -result.error().code;
}

}  // namespace weft::runtime
