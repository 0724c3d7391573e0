#include "loop/pipe_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "loop/uv_handle.h"

namespace weft::loop {

namespace {

constexpr size_t kChunkSize = size_t{64} * 1024;

Result<void, SysError> toResult(int status, const char* syscall) {
  if (status) return fail(uvError(status, syscall));
  return {};
}

/// What libuv sends or receives a descriptor with, whatever kind of socket it is of.
struct Carrier final : HandleState {
  explicit Carrier(Loop& loop) : HandleState(loop) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&pipe); }
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&pipe); }
  uv_pipe_t pipe{};
};

struct ReleaseCarrier {
  void operator()(Carrier* carrier) const { carrier->release(); }
};
using OwnedCarrier = std::unique_ptr<Carrier, ReleaseCarrier>;

OwnedCarrier makeCarrier(Loop& loop) {
  OwnedCarrier carrier(new Carrier(loop));
  if (uv_pipe_init(loop.uv(), &carrier->pipe, 0)) return nullptr;
  carrier->markOpened();
  return carrier;
}

}  // namespace

struct PipeStream::State final : HandleState {
  State(Loop& loop, Events events) : HandleState(loop), events(std::move(events)) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&pipe); }
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&pipe); }

  template <class Request>
  struct Pending {
    Request uv{};
    std::vector<uint8_t> bytes;
    Done done;
    OwnedCarrier carrier;
  };
  template <class Request>
  static void finish(Request* request, int status, const char* syscall) {
    std::unique_ptr<Pending<Request>> owned(static_cast<Pending<Request>*>(request->data));
    auto& state = HandleState::of<State>(request->handle);
    state.loop().enter([&] {
      if (state.isWatched) owned->done(toResult(status, syscall));
    });
  }
  static void onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);

  uv_pipe_t pipe{};
  Events events;
  std::vector<uint8_t> buffer;
  bool isWatched = true;  // the wrapper is still there
};

void PipeStream::State::onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  auto& state = HandleState::of<State>(stream);
  if (!state.isOpen() || !state.isWatched || count == 0) return;
  if (count < 0) uv_read_stop(stream);
  state.loop().enter([&] {
    if (count > 0)
      state.events.data({reinterpret_cast<uint8_t*>(buffer->base), static_cast<size_t>(count)});
    else if (count == UV_EOF)
      state.events.end();
    else
      state.events.error(uvError(static_cast<int>(count), "read"));
  });
}

Result<std::unique_ptr<PipeStream>, SysError> PipeStream::adopt(Loop& loop, int fd, Use use, Events events) {
  auto* state = new State(loop, std::move(events));
  std::unique_ptr<PipeStream> stream(new PipeStream(state));
  if (int status = uv_pipe_init(loop.uv(), &state->pipe, use == Use::Channel)) {
    ::close(fd);
    return fail(uvError(status, "uv_pipe_init"));
  }
  state->markOpened();
  int flags = fcntl(fd, F_GETFD);
  if (flags < 0 || fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0) return fail(SysError{errno, "fcntl", {}, {}});
  if (int status = uv_pipe_open(&state->pipe, fd)) {
    ::close(fd);
    return fail(uvError(status, "open"));
  }
  return stream;
}

PipeStream::~PipeStream() {
  state_->isWatched = false;
  state_->release();
}

Result<void, SysError> PipeStream::start() {
  if (!state_->isOpen()) return fail(SysError{EBADF, "read", {}, {}});
  auto allocate = [](uv_handle_t* handle, size_t, uv_buf_t* into) {
    auto& state = HandleState::of<State>(handle);
    state.buffer.resize(kChunkSize);
    *into = uv_buf_init(reinterpret_cast<char*>(state.buffer.data()), kChunkSize);
  };
  int status = uv_read_start(state_->stream(), allocate, &State::onRead);
  return toResult(status == UV_EALREADY ? 0 : status, "read");
}

