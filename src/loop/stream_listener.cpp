#include "loop/stream_listener.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "loop/stream_state.h"
#include "loop/uv_address.h"

namespace weft::loop {

struct StreamListener::State final : SocketState {
  using SocketState::SocketState;
  void onClosing() override {
    SocketState::onClosing();
    if (!path.empty() && path[0] != '\0') ::unlink(path.c_str());
  }

  std::string path;
  Accept accept;
};

namespace {

Result<void, SysError> toResult(int status) {
  if (status) return fail(uvError(status, "listen"));
  return {};
}

bool isUnix(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  return getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0 && address.ss_family == AF_UNIX;
}

}  // namespace

Result<std::unique_ptr<StreamListener>, SysError> StreamListener::bind(Loop& loop, const Endpoint& local,
                                                                       Options options) {
  auto address = toSystem(local, "listen");
  if (!address) return fail(address.error());
  auto* state = new State(loop, StreamSocket::Kind::Tcp);
  std::unique_ptr<StreamListener> listener(new StreamListener(state));
  if (options.reusePort) {
    // The option must be there before the port is taken.
    int fd = ::socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0) return fail(SysError{errno, "listen", {}, {}});
    int status = setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) ? -errno : uv_tcp_open(&state->uv.tcp, fd);
    if (status) {
      ::close(fd);
      return fail(uvError(status, "listen"));
    }
  }
  unsigned flags = options.ipv6Only ? unsigned{UV_TCP_IPV6ONLY} : 0;
  if (auto bound = toResult(uv_tcp_bind(&state->uv.tcp, &address->any, flags)); !bound) return fail(bound.error());
  return listener;
}

Result<std::unique_ptr<StreamListener>, SysError> StreamListener::bind(Loop& loop, std::string path) {
  auto address = toSystem(path, "listen");
  if (!address) return fail(address.error());
  auto* state = new State(loop, StreamSocket::Kind::Unix);
  std::unique_ptr<StreamListener> listener(new StreamListener(state));
  int status = state->openUnix(*address, UnixUse::Bind);
  // As libuv says it: a folder that is not there is one that may not be written to.
  if (status) return fail(uvError(status == -ENOENT ? -EACCES : status, "listen"));
  state->path = std::move(path);
  return listener;
}

Result<std::unique_ptr<StreamListener>, SysError> StreamListener::adopt(Loop& loop, int fd) {
  auto kind = isUnix(fd) ? StreamSocket::Kind::Unix : StreamSocket::Kind::Tcp;
  auto* state = new State(loop, kind);
  std::unique_ptr<StreamListener> listener(new StreamListener(state));
  int status = kind == StreamSocket::Kind::Tcp ? uv_tcp_open(&state->uv.tcp, fd) : uv_pipe_open(&state->uv.pipe, fd);
  if (auto opened = toResult(status); !opened) return fail(opened.error());
  return listener;
}

StreamListener::~StreamListener() {
  state_->accept = nullptr;
  state_->release();
}

Result<void, SysError> StreamListener::listen(int backlog, Accept accept) {
  if (!state_->isOpen()) return toResult(UV_EBADF);
  state_->accept = std::move(accept);
  return toResult(uv_listen(&state_->uv.stream, backlog, [](uv_stream_t* stream, int status) {
    auto& state = HandleState::of<State>(stream);
    if (!state.isOpen() || !state.accept) return;
    state.loop().enter([&] {
      // The callback may destroy the listener, and with it the function that runs.
      Accept accept = state.accept;
      if (status) return accept(fail(uvError(status, "accept")));
      auto socket = std::make_unique<StreamSocket>(state.loop(), state.kind);
      if (int refused = uv_accept(stream, &socket->state_->uv.stream)) return accept(fail(uvError(refused, "accept")));
      accept(std::move(socket));
    });
  }));
}

void StreamListener::close(StreamSocket::Closed closed) {
  if (!state_->isOpen()) return;
  state_->closed = std::move(closed);
  state_->close();
}

void StreamListener::ref() {
  state_->setRef(true);
}
void StreamListener::unref() {
  state_->setRef(false);
}
bool StreamListener::hasRef() const {
  return state_->hasRef();
}
StreamSocket::Kind StreamListener::kind() const {
  return state_->kind;
}
int StreamListener::fd() const {
  return state_->fd();
}

Result<Endpoint, SysError> StreamListener::localEndpoint() const {
  if (!state_->isOpen()) return fail(SysError{EBADF, "getsockname", {}, {}});
  if (state_->kind != StreamSocket::Kind::Tcp) return fail(SysError{ENOTSUP, "getsockname", {}, {}});
  return askEndpoint(uv_tcp_getsockname, &state_->uv.tcp, "getsockname");
}

Result<void, SysError> StreamListener::openToAll(bool readable, bool writable) {
  struct ::stat info{};
  mode_t mode = (readable ? S_IRUSR | S_IRGRP | S_IROTH : 0) | (writable ? S_IWUSR | S_IWGRP | S_IWOTH : 0);
  if (::stat(state_->path.c_str(), &info) || ::chmod(state_->path.c_str(), (info.st_mode | mode) & 07777))
    return fail(SysError{errno, "uv_pipe_chmod", {}, {}});
  return {};
}

}  // namespace weft::loop
