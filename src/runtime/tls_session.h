#pragma once
// One TLS connection over memory: bytes of the wire go in and come out, and so do those of the program. Knows neither
// sockets nor the engine.
//
// Invariant: the client is called outside the library's own calls (chooseProtocol() alone within), so it may call
// anything of the session; after close() it hears nothing more. The client keeps the session alive during its calls.

#include <openssl/ssl.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::runtime {

class TlsSession {
 public:
  enum class Role : uint8_t { Client, Server };
  using Bytes = std::span<const uint8_t>;

  class Client {
   public:
    virtual ~Client() = default;
    /// The handshake is done; nothing of the program has been sent yet.
    virtual void onSecure() = 0;
    /// Whether onPlain() and onEnd() may be called now.
    virtual bool wantsPlain() = 0;
    virtual void onPlain(Bytes) = 0;
    /// For the wire.
    virtual void onCipher(Bytes) = 0;
    virtual void onEnd() = 0;
    /// The library's queue of errors says why. Nothing comes after it.
    virtual void onFailure() = 0;
    /// A server has read the client's greeting: it waits for goOn().
    virtual void onHello(std::string_view serverName, bool wantsOcsp) = 0;
    virtual void onSession(SSL_SESSION*) = 0;
    virtual void onKeyLog(std::string_view line) = 0;
    /// `offered` in the form of the wire (RFC 7301); nothing refuses the connection.
    virtual std::optional<std::string> chooseProtocol(std::string_view serverName, Bytes offered) = 0;
  };

  TlsSession(SSL_CTX*, Role, Client&);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  /// Sets what the sessions of a context share; once for each context.
  static void prepare(SSL_CTX*);

  SSL* ssl() const { return ssl_.get(); }
  /// Null after a failed allocation: nothing else may be called then.
  explicit operator bool() const { return ssl_ != nullptr; }

  void start();
  void receive(Bytes);
  /// The wire ended, with a farewell or without.
  void receiveEnd();
  /// After wantsPlain() has become true.
  void process();
  /// A server waits after the client's greeting, if it is to ask.
  void setAsksOnHello(bool asks) { asksOnHello_ = asks; }
  void goOn();
  /// false: it failed; the library's queue says why. What comes before the handshake is done waits.
  bool write(Bytes);
  bool hasPending() const { return !pending_.empty(); }
  size_t pendingSize() const { return pending_.size(); }
  /// Says farewell.
  void shutdown();
  void close() { isClosed_ = true; }
  bool isStarted() const { return isStarted_; }
  bool isSecure() const { return isSecure_; }
  bool isProcessing() const { return isProcessing_; }
  bool hasUnread() const { return ssl_ && BIO_pending(in_) > 0; }

  static TlsSession* of(const SSL*);
  Client& client() { return client_; }

 private:
  enum class Step : uint8_t { GoOn, Stop };
  Step handshake();
  Step read();
  void fail();
  void flush();
  void tellEvents();
  void sendPending();
  int onCertificate();

  static int certificateCallback(SSL*, void*);
  static ssl_select_cert_result_t helloCallback(const SSL_CLIENT_HELLO*);
  static int sessionCallback(SSL*, SSL_SESSION*);
  static void keyLogCallback(const SSL*, const char* line);
  static int protocolCallback(SSL*, const uint8_t** out, uint8_t* outSize, const uint8_t* in, unsigned inSize, void*);

  Client& client_;
  bssl::UniquePtr<SSL> ssl_;
  BIO* in_ = nullptr;   // the SSL's
  BIO* out_ = nullptr;  // the SSL's
  std::vector<uint8_t> pending_;
  std::vector<bssl::UniquePtr<SSL_SESSION>> sessions_;
  std::vector<std::string> keyLog_;
  std::string protocol_;
  bool isProcessing_ = false, isSecure_ = false, isClosed_ = false, hasFailed_ = false, hasEnded_ = false;
  bool wireEnded_ = false, asksOnHello_ = false, hasAsked_ = false, mayGoOn_ = false, wantsOcsp_ = false;
  bool isStarted_ = false;
};

}  // namespace weft::runtime
