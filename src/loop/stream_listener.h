#pragma once
// A listening TCP or Unix-domain socket: hands over each connection as a StreamSocket.

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "loop/stream_socket.h"

namespace weft::loop {

class StreamListener {
 public:
  struct Options {
    bool ipv6Only = false;   // else :: takes IPv4, too
    bool reusePort = false;  // several listeners share a port; the system spreads the connections
  };
  /// A connection, or why it could not be accepted.
  using Accept = std::function<void(Result<std::unique_ptr<StreamSocket>, SysError>)>;

  [[nodiscard]] static Result<std::unique_ptr<StreamListener>, SysError> bind(Loop& loop, const Endpoint& local,
                                                                              Options options);
  /// The file of a Unix-domain socket is removed when the listener closes.
  [[nodiscard]] static Result<std::unique_ptr<StreamListener>, SysError> bind(Loop& loop, std::string path);
  /// Takes a bound descriptor over; on failure it stays the caller's.
  [[nodiscard]] static Result<std::unique_ptr<StreamListener>, SysError> adopt(Loop& loop, int fd);
  ~StreamListener();
  StreamListener(const StreamListener&) = delete;
  StreamListener& operator=(const StreamListener&) = delete;

  /// EADDRINUSE may come as late as here.
  [[nodiscard]] Result<void, SysError> listen(int backlog, Accept accept);
  void close(StreamSocket::Closed closed = nullptr);
  void ref();
  void unref();
  bool hasRef() const;

  StreamSocket::Kind kind() const;
  [[nodiscard]] Result<Endpoint, SysError> localEndpoint() const;
  /// Lets everyone connect to a Unix-domain socket (`readable`, `writable`) whatever the umask.
  [[nodiscard]] Result<void, SysError> openToAll(bool readable, bool writable);
  int fd() const;

 private:
  struct State;
  explicit StreamListener(State* state) : state_(state) {}
  State* state_;
};

}  // namespace weft::loop
