#include "http/websocket_frames.h"

#include <algorithm>
#include <cstring>

namespace weft::http {

namespace {

/// More memory than this is not kept from one message to the next.
constexpr size_t kMostKept = 4096;

size_t headLength(uint8_t second) {
  uint8_t size = second & 0x7f;
  return 2 + (size == 126 ? 2 : size == 127 ? 8 : 0) + ((second & 0x80) ? 4 : 0);
}

uint64_t bigEndian(const uint8_t* at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | at[i];
  return value;
}

/// Whether a Close frame may carry the code.
bool isCloseCode(uint64_t code) {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
         (code >= 3000 && code <= 4999);
}

/// How many bytes at the end begin a character that is not whole.
size_t unfinished(std::span<const uint8_t> text) {
  size_t most = std::min<size_t>(3, text.size());
  for (size_t back = 1; back <= most; ++back) {
    uint8_t byte = text[text.size() - back];
    if ((byte & 0xc0) == 0x80) continue;
    size_t wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return wanted > back ? back : 0;
  }
  return 0;
}

/// Whether more bytes could make a character of it (Unicode's table 3-7).
bool canBegin(std::span<const uint8_t> start) {
  if (start.empty()) return true;
  uint8_t lead = start[0];
  if (lead < 0xc2 || lead > 0xf4) return false;
  if (start.size() < 2) return true;
  uint8_t second = start[1];
  if (lead == 0xe0) return second >= 0xa0;
  if (lead == 0xed) return second <= 0x9f;
  if (lead == 0xf0) return second >= 0x90;
  if (lead == 0xf4) return second <= 0x8f;
  return true;
}

void forget(std::vector<uint8_t>& memory) {
  if (memory.capacity() > kMostKept)
    memory = {};
  else
    memory.clear();
}

}  // namespace

size_t writeFrameHead(uint8_t* head, uint8_t first, size_t payload, bool isMasked) {
  uint8_t bit = isMasked ? 0x80 : 0;
  head[0] = first;
  if (payload < 126) {
    head[1] = static_cast<uint8_t>(bit | payload);
    return 2;
  }
  bool isShort = payload <= 0xffff;
  int size = isShort ? 2 : 8;
  head[1] = static_cast<uint8_t>(bit | (isShort ? 126 : 127));
  for (int i = 0; i < size; ++i)
    head[2 + i] = static_cast<uint8_t>(static_cast<uint64_t>(payload) >> (8 * (size - 1 - i)));
  return 2 + static_cast<size_t>(size);
}

void applyFrameMask(uint8_t* out, std::span<const uint8_t> in, uint32_t key, size_t phase) {
  // The four octets of the mask, in their order, over and over: eight at a time where there are so many.
  uint8_t mask[8];
  for (size_t i = 0; i < 8; ++i) mask[i] = static_cast<uint8_t>(key >> (24 - 8 * ((phase + i) & 3)));
  uint64_t wide;
  memcpy(&wide, mask, sizeof wide);
  size_t at = 0;
  for (; at + 8 <= in.size(); at += 8) {
    uint64_t word;
    memcpy(&word, in.data() + at, sizeof word);
    word ^= wide;
    memcpy(out + at, &word, sizeof word);
  }
  for (size_t i = 0; at < in.size(); ++at, ++i) out[at] = in[at] ^ mask[i];
}

void FrameReader::feed(Bytes bytes) {
  while (!isClosed_) {
    if (!inPayload_) {
      if (bytes.empty()) break;
      bytes = takeHead(bytes);
    } else {
      // A frame without a payload is complete without a further byte.
      if (bytes.empty() && length_ > 0) break;
      bytes = takePayload(bytes);
    }
  }
  if (scratch_.capacity() > kMostKept) scratch_ = {};
}

void FrameReader::close() {
  isClosed_ = true;
}

FrameReader::Bytes FrameReader::takeHead(Bytes bytes) {
  for (;;) {
    size_t wanted = headSize_ < 2 ? 2 : headLength(head_[1]);
    size_t taken = std::min(wanted - headSize_, bytes.size());
    memcpy(head_.data() + headSize_, bytes.data(), taken);
    headSize_ += taken;
    bytes = bytes.subspan(taken);
    if (headSize_ < wanted) return bytes;
    if (headSize_ >= 2 && headSize_ == headLength(head_[1])) break;
  }
  startFrame();
  return bytes;
}

void FrameReader::startFrame() {
  first_ = head_[0];
  uint8_t size = head_[1] & 0x7f;
  isMasked_ = (head_[1] & 0x80) != 0;
  length_ = size < 126 ? size : bigEndian(&head_[2], size == 126 ? 2 : 8);
  if (isMasked_) key_ = static_cast<uint32_t>(bigEndian(&head_[headSize_ - 4], 4));
  headSize_ = 0;
  received_ = 0;
  inPayload_ = true;
  if (std::string_view fault = faultOfHead(); !fault.empty()) return violate(CloseCode::ProtocolError, fault);
  if (isControl()) return;
  if (length_ > settings_.maxPayload || message_.size() + length_ > settings_.maxPayload)
    return violate(CloseCode::TooBig, "Received too big message");
  if (auto opcode = FrameOpcode(first_ & kOpcodeBits); opcode != FrameOpcode::Continuation) {
    kind_ = opcode;
    isCompressed_ = (first_ & kCompressedBit) != 0;
  }
}

std::string_view FrameReader::faultOfHead() const {
  auto opcode = FrameOpcode(first_ & kOpcodeBits);
  bool isFirst = opcode == FrameOpcode::Text || opcode == FrameOpcode::Binary;
  if (isMasked_ != (settings_.side == Side::Server)) return "Received an incorrectly masked frame";
  uint8_t allowed = settings_.mayCompress && isFirst ? kCompressedBit : 0;
  if (first_ & kReservedBits & ~allowed)
    return (first_ & kCompressedBit) ? "Received unexpected RSV1 bit" : "Received invalid reserved bits";
  if (isControl()) {
    if (opcode > FrameOpcode::Pong) return "Received invalid opcode";
    if (!(first_ & kFinBit)) return "Received fragmented control frame";
    return length_ > control_.size() ? "Received too big control frame" : "";
  }
  if (opcode > FrameOpcode::Binary) return "Received invalid opcode";
  if (!isFirst)
    return kind_ == FrameOpcode::Continuation ? "Received continuation frame outside a fragmented message" : "";
  return kind_ == FrameOpcode::Continuation ? "" : "Received a new message within a fragmented one";
}

FrameReader::Bytes FrameReader::takePayload(Bytes bytes) {
  size_t size = static_cast<size_t>(std::min<uint64_t>(length_ - received_, bytes.size()));
  Bytes part = bytes.first(size);
  bytes = bytes.subspan(size);
  bool isEnd = received_ + size == length_;
  size_t phase = received_ & 3;
  if (isControl()) {
    applyFrameMask(control_.data() + received_, part, isMasked_ ? key_ : 0, phase);
    received_ += size;
    if (isEnd) endFrame(Bytes(control_).first(length_));
    return bytes;
  }
  if (received_ == 0 && isEnd && (first_ & kFinBit) && (first_ & kOpcodeBits) != 0) {
    // Most messages: one frame, there as a whole.
    received_ = length_;
    if (isMasked_) {
      scratch_.resize(size);
      applyFrameMask(scratch_.data(), part, key_, 0);
      part = scratch_;
    }
    endFrame(part);
    return bytes;
  }
  append(part);
  if (isClosed_) return bytes;
  if (isEnd) endFrame({});
  return bytes;
}

void FrameReader::append(Bytes part) {
  size_t before = message_.size();
  message_.resize(before + part.size());
  if (isMasked_)
    applyFrameMask(message_.data() + before, part, key_, received_ & 3);
  else if (!part.empty())
    memcpy(message_.data() + before, part.data(), part.size());
  received_ += part.size();
  if (kind_ == FrameOpcode::Text && !isCompressed_ && !checkText(false))
    violate(CloseCode::InvalidPayload, "Received invalid UTF-8");
}

/// Of the text so far: a message that can no longer become UTF-8 fails at once.
bool FrameReader::checkText(bool isEnd) {
  Bytes rest = Bytes(message_).subspan(checked_);
  size_t open = unfinished(rest);
  if (isEnd && open > 0) return false;
  Bytes whole = rest.first(rest.size() - open);
  if (!client_.isUtf8(whole) || !canBegin(rest.last(open))) return false;
  checked_ += whole.size();
  return true;
}

void FrameReader::endFrame(Bytes payload) {
  inPayload_ = false;
  switch (FrameOpcode(first_ & kOpcodeBits)) {
    case FrameOpcode::Ping:
      return client_.onPing(payload);
    case FrameOpcode::Pong:
      return client_.onPong(payload);
    case FrameOpcode::Close:
      return endClose(payload);
    default:
      return endData(payload);
  }
}

/// `payload` is the whole message, or empty for one that was gathered.
void FrameReader::endData(Bytes payload) {
  if (!(first_ & kFinBit)) return;
  FrameOpcode kind = kind_;
  bool isText = kind == FrameOpcode::Text && !isCompressed_;
  kind_ = FrameOpcode::Continuation;
  if (message_.empty()) {
    checked_ = 0;
    if (isText && !client_.isUtf8(payload)) return violate(CloseCode::InvalidPayload, "Received invalid UTF-8");
    return client_.onMessage(kind, isCompressed_, payload);
  }
  if (isText && !checkText(true)) return violate(CloseCode::InvalidPayload, "Received invalid UTF-8");
  checked_ = 0;
  std::vector<uint8_t> message = std::move(message_);
  message_ = {};
  client_.onMessage(kind, isCompressed_, message);
  if (message.capacity() <= kMostKept && message_.empty()) {
    message_ = std::move(message);
    forget(message_);
  }
}

void FrameReader::endClose(Bytes payload) {
  if (payload.empty()) {
    close();
    return client_.onClose(static_cast<uint16_t>(CloseCode::NoStatus), {});
  }
  if (payload.size() == 1) return violate(CloseCode::ProtocolError, "Received invalid close payload");
  uint64_t code = bigEndian(payload.data(), 2);
  if (!isCloseCode(code)) return violate(CloseCode::ProtocolError, "Received invalid close code");
  Bytes reason = payload.subspan(2);
  if (!client_.isUtf8(reason)) return violate(CloseCode::InvalidPayload, "Received invalid UTF-8");
  close();
  client_.onClose(static_cast<uint16_t>(code), reason);
}

void FrameReader::violate(CloseCode code, std::string_view message) {
  close();
  client_.onViolation(code, message);
}

}  // namespace weft::http
