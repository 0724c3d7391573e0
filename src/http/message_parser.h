#pragma once
// HTTP/1.x messages out of bytes as they come (RFC 9112), over llhttp. Knows neither sockets nor JavaScript.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::http {

enum class MessageKind : uint8_t { Request, Response };

struct HeaderField {
  std::string_view name, value;  // as they came; the value without the blanks around it
};

/// A request line or a status line, and the header fields. Borrowed for the call.
struct MessageHead {
  uint8_t method = 0;       // an index of methodNames()
  std::string_view target;  // of requests
  uint16_t status = 0;      // of responses
  std::string_view reason;  // of responses
  uint8_t major = 1, minor = 1;
  bool isUpgrade = false;   // asks for, or grants, another protocol; CONNECT too
  bool keepsAlive = false;  // the connection can carry a further message
  bool isWhole = false;     // a request that has no body: onComplete() is not called
  std::span<const HeaderField> fields;
};

/// What follows a head.
enum class AfterHead : uint8_t {
  Body,      // as its fields say
  NoBody,    // nothing, whatever the fields say: the reply to HEAD
  Upgraded,  // bytes of another protocol
};

/// Where a message is not HTTP as RFC 9112 wants it, and is taken all the same.
struct Leniency {
  bool all = false;
};

class MessageParser {
 public:
  using Bytes = std::span<const uint8_t>;

  class Client {
   public:
    virtual ~Client() = default;
    /// The first byte of a message has come.
    virtual void onBegin() = 0;
    /// Of a whole message the answer counts only if it is an upgrade.
    virtual AfterHead onHead(const MessageHead&) = 0;
    virtual void onBody(Bytes) = 0;
    virtual void onComplete(std::span<const HeaderField> trailers) = 0;
  };

  enum class State : uint8_t { Ok, Paused, Upgraded, Failed };
  struct Outcome {
    State state;
    size_t consumed;  // of the bytes given: all but where Paused, Upgraded or Failed
  };

  explicit MessageParser(Client& client);
  ~MessageParser();
  MessageParser(const MessageParser&) = delete;
  MessageParser& operator=(const MessageParser&) = delete;

  /// Begins anew. `maxHeaderBytes` is that of a head or of trailers: more is HPE_HEADER_OVERFLOW.
  void reset(MessageKind kind, size_t maxHeaderBytes, Leniency leniency);
  /// Not to be called from a callback of its own.
  Outcome execute(Bytes bytes);
  /// The connection has ended: completes a message that only the end delimits. Failed in the middle of any other.
  Outcome finish();
  /// From a callback: execute() returns as soon as it can. Otherwise the next one returns at once.
  void pause();
  void resume();
  bool isExecuting() const;

  /// Of the last failure: "HPE_INVALID_METHOD" and a sentence.
  std::string_view errorCode() const;
  std::string_view errorReason() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// llhttp's names by number: "DELETE", "GET", …
std::span<const std::string_view> methodNames();

/// llhttp's version.
std::string parserVersion();

}  // namespace weft::http
