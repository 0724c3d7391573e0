#pragma once
// A connected, or connecting, stream socket: TCP or Unix-domain. Its client hears of what comes in; what goes out is
// tried at once, and only what the system does not take is queued.
//
// Invariant: a socket can be closed or destroyed in any state and in any callback of its own. A destroyed socket
// says nothing more; a closed one ends what is under way with ECANCELED, and then tells that it is closed.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "loop/endpoint.h"

namespace weft::loop {

class Loop;
struct SocketState;

class StreamSocket {
 public:
  enum class Kind : uint8_t { Tcp, Unix };
  enum class Protocol : uint8_t { IPv4OrMapped, IPv6Only };
  using Bytes = std::span<const uint8_t>;

  class Client {
   public:
    virtual ~Client() = default;
    /// The bytes are borrowed for the call.
    virtual void onData(Bytes) = 0;
    /// The peer has shut down its side; nothing more comes.
    virtual void onEnd() = 0;
    /// Reading (`syscall` is "read") or writing what was queued ("write") has failed.
    virtual void onError(const SysError&) = 0;
    /// All that was queued has been written.
    virtual void onDrain() = 0;
    /// Where the next bytes are read to; by default memory that all sockets of the loop share.
    virtual std::span<uint8_t> readBuffer() { return {}; }
  };

  /// The outcome of connect and shutdown.
  using Done = std::move_only_function<void(Result<void, SysError>)>;
  using Closed = std::move_only_function<void()>;

  StreamSocket(Loop& loop, Kind kind);
  ~StreamSocket();
  StreamSocket(const StreamSocket&) = delete;
  StreamSocket& operator=(const StreamSocket&) = delete;

  /// Takes a connected descriptor over: it is closed with the socket. On failure it stays the caller's.
  [[nodiscard]] Result<void, SysError> adopt(int fd);

  Kind kind() const;
  /// At most one; it must outlive the socket or be taken away by nullptr.
  void setClient(Client* client);

  /// The local end of a connection that is not made yet.
  [[nodiscard]] Result<void, SysError> bind(const Endpoint& local, Protocol = Protocol::IPv4OrMapped);
  /// Never calls back within the call.
  [[nodiscard]] Result<void, SysError> connect(const Endpoint& peer, Done done);
  [[nodiscard]] Result<void, SysError> connect(std::string_view path, Done done);

  [[nodiscard]] Result<void, SysError> startReading();
  /// Back-pressure: the peer is held back by the system's buffers.
  void stopReading();
  bool isReading() const;

  /// Writes what the system takes just now; the number of bytes. Nothing while something is queued.
  [[nodiscard]] Result<size_t, SysError> tryWrite(std::span<const Bytes> chunks);
  /// The bytes stay in place until `keep` is let go of. Ends in onDrain() or onError().
  [[nodiscard]] Result<void, SysError> queueWrite(std::span<const Bytes> chunks, std::shared_ptr<void> keep);
  /// Both: what is not taken at once is copied. The number of bytes that are queued.
  [[nodiscard]] Result<size_t, SysError> write(std::span<const Bytes> chunks);
  /// Sends what the system takes just now of a file, without the bytes coming here; how many. Nothing (0) while
  /// something is queued or the peer takes no more; ENODATA at the file's end.
  [[nodiscard]] Result<size_t, SysError> trySendFile(int fd, int64_t offset, size_t size);
  /// Bytes that wait for the system to take them.
  size_t queuedBytes() const;
  uint64_t bytesRead() const;
  uint64_t bytesWritten() const;

  /// Ends the writing side when all that is queued is written.
  [[nodiscard]] Result<void, SysError> shutdown(Done done);
  void close(Closed closed = nullptr);
  /// Closes so that the peer sees ECONNRESET. TCP alone.
  [[nodiscard]] Result<void, SysError> reset(Closed closed = nullptr);

  [[nodiscard]] Result<void, SysError> setNoDelay(bool on);
  /// The system's default with 0 seconds.
  [[nodiscard]] Result<void, SysError> setKeepAlive(bool on, unsigned seconds);
  void ref();
  void unref();
  bool hasRef() const;

  /// Of TCP; ENOTSUP of Unix-domain sockets.
  [[nodiscard]] Result<Endpoint, SysError> localEndpoint() const;
  [[nodiscard]] Result<Endpoint, SysError> remoteEndpoint() const;
  /// -1 while there is none.
  int fd() const;

 private:
  friend class StreamListener;
  SocketState* state_;
};

}  // namespace weft::loop
