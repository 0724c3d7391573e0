#include "loop/input_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "loop/standard_io.h"
#include "loop/uv_handle.h"

namespace weft::loop {

namespace {

constexpr size_t kChunkSize = 64 * 1024;

/// A pipe, socket or terminal.
class ReadableDescriptor final : public InputStream {
 public:
  ReadableDescriptor(Loop& loop, Events events) : state_(new State(loop, std::move(events))) {}
  ~ReadableDescriptor() override { state_->release(); }

  Result<void, SysError> init(int fd, DescriptorKind kind);
  void start() override;
  void stop() override;
  void ref() override { state_->setRef(true); }
  void unref() override { state_->setRef(false); }
  Result<void, SysError> setRawMode(bool raw) override;

 private:
  struct State final : HandleState {
    State(Loop& loop, Events events) : HandleState(loop), events(std::move(events)) {}
    uv_handle_t* uvHandle() override { return &uv.handle; }

    union {
      uv_handle_t handle;
      uv_stream_t stream;
      uv_pipe_t pipe;
      uv_tcp_t tcp;
      uv_tty_t tty;
    } uv{};
    Events events;
    std::vector<uint8_t> buffer;
    int fd = -1;
    bool isTerminal = false;
  };

  static void onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);

  State* state_;
};

// libuv closes the descriptor with the handle, so it gets one of its own. (It does not close 0, 1 and 2, and
// opens a terminal anew.)
Result<int, SysError> duplicate(int fd) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return fail(SysError{errno, "fcntl", {}, {}});
  return copy;
}

Result<void, SysError> ReadableDescriptor::init(int fd, DescriptorKind kind) {
  State& state = *state_;
  uv_loop_t* uv = state.loop().uv();
  rememberStandardIo(fd);
  state.fd = fd;
  if (kind == DescriptorKind::Terminal) {
    state.isTerminal = true;
    if (int status = uv_tty_init(uv, &state.uv.tty, fd, 0)) return fail(uvError(status, "uv_tty_init"));
    state.markOpened();
    return {};
  }
  auto copy = duplicate(fd);
  if (!copy) return fail(copy.error());
  int status;
  if (kind == DescriptorKind::Socket) {
    uv_tcp_init(uv, &state.uv.tcp);
    state.markOpened();
    status = uv_tcp_open(&state.uv.tcp, *copy);
  } else {
    uv_pipe_init(uv, &state.uv.pipe, 0);
    state.markOpened();
    status = uv_pipe_open(&state.uv.pipe, *copy);
  }
  if (status) {
    ::close(*copy);
    return fail(uvError(status, "open"));
  }
  return {};
}

void ReadableDescriptor::onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  State& state = HandleState::of<State>(stream);
  if (!state.isOpen() || count == 0) return;
  if (count < 0) uv_read_stop(stream);
  state.loop().enter([&] {
    if (count > 0)
      state.events.data({reinterpret_cast<uint8_t*>(buffer->base), static_cast<size_t>(count)});
    else if (count == UV_EOF || (state.isTerminal && count == UV_EIO))  // EIO: the terminal has gone
      state.events.end();
    else
      state.events.error(uvError(static_cast<int>(count), "read"));
  });
}

void ReadableDescriptor::start() {
  if (!state_->isOpen()) return;
  auto allocate = [](uv_handle_t* handle, size_t, uv_buf_t* into) {
    State& state = HandleState::of<State>(handle);
    state.buffer.resize(kChunkSize);
    *into = uv_buf_init(reinterpret_cast<char*>(state.buffer.data()), kChunkSize);
  };
  uv_read_start(&state_->uv.stream, allocate, &onRead);
}

void ReadableDescriptor::stop() {
  if (state_->isOpen()) uv_read_stop(&state_->uv.stream);
}

Result<void, SysError> ReadableDescriptor::setRawMode(bool raw) {
  if (!state_->isTerminal || !state_->isOpen()) return InputStream::setRawMode(raw);
  rememberStandardIo(state_->fd);
  if (int status = uv_tty_set_mode(&state_->uv.tty, raw ? UV_TTY_MODE_RAW : UV_TTY_MODE_NORMAL))
    return fail(uvError(status, "setRawMode"));
  return {};
}

/// A regular file or a device without readiness: one read at a time on the thread pool.
class ReadableFile final : public InputStream {
 public:
  ReadableFile(Loop& loop, int fd, Events events) : state_(std::make_shared<State>(loop, fd, std::move(events))) {}
  ~ReadableFile() override { state_->flowing = false; }

  void start() override {
    state_->flowing = true;
    readNext(state_);
  }
  void stop() override { state_->flowing = false; }
  void ref() override {}
  void unref() override {}

 private:
  struct State {
    State(Loop& loop, int fd, Events events) : loop(loop), fd(fd), events(std::move(events)) {}
    Loop& loop;
    int fd;
    Events events;
    std::vector<uint8_t> buffer = std::vector<uint8_t>(kChunkSize);
    Result<size_t, SysError> result{size_t{0}};
    bool flowing = false, reading = false, undelivered = false, finished = false;
  };

  static void readNext(const std::shared_ptr<State>& state);
  static void deliver(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
};

void ReadableFile::readNext(const std::shared_ptr<State>& state) {
  if (!state->flowing || state->reading || state->finished) return;
  state->reading = true;
  // What was read while the stream was stopped is delivered first, and never inside start().
  bool needsRead = !state->undelivered;
  state->loop.queueWork(
      [state, needsRead] {
        if (needsRead) state->result = readSome(state->fd, state->buffer);
      },
      [state] {
        state->reading = false;
        state->undelivered = true;
        if (state->flowing) deliver(state);
      });
}

void ReadableFile::deliver(const std::shared_ptr<State>& state) {
  state->undelivered = false;
  Result<size_t, SysError>& result = state->result;
  if (result && *result > 0) {
    state->events.data({state->buffer.data(), *result});
    readNext(state);
    return;
  }
  state->finished = true;
  if (result)
    state->events.end();
  else
    state->events.error(result.error());
}

}  // namespace

Result<void, SysError> InputStream::setRawMode(bool) {
  return fail(SysError{ENOTTY, "setRawMode", {}, {}});
}

Result<std::unique_ptr<InputStream>, SysError> InputStream::open(Loop& loop, int fd, Events events) {
  DescriptorKind kind = descriptorKind(fd);
  if (kind == DescriptorKind::Unknown && fcntl(fd, F_GETFD) == -1) return fail(SysError{EBADF, "open", {}, {}});
  if (kind == DescriptorKind::File || kind == DescriptorKind::Unknown)
    return std::make_unique<ReadableFile>(loop, fd, std::move(events));
  auto stream = std::make_unique<ReadableDescriptor>(loop, std::move(events));
  if (auto opened = stream->init(fd, kind); !opened) return fail(opened.error());
  return stream;
}

}  // namespace weft::loop
