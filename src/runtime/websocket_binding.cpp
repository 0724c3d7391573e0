// native("websocket"): frames of RFC 6455 (builtins/internal/websocket_frames.ts).

#include <cstring>

#include "engine/class.h"
#include "engine/node_buffer.h"
#include "engine/text_codec.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

using js::TextEncoding;
using js::Value;

/// The four octets of a mask, in their order, over and over: eight at a time where there are so many.
void applyMask(std::span<uint8_t> bytes, uint32_t key, size_t phase) {
  uint8_t mask[8];
  for (size_t i = 0; i < 8; ++i) mask[i] = static_cast<uint8_t>(key >> (24 - 8 * ((phase + i) & 3)));
  uint64_t wide;
  memcpy(&wide, mask, sizeof wide);
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word;
    memcpy(&word, bytes.data() + at, sizeof word);
    word ^= wide;
    memcpy(bytes.data() + at, &word, sizeof word);
  }
  for (size_t i = 0; at < bytes.size(); ++at, ++i) bytes[at] ^= mask[i];
}

/// Masks, or takes the mask away; `phase` is how many bytes of the payload came before.
void mask(js::Bytes bytes, double key, int32_t phase) {
  applyMask(bytes.span(), static_cast<uint32_t>(key), static_cast<uint32_t>(phase) & 3);
}

size_t writeHead(uint8_t* head, uint8_t first, size_t size, bool masked) {
  uint8_t bit = masked ? 0x80 : 0;
  head[0] = first;
  if (size < 126) {
    head[1] = static_cast<uint8_t>(bit | size);
    return 2;
  }
  if (size <= 0xffff) {
    head[1] = bit | 126;
    head[2] = static_cast<uint8_t>(size >> 8);
    head[3] = static_cast<uint8_t>(size);
    return 4;
  }
  head[1] = bit | 127;
  for (int i = 0; i < 8; ++i) head[2 + i] = static_cast<uint8_t>(static_cast<uint64_t>(size) >> (56 - 8 * i));
  return 10;
}

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
  uint8_t head[14];
  size_t headSize = writeHead(head, static_cast<uint8_t>(first), size, key >= 0);
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
  if (key >= 0) applyMask(body, static_cast<uint32_t>(key), 0);
  return frame.array;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&mask>("mask"),
    js::fn<&encodeFrame>("encodeFrame"),
};

}  // namespace

const js::Binding kWebSocketBinding = {"websocket", kFunctions};

}  // namespace weft::runtime
