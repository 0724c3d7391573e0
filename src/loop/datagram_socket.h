#pragma once
// A UDP socket. Sending is tried at once, and what the system does not take is queued; each message that comes in is
// handed over by itself.
//
// Invariant: a socket can be closed or destroyed in any state and in any callback of its own. A destroyed socket
// says nothing more.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "loop/endpoint.h"

namespace weft::loop {

class Loop;

class DatagramSocket {
 public:
  using Bytes = std::span<const uint8_t>;
  struct Client {
    virtual ~Client() = default;
    /// The bytes are borrowed for the call.
    virtual void onMessage(Bytes, const Endpoint& from) = 0;
    virtual void onError(const SysError&) = 0;
  };
  struct BindOptions {
    bool ipv6Only = false, reuseAddress = false, reusePort = false;
  };
  enum class Buffer : uint8_t { Receive, Send };
  enum class Membership : uint8_t { Join, Leave };
  using Done = std::move_only_function<void(Result<void, SysError>)>;
  using Closed = std::move_only_function<void()>;

  explicit DatagramSocket(Loop& loop);
  ~DatagramSocket();
  DatagramSocket(const DatagramSocket&) = delete;
  DatagramSocket& operator=(const DatagramSocket&) = delete;

  void setClient(Client* client);
  /// Takes a descriptor over; on failure it stays the caller's.
  [[nodiscard]] Result<void, SysError> adopt(int fd);
  [[nodiscard]] Result<void, SysError> bind(const Endpoint& local, BindOptions options);
  [[nodiscard]] Result<void, SysError> connect(const Endpoint& peer);
  [[nodiscard]] Result<void, SysError> disconnect();
  [[nodiscard]] Result<void, SysError> startReceiving();
  void stopReceiving();

  /// Sends one message made of chunks, to the connected peer if `to` is null. True if it has gone; false if it waits:
  /// a copy is kept, and `done` is called.
  [[nodiscard]] Result<bool, SysError> send(std::span<const Bytes> chunks, const Endpoint* to, Done done);
  size_t queuedBytes() const;
  size_t queuedMessages() const;

  void close(Closed closed = nullptr);
  void ref();
  void unref();
  bool hasRef() const;
  int fd() const;
  [[nodiscard]] Result<Endpoint, SysError> localEndpoint() const;
  [[nodiscard]] Result<Endpoint, SysError> remoteEndpoint() const;

  [[nodiscard]] Result<void, SysError> setBroadcast(bool on);
  [[nodiscard]] Result<void, SysError> setTimeToLive(int hops);
  [[nodiscard]] Result<void, SysError> setMulticastTimeToLive(int hops);
  [[nodiscard]] Result<void, SysError> setMulticastLoopback(bool on);
  [[nodiscard]] Result<void, SysError> setMulticastInterface(const std::string& address);
  /// `interface` may be empty: the system chooses.
  [[nodiscard]] Result<void, SysError> setMembership(const std::string& group, const std::string& interface,
                                                     Membership);
  [[nodiscard]] Result<void, SysError> setSourceMembership(const std::string& source, const std::string& group,
                                                           const std::string& interface, Membership);
  /// Sets the size of a buffer of the system's, or asks for it with 0.
  [[nodiscard]] Result<int, SysError> bufferSize(Buffer, int size);

 private:
  struct State;
  State* state_;
};

}  // namespace weft::loop
