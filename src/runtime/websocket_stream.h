#pragma once
// A WebSocket connection as JavaScript has it (builtins/internal/websocket_frames.ts): frames in, from bytes that it
// is given or from a socket whose bytes it takes without JavaScript; and frames out.
//
// Invariant: what is sent within one turn of the loop is gathered, and goes out in one write before the loop waits. (To
// answer while the bytes are at hand was tried: peers that sleep are woken more often, which costs more.)

#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/class.h"
#include "http/websocket_frames.h"
#include "runtime/stream_handle.h"

namespace weft::loop {
class Loop;
}

namespace weft::runtime {

class WebSocketStream;

/// The streams that have gathered something, and memory to gather in.
class WebSocketQueue : public std::enable_shared_from_this<WebSocketQueue> {
 public:
  explicit WebSocketQueue(loop::Loop& loop) : loop_(loop) {}
  void add(WebSocketStream&);
  void remove(WebSocketStream&);
  std::vector<uint8_t> takeMemory();
  void giveMemory(std::vector<uint8_t>);

 private:
  void flush();
  loop::Loop& loop_;
  std::vector<WebSocketStream*> waiting_;
  std::vector<std::vector<uint8_t>> spare_;
};

/// The functions of JavaScript that hear of all streams; `this` is the owner of the stream.
class WebSocketHandlers final : public js::Native {
 public:
  explicit WebSocketHandlers(loop::Loop& loop) : queue(std::make_shared<WebSocketQueue>(loop)) {}
  void trace(js::Tracer&) override;
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<WebSocketHandlers>("WebSocketHandlers", {});

  /// onMessage(textOrBuffer), onCompressed(buffer, isText), onPing(buffer), onPong(buffer), onClose(code, reason),
  /// onViolation(code, message). onFailure(status): a negative errno of writing, or 1 for more than may wait.
  js::Traced onMessage, onCompressed, onPing, onPong, onClose, onViolation, onFailure;
  std::shared_ptr<WebSocketQueue> queue;
};

/// Who hears what is published under one name. Streams take themselves out when they go.
struct WebSocketMembers {
  std::vector<WebSocketStream*> list;
  std::unordered_map<WebSocketStream*, size_t> places;
  bool remove(WebSocketStream*);
};

class WebSocketTopic final : public js::Native {
 public:
  static js::Object create(js::Realm&);
  /// false: it was so before.
  bool add(WebSocketStream*);
  bool remove(WebSocketStream*);
  bool has(WebSocketStream*);
  int32_t size() const { return static_cast<int32_t>(members_->list.size()); }
  /// One frame for all but `except` (a stream or undefined). Bytes of the payload; -1 if there was nobody to take it.
  js::Result<double> publish(js::Realm&, int32_t first, js::Value payload, js::Value except);

  static const js::ClassSpec kClass;

 private:
  std::shared_ptr<WebSocketMembers> members_ = std::make_shared<WebSocketMembers>();
};

class WebSocketStream final : public js::Native, public http::FrameReader::Client, public StreamConsumer {
 public:
  using Bytes = std::span<const uint8_t>;
  static js::Object create(js::Realm&, WebSocketHandlers*, js::Value owner, bool isServer, double maxPayload,
                           bool mayCompress);
  WebSocketStream(js::Realm&, WebSocketHandlers&, http::FrameReader::Settings);
  ~WebSocketStream() override;
  void trace(js::Tracer&) override;

  /// Frames go to `handle` (a socket, or TLS over one) from now on.
  js::Result<void> attach(js::Value handle);
  /// And its bytes come here.
  void consume();
  void push(js::Bytes);
  /// Sends one frame. Bytes of the payload; -1: it waits for the peer; -2: it was not sent; -3: so much waits that the
  /// connection must go.
  js::Result<double> send(js::Realm&, int32_t first, js::Value payload);
  /// More than so many bytes do not wait.
  void setLimit(double bytes, bool closes);
  double bufferedAmount() const { return static_cast<double>(buffered()); }
  /// What is gathered goes out as far as the peer takes it.
  void flush();
  /// Hands over what is gathered and lets go of the handle; nothing more is told.
  void close();

  enum class Taken : uint8_t { Yes, Waits, No, TooMuch };
  /// A frame that is already one.
  Taken put(Bytes frame);

  // http::FrameReader::Client
  void onMessage(http::FrameOpcode kind, bool isCompressed, Bytes) override;
  void onPing(Bytes) override;
  void onPong(Bytes) override;
  void onClose(uint16_t code, Bytes reason) override;
  void onViolation(http::CloseCode code, std::string_view message) override;
  bool isUtf8(Bytes) override;
  // StreamConsumer
  void onBytes(Bytes) override;

  static const js::ClassSpec kClass;

 private:
  friend class WebSocketQueue;
  friend class WebSocketTopic;
  class Alive;
  void call(const js::Traced& function, std::span<const js::Value> args);
  Taken beforePut();
  Taken afterPut();
  size_t buffered() const { return gathered_.size() + (socket_ ? socket_->waitingBytes() : 0); }
  void fail(int32_t status);
  void flushNow();
  js::Value bufferOf(Bytes);

  js::Realm& realm_;
  WebSocketHandlers& handlers_;
  std::shared_ptr<WebSocketQueue> queue_;
  http::FrameReader reader_;
  ConsumedStream* socket_ = nullptr;
  js::Traced handlersObject_, owner_, socketObject_;
  std::vector<uint8_t> gathered_;
  std::vector<std::shared_ptr<WebSocketMembers>> topics_;
  size_t limit_ = 0;
  size_t place_ = 0;  // in the queue
  int32_t failure_ = 0;
  bool isQueued_ = false, isConsuming_ = false, closesAtLimit_ = false;
};

}  // namespace weft::runtime