void PipeStream::stop() {
  if (state_->isOpen()) uv_read_stop(state_->stream());
}

Result<bool, SysError> PipeStream::write(std::vector<uint8_t> bytes, Done done) {
  if (!state_->isOpen()) return fail(SysError{EBADF, "write", {}, {}});
  uv_buf_t buffer = uv_buf_init(reinterpret_cast<char*>(bytes.data()), static_cast<unsigned>(bytes.size()));
  if (bytes.empty()) return true;
  int written = uv_try_write(state_->stream(), &buffer, 1);
  if (written < 0 && written != UV_EAGAIN) return fail(uvError(written, "write"));
  if (written > 0) {
    if (static_cast<size_t>(written) == bytes.size()) return true;
    buffer.base += written;
    buffer.len -= static_cast<size_t>(written);
  }
  auto request = std::make_unique<State::Pending<uv_write_t>>();
  request->uv.data = request.get();
  request->bytes = std::move(bytes);  // keeps its memory, and so the buffer's
  request->done = std::move(done);
  int status = uv_write(&request->uv, state_->stream(), &buffer, 1,
                        [](uv_write_t* r, int result) { State::finish(r, result, "write"); });
  if (status) return fail(uvError(status, "write"));
  (void)request.release();
  return false;
}

Result<void, SysError> PipeStream::writeWith(int descriptor, std::vector<uint8_t> bytes, Done done) {
  if (!state_->isOpen()) return fail(SysError{EBADF, "write", {}, {}});
  auto request = std::make_unique<State::Pending<uv_write_t>>();
  request->uv.data = request.get();
  request->bytes = std::move(bytes);
  request->done = std::move(done);
  request->carrier = makeCarrier(state_->loop());
  if (!request->carrier) return fail(SysError{ENOMEM, "write", {}, {}});
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return fail(SysError{errno, "dup", {}, {}});
  if (int status = uv_pipe_open(&request->carrier->pipe, copy)) {
    ::close(copy);
    return fail(uvError(status, "write"));
  }
  uv_buf_t buffer =
      uv_buf_init(reinterpret_cast<char*>(request->bytes.data()), static_cast<unsigned>(request->bytes.size()));
  int status = uv_write2(&request->uv, state_->stream(), &buffer, 1, request->carrier->stream(),
                         [](uv_write_t* r, int result) { State::finish(r, result, "write"); });
  if (status) return fail(uvError(status, "write"));
  (void)request.release();
  return {};
}

std::optional<int> PipeStream::takeDescriptor() {
  if (!state_->isOpen() || uv_pipe_pending_count(&state_->pipe) == 0) return std::nullopt;
  OwnedCarrier carrier = makeCarrier(state_->loop());
  uv_os_fd_t fd;
  if (!carrier || uv_accept(state_->stream(), carrier->stream()) || uv_fileno(carrier->uvHandle(), &fd))
    return std::nullopt;
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return std::nullopt;
  return copy;
}

Result<void, SysError> PipeStream::shutdown(Done done) {
  if (!state_->isOpen()) return fail(SysError{ENOTCONN, "shutdown", {}, {}});
  auto request = std::make_unique<State::Pending<uv_shutdown_t>>();
  request->uv.data = request.get();
  request->done = std::move(done);
  int status = uv_shutdown(&request->uv, state_->stream(),
                           [](uv_shutdown_t* r, int result) { State::finish(r, result, "shutdown"); });
  if (status) return fail(uvError(status, "shutdown"));
  (void)request.release();
  return {};
}

void PipeStream::close() {
  state_->close();
}
void PipeStream::ref() {
  state_->setRef(true);
}
void PipeStream::unref() {
  state_->setRef(false);
}
bool PipeStream::hasRef() const {
  return state_->hasRef();
}

int PipeStream::fd() const {
  uv_os_fd_t fd;
  return state_->isOpen() && uv_fileno(state_->uvHandle(), &fd) == 0 ? fd : -1;
}

}  // namespace weft::loop
