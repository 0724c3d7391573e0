#include "loop/stream_socket.h"

#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "loop/stream_state.h"
#include "loop/uv_address.h"

namespace weft::loop {

namespace {

/// libuv's view of chunks; few of them cost no memory.
class Vectors {
 public:
  /// `skip` bytes have been written already.
  explicit Vectors(std::span<const StreamSocket::Bytes> chunks, size_t skip = 0) {
    if (chunks.size() > few_.size()) many_.resize(chunks.size());
    uv_buf_t* out = data();
    for (StreamSocket::Bytes chunk : chunks) {
      size_t taken = std::min(skip, chunk.size());
      skip -= taken;
      chunk = chunk.subspan(taken);
      if (chunk.empty()) continue;
      // libuv takes no const: it only reads.
      auto* base = reinterpret_cast<char*>(const_cast<uint8_t*>(chunk.data()));
      out[count_++] = {base, chunk.size()};
      total_ += chunk.size();
    }
  }
  uv_buf_t* data() { return many_.empty() ? few_.data() : many_.data(); }
  unsigned count() const { return count_; }
  size_t total() const { return total_; }

 private:
  std::array<uv_buf_t, 8> few_;
  std::vector<uv_buf_t> many_;
  unsigned count_ = 0;
  size_t total_ = 0;
};

struct WriteRequest {
  uv_write_t uv{};
  StreamSocket::Client* client;
  std::shared_ptr<void> keep;
};

template <class Request>
struct DoneRequest {
  Request uv{};
  StreamSocket::Done done;
};

Result<void, SysError> toResult(int status, const char* syscall) {
  if (status) return fail(uvError(status, syscall));
  return {};
}

SysError closedError(const char* syscall) {
  return SysError{EBADF, syscall, {}, {}};
}

void onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  auto& state = HandleState::of<SocketState>(stream);
  if (!state.isOpen() || count == 0 || !state.client) return;
  state.loop().enter([&] {
    if (count > 0) {
      state.bytesRead += static_cast<uint64_t>(count);
      state.client->onData({reinterpret_cast<const uint8_t*>(buffer->base), static_cast<size_t>(count)});
      return;
    }
    state.reading = false;
    uv_read_stop(stream);
    if (count == UV_EOF)
      state.client->onEnd();
    else
      state.client->onError(uvError(static_cast<int>(count), "read"));
  });
}

void onAllocate(uv_handle_t* handle, size_t, uv_buf_t* into) {
  auto& state = HandleState::of<SocketState>(handle);
  std::span<uint8_t> room = state.client ? state.client->readBuffer() : std::span<uint8_t>();
  if (room.empty()) room = state.loop().readBuffer();
  *into = uv_buf_init(reinterpret_cast<char*>(room.data()), static_cast<unsigned>(room.size()));
}

void onWritten(uv_write_t* request, int status) {
  std::unique_ptr<WriteRequest> owned(static_cast<WriteRequest*>(request->data));
  auto& state = HandleState::of<SocketState>(request->handle);
  state.loop().enter([&] {
    owned->keep.reset();
    if (state.isReleased() || !state.client) return;
    if (status)
      state.client->onError(uvError(status, "write"));
    else if (uv_stream_get_write_queue_size(&state.uv.stream) == 0)
      state.client->onDrain();
  });
}

template <class Request>
void onDone(Request* request, int status, const char* syscall) {
  std::unique_ptr<DoneRequest<Request>> owned(static_cast<DoneRequest<Request>*>(request->data));
  auto& state = HandleState::of<SocketState>(request->handle);
  state.loop().enter([&] {
    if (!state.isReleased()) owned->done(toResult(status, syscall));
  });
}

/// Whether a TCP connection stands and has nothing queued.
bool canSend(const SocketState& state) {
  return state.kind == StreamSocket::Kind::Tcp && uv_is_writable(&state.uv.stream) &&
         uv_stream_get_write_queue_size(&state.uv.stream) == 0;
}

/// As uv_try_write(), which write(2)s: the system has less to do for a send.
ssize_t sendNow(const SocketState& state, const uv_buf_t& chunk) {
  ssize_t sent;
  do {
    sent = ::send(state.fd(), chunk.base, chunk.len, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

}  // namespace

SocketState::SocketState(Loop& loop, StreamSocket::Kind kind) : HandleState(loop), kind(kind) {
  if (kind == StreamSocket::Kind::Tcp)
    uv_tcp_init(loop.uv(), &uv.tcp);
  else
    uv_pipe_init(loop.uv(), &uv.pipe, 0);
  markOpened();
}

void SocketState::onClosed() {
  if (closed) loop().enter(std::exchange(closed, nullptr));
}

int SocketState::openUnix(const SystemAddress& address, UnixUse use) {
  int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  int failed;
  do {
    failed = use == UnixUse::Bind ? ::bind(fd, &address.any, address.size) : ::connect(fd, &address.any, address.size);
  } while (failed && errno == EINTR);
  int status = failed ? -errno : uv_pipe_open(&uv.pipe, fd);
  if (status) ::close(fd);
  return status;
}

StreamSocket::StreamSocket(Loop& loop, Kind kind) : state_(new SocketState(loop, kind)) {}

StreamSocket::~StreamSocket() {
  state_->client = nullptr;
  state_->release();
}

Result<void, SysError> StreamSocket::adopt(int fd) {
  if (!state_->isOpen()) return fail(closedError("open"));
  return toResult(state_->kind == Kind::Tcp ? uv_tcp_open(&state_->uv.tcp, fd) : uv_pipe_open(&state_->uv.pipe, fd),
                  "open");
}

StreamSocket::Kind StreamSocket::kind() const {
  return state_->kind;
}
void StreamSocket::setClient(Client* client) {
  state_->client = client;
}

Result<void, SysError> StreamSocket::bind(const Endpoint& local, Protocol protocol) {
  if (!state_->isOpen() || state_->kind != Kind::Tcp) return fail(closedError("bind"));
  auto address = toSystem(local, "bind");
  if (!address) return fail(address.error());
  return toResult(
      uv_tcp_bind(&state_->uv.tcp, &address->any, protocol == Protocol::IPv6Only ? unsigned{UV_TCP_IPV6ONLY} : 0),
      "bind");
}

Result<void, SysError> StreamSocket::connect(const Endpoint& peer, Done done) {
  if (!state_->isOpen() || state_->kind != Kind::Tcp) return fail(closedError("connect"));
  auto address = toSystem(peer, "connect");
  if (!address) return fail(address.error());
  auto request = std::make_unique<DoneRequest<uv_connect_t>>();
  request->uv.data = request.get();
  request->done = std::move(done);
  int status = uv_tcp_connect(&request->uv, &state_->uv.tcp, &address->any,
                              [](uv_connect_t* request, int status) { onDone(request, status, "connect"); });
  if (status == 0) (void)request.release();
  return toResult(status, "connect");
}

Result<void, SysError> StreamSocket::connect(std::string_view path, Done done) {
  if (!state_->isOpen() || state_->kind != Kind::Unix) return fail(closedError("connect"));
  auto address = toSystem(path, "connect");
  if (!address) return fail(address.error());
  // Such a connection is made, or fails, at once; the caller hears of it from the loop all the same.
  int status = state_->openUnix(*address, UnixUse::Connect);
  state_->connected = std::move(done);
  state_->connectHold = state_->loop().keepAlive();
  state_->loop().post([status, alive = std::weak_ptr(state_->alive), state = state_] {
    if (alive.expired()) return;
    state->connectHold.release();
    if (Done done = std::exchange(state->connected, nullptr))
      done(toResult(state->isOpen() ? status : UV_ECANCELED, "connect"));
  });
  return {};
}

Result<void, SysError> StreamSocket::startReading() {
  if (!state_->isOpen()) return fail(closedError("read"));
  int status = uv_read_start(&state_->uv.stream, onAllocate, onRead);
  state_->reading = status == 0 || status == UV_EALREADY;
  return toResult(status == UV_EALREADY ? 0 : status, "read");
}

void StreamSocket::stopReading() {
  state_->reading = false;
  if (state_->isOpen()) uv_read_stop(&state_->uv.stream);
}

bool StreamSocket::isReading() const {
  return state_->reading;
}

Result<size_t, SysError> StreamSocket::tryWrite(std::span<const Bytes> chunks) {
  if (!state_->isOpen()) return fail(closedError("write"));
  Vectors vectors(chunks);
  size_t written = 0;
  if (vectors.count() > 0) {
    ssize_t result = vectors.count() == 1 && canSend(*state_)
                         ? sendNow(*state_, *vectors.data())
                         : uv_try_write(&state_->uv.stream, vectors.data(), vectors.count());
    if (result < 0 && result != UV_EAGAIN && result != UV_ENOSYS)
      return fail(uvError(static_cast<int>(result), "write"));
    if (result > 0) written = static_cast<size_t>(result);
  }
  state_->bytesWritten += written;
  return written;
}

Result<void, SysError> StreamSocket::queueWrite(std::span<const Bytes> chunks, std::shared_ptr<void> keep) {
  if (!state_->isOpen()) return fail(closedError("write"));
  Vectors vectors(chunks);
  auto request = std::make_unique<WriteRequest>();
  request->uv.data = request.get();
  request->keep = std::move(keep);
  int status = uv_write(&request->uv, &state_->uv.stream, vectors.data(), vectors.count(), onWritten);
  if (status) return fail(uvError(status, "write"));
  (void)request.release();
  state_->bytesWritten += vectors.total();
  return {};
}

Result<size_t, SysError> StreamSocket::write(std::span<const Bytes> chunks) {
  auto written = tryWrite(chunks);
  if (!written) return fail(written.error());
  Vectors rest(chunks, *written);
  if (rest.count() == 0) return 0;
  auto copy = std::make_shared_for_overwrite<uint8_t[]>(rest.total());
  size_t at = 0;
  for (unsigned i = 0; i < rest.count(); ++i) {
    memcpy(copy.get() + at, rest.data()[i].base, rest.data()[i].len);
    at += rest.data()[i].len;
  }
  const Bytes joined[] = {{copy.get(), at}};
  if (auto queued = queueWrite(joined, copy); !queued) return fail(queued.error());
  return at;
}

Result<size_t, SysError> StreamSocket::trySendFile(int file, int64_t offset, size_t size) {
  int fd = state_->fd();
  if (fd < 0) return fail(closedError("sendfile"));
  if (queuedBytes() > 0 || size == 0) return 0;
  off_t at = offset;
  ssize_t sent;
  do {
    sent = ::sendfile(fd, file, &at, size);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0 && errno == EAGAIN) return 0;
  if (sent <= 0) return fail(SysError{sent < 0 ? errno : ENODATA, "sendfile", {}, {}});
  state_->bytesWritten += static_cast<uint64_t>(sent);
  return static_cast<size_t>(sent);
}

size_t StreamSocket::queuedBytes() const {
  return uv_stream_get_write_queue_size(&state_->uv.stream);
}
uint64_t StreamSocket::bytesRead() const {
  return state_->bytesRead;
}
uint64_t StreamSocket::bytesWritten() const {
  return state_->bytesWritten;
}

Result<void, SysError> StreamSocket::shutdown(Done done) {
  if (!state_->isOpen()) return fail(SysError{ENOTCONN, "shutdown", {}, {}});
  auto request = std::make_unique<DoneRequest<uv_shutdown_t>>();
  request->uv.data = request.get();
  request->done = std::move(done);
  int status = uv_shutdown(&request->uv, &state_->uv.stream,
                           [](uv_shutdown_t* request, int status) { onDone(request, status, "shutdown"); });
  if (status == 0) (void)request.release();
  return toResult(status, "shutdown");
}

void StreamSocket::close(Closed closed) {
  if (!state_->isOpen()) return;
  state_->reading = false;
  state_->closed = std::move(closed);
  state_->close();
}

Result<void, SysError> StreamSocket::reset(Closed closed) {
  if (!state_->isOpen()) return fail(closedError("reset"));
  if (state_->kind != Kind::Tcp) return fail(SysError{ENOTSUP, "reset", {}, {}});
  linger never{1, 0};
  int failed = 0;
  if (int fd = state_->fd(); fd >= 0) failed = setsockopt(fd, SOL_SOCKET, SO_LINGER, &never, sizeof never);
  int status = failed ? errno : 0;
  close(std::move(closed));
  return toResult(-status, "reset");
}

Result<void, SysError> StreamSocket::setNoDelay(bool on) {
  if (!state_->isOpen() || state_->kind != Kind::Tcp) return fail(closedError("setNoDelay"));
  return toResult(uv_tcp_nodelay(&state_->uv.tcp, on), "setNoDelay");
}

Result<void, SysError> StreamSocket::setKeepAlive(bool on, unsigned seconds) {
  if (!state_->isOpen() || state_->kind != Kind::Tcp) return fail(closedError("setKeepAlive"));
  int fd = state_->fd();
  int value = on;
  if (fd < 0) return fail(closedError("setKeepAlive"));
  if (on && seconds > 0) return toResult(uv_tcp_keepalive(&state_->uv.tcp, 1, seconds), "setKeepAlive");
  return toResult(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, sizeof value) ? -errno : 0, "setKeepAlive");
}

void StreamSocket::ref() {
  state_->setRef(true);
}
void StreamSocket::unref() {
  state_->setRef(false);
}
bool StreamSocket::hasRef() const {
  return state_->hasRef();
}

Result<Endpoint, SysError> StreamSocket::localEndpoint() const {
  if (!state_->isOpen()) return fail(closedError("getsockname"));
  if (state_->kind != Kind::Tcp) return fail(SysError{ENOTSUP, "getsockname", {}, {}});
  return askEndpoint(uv_tcp_getsockname, &state_->uv.tcp, "getsockname");
}

Result<Endpoint, SysError> StreamSocket::remoteEndpoint() const {
  if (!state_->isOpen()) return fail(closedError("getpeername"));
  if (state_->kind != Kind::Tcp) return fail(SysError{ENOTSUP, "getpeername", {}, {}});
  return askEndpoint(uv_tcp_getpeername, &state_->uv.tcp, "getpeername");
}

int StreamSocket::fd() const {
  return state_->fd();
}

}  // namespace weft::loop
