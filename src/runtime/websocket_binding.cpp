// native("websocket"): frames of RFC 6455 (builtins/internal/websocket_frames.ts).

#include <cstring>

#include "engine/class.h"
#include "engine/node_buffer.h"
#include "engine/text_codec.h"
#include "http/websocket_frames.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/websocket_stream.h"

namespace weft::runtime {

namespace {

using js::TextEncoding;
using js::Value;

/// A whole frame: `first` is its first byte, the payload text (as UTF-8) or bytes. A negative key is no mask.
js::Result<Value> encodeFrame(js::Realm& realm, int32_t first, Value payload, double key) {
  js::StringChars chars{};
  js::Bytes bytes{};
  size_t size = 0;
  if (payload.isString()) {
    WEFT_TRY(text, payload.asString().chars(realm));
    chars = text;
    size = js::encodedSize(chars, TextEncoding::Utf8);
  } else {
    WEFT_TRY(given, js::FromJs<js::Bytes>::get(realm, payload, 1));
    bytes = given;
    size = bytes.size;
  }
  uint8_t head[http::kMostFrameHead];
  size_t headSize = http::writeFrameHead(head, static_cast<uint8_t>(first), size, key >= 0);
  if (key >= 0) {
    auto word = static_cast<uint32_t>(key);
    for (int i = 0; i < 4; ++i) head[headSize++] = static_cast<uint8_t>(word >> (24 - 8 * i));
  }
  WEFT_TRY(frame, js::createBuffer(realm, headSize + size));
  memcpy(frame.data, head, headSize);
  std::span<uint8_t> body(frame.data + headSize, size);
  if (payload.isString()) {
    js::encodeInto(chars, TextEncoding::Utf8, body);
  } else if (size > 0) {
    memcpy(body.data(), bytes.data, size);
  }
  if (key >= 0) http::applyFrameMask(body.data(), body, static_cast<uint32_t>(key), 0);
  return frame.array;
}

js::Object createHandlers(js::Realm& realm, js::Function onMessage, js::Function onCompressed, js::Function onPing,
                          js::Function onPong, js::Function onClose, js::Function onViolation, js::Function onFailure) {
  auto owned = std::make_unique<WebSocketHandlers>(Runtime::of(realm).loop());
  WebSocketHandlers& handlers = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handlers.onMessage.set(handlers, onMessage);
  handlers.onCompressed.set(handlers, onCompressed);
  handlers.onPing.set(handlers, onPing);
  handlers.onPong.set(handlers, onPong);
  handlers.onClose.set(handlers, onClose);
  handlers.onViolation.set(handlers, onViolation);
  handlers.onFailure.set(handlers, onFailure);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&encodeFrame>("encodeFrame"),
    js::fn<&createHandlers>("createHandlers"),
    js::fn<&WebSocketStream::create>("createStream"),
    js::fn<&WebSocketTopic::create>("createTopic"),
};

}  // namespace

const js::Binding kWebSocketBinding = {"websocket", kFunctions};

}  // namespace weft::runtime
