#pragma once
// HTTP/1.x messages as JavaScript hears of them (builtins/internal/http_native.ts): fed with bytes, or set upon a
// socket whose bytes it then takes without JavaScript.

#include <array>
#include <string>
#include <vector>

#include "engine/class.h"
#include "http/message_parser.h"
#include "runtime/stream_handle.h"

namespace weft::runtime {

/// The functions of JavaScript that hear of all messages (`this` is the owner of the parser), and the strings that
/// came before: names and values of header fields come again and again.
class HttpHandlers final : public js::Native {
 public:
  void trace(js::Tracer&) override;
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<HttpHandlers>("HttpHandlers", {});

  /// onHead(fields, line, code, flags): names and values alternate; the target or the reason; the method's number
  /// or the status. Its result is 0 a body, 1 none, 2 another protocol. onUpgrade(rest). onError(code, reason, at,
  /// bytes); makeError gives the error of the same.
  js::Traced onHead, onBody, onComplete, onUpgrade, onError, makeError;

  js::Value string(js::Realm&, std::string_view latin1);

 private:
  static constexpr size_t kSlots = 1024, kLongest = 192;
  struct Slot {
    std::string text;
    js::Traced string;
  };
  std::array<Slot, kSlots> slots_;
};

class HttpParser final : public js::Native, public http::MessageParser::Client, public StreamConsumer {
 public:
  HttpParser(js::Realm& realm, HttpHandlers& handlers);
  void trace(js::Tracer&) override;

  void setOwner(js::Value owner) { owner_.set(*this, owner); }
  js::Value owner() const { return owner_.value(); }
  void reset(bool isRequest, double maxHeaderBytes, bool lenient);
  void execute(js::Bytes bytes);
  /// undefined, or the error.
  js::Value finish();
  /// Takes the bytes of `handle` (a socket, or TLS over one) from now on, or gives them back.
  js::Result<void> consume(js::Value handle);
  void release();
  /// Nothing more is told, and a socket that it consumes is not read, until it goes on.
  void pause();
  void resume();
  /// Nothing more is told at all.
  void close();
  /// Milliseconds on the loop's clock: when the message under way began (0: none is), and whether its head has come.
  double begunAt() const { return begunAt_; }
  bool isInHead() const { return inHead_; }

  // http::MessageParser::Client
  void onBegin() override;
  http::AfterHead onHead(const http::MessageHead&) override;
  void onBody(http::MessageParser::Bytes) override;
  void onComplete(std::span<const http::HeaderField>) override;
  // StreamConsumer
  void onBytes(std::span<const uint8_t>) override;

  static const js::ClassSpec kClass;

 private:
  void run(http::MessageParser::Bytes);
  void runRest();
  js::Value call(js::Value function, std::span<const js::Value> args);
  js::Value fieldList(std::span<const http::HeaderField>);
  js::Value bufferOf(http::MessageParser::Bytes);

  js::Realm& realm_;
  HttpHandlers& handlers_;
  http::MessageParser parser_;
  ConsumedStream* socket_ = nullptr;
  js::Traced handlersObject_, owner_, socketObject_;
  std::vector<uint8_t> rest_;  // came while it was paused
  bool stalled_ = false;       // the parser itself stopped, perhaps before something that needs no further byte
  double begunAt_ = 0;
  bool inHead_ = false, paused_ = false, closed_ = false, stoppedReading_ = false;

  friend js::Object createHttpParser(js::Realm&, HttpHandlers*);
};

js::Object createHttpParser(js::Realm&, HttpHandlers*);

}  // namespace weft::runtime
