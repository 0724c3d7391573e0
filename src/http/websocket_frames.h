#pragma once
// Frames of the WebSocket protocol (RFC 6455 section 5): a reader that is fed with bytes as they come and tells its
// client of whole messages, and what writing a frame takes. Knows neither sockets nor the engine.
//
// Invariant: after a Close frame, a violation or close() nothing more is told. The client may call close() within its
// calls; it keeps the reader alive during them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace weft::http {

/// In a frame's first byte.
constexpr uint8_t kFinBit = 0x80, kCompressedBit = 0x40, kReservedBits = 0x70, kOpcodeBits = 0x0f;

enum class FrameOpcode : uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
enum class CloseCode : uint16_t { ProtocolError = 1002, NoStatus = 1005, InvalidPayload = 1007, TooBig = 1009 };

/// The longest head: two bytes, a length of eight, a mask of four.
constexpr size_t kMostFrameHead = 14;
/// Writes the head of a frame without a mask, or up to where the mask comes; its size.
size_t writeFrameHead(uint8_t* head, uint8_t first, size_t payload, bool isMasked);

/// `out` becomes `in` under the mask (or without it again); both may be the same. The key is that of the wire as a
/// big-endian number; `phase` is how many bytes of the payload came before.
void applyFrameMask(uint8_t* out, std::span<const uint8_t> in, uint32_t key, size_t phase);

class FrameReader {
 public:
  using Bytes = std::span<const uint8_t>;
  enum class Side : uint8_t { Client, Server };
  struct Settings {
    Side side = Side::Server;
    size_t maxPayload = 0;
    /// permessage-deflate was agreed on.
    bool mayCompress = false;
  };

  class Client {
   public:
    virtual ~Client() = default;
    /// Borrowed for the call. Text is valid unless it is compressed.
    virtual void onMessage(FrameOpcode kind, bool isCompressed, Bytes) = 0;
    virtual void onPing(Bytes) = 0;
    virtual void onPong(Bytes) = 0;
    /// NoStatus if the frame has no code.
    virtual void onClose(uint16_t code, Bytes reason) = 0;
    /// The peer does not keep to the protocol: the connection must fail with the code.
    virtual void onViolation(CloseCode code, std::string_view message) = 0;
    virtual bool isUtf8(Bytes) = 0;
  };

  FrameReader(Client& client, Settings settings) : client_(client), settings_(settings) {}

  void feed(Bytes bytes);
  void close();
  bool isClosed() const { return isClosed_; }

 private:
  Bytes takeHead(Bytes bytes);
  void startFrame();
  std::string_view faultOfHead() const;
  Bytes takePayload(Bytes bytes);
  void endFrame(Bytes payload);
  void endData(Bytes payload);
  void endClose(Bytes payload);
  void append(Bytes part);
  bool checkText(bool isEnd);
  void violate(CloseCode code, std::string_view message);
  bool isControl() const { return (first_ & 0x08) != 0; }

  Client& client_;
  Settings settings_;
  bool isClosed_ = false, inPayload_ = false, isMasked_ = false;
  // The head under way.
  std::array<uint8_t, kMostFrameHead> head_{};
  size_t headSize_ = 0;
  // The frame under way.
  uint8_t first_ = 0;
  uint64_t length_ = 0, received_ = 0;
  uint32_t key_ = 0;
  std::array<uint8_t, 125> control_{};
  std::vector<uint8_t> scratch_;
  // The message under way; Continuation: none is.
  FrameOpcode kind_ = FrameOpcode::Continuation;
  bool isCompressed_ = false;
  std::vector<uint8_t> message_;
  size_t checked_ = 0;  // so much of the text is whole characters
};

}  // namespace weft::http
