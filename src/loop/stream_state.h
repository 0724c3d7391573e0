#pragma once
// Private to src/loop: what a StreamSocket and a StreamListener have in common, the handle of libuv.

#include <memory>
#include <string>

#include "loop/stream_socket.h"
#include "loop/uv_address.h"
#include "loop/uv_handle.h"

namespace weft::loop {

enum class UnixUse : uint8_t { Bind, Connect };

struct SocketState : HandleState {
  SocketState(Loop& loop, StreamSocket::Kind kind);

  uv_handle_t* uvHandle() override { return &uv.handle; }
  void onClosing() override { connectHold.release(); }
  void onClosed() override;

  int fd() const {
    uv_os_fd_t fd;
    return isOpen() && uv_fileno(&uv.handle, &fd) == 0 ? fd : -1;
  }
  /// Binds or connects a new descriptor, which becomes the handle's: libuv itself cuts long paths and knows no
  /// abstract names. An error of libuv's, or 0.
  int openUnix(const SystemAddress& address, UnixUse use);

  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  } uv{};
  StreamSocket::Kind kind;
  bool reading = false;
  StreamSocket::Client* client = nullptr;
  uint64_t bytesRead = 0, bytesWritten = 0;
  StreamSocket::Closed closed;

  // A connection over a Unix-domain socket that is still to be told of.
  StreamSocket::Done connected;
  KeepAlive connectHold;
  std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

}  // namespace weft::loop
