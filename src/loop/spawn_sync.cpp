#include "loop/spawn_sync.h"

#include <signal.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <memory>
#include <string>

#include "base/check.h"
#include "loop/direct_spawn.h"
#include "loop/exit_watch.h"
#include "loop/spawn_request.h"

namespace weft::loop {

namespace {

constexpr size_t kChunkSize = size_t{64} * 1024;

class SyncRun {
 public:
  explicit SyncRun(const SyncSpawnOptions& options) : options_(options) {}
  SyncSpawnResult run();

 private:
  /// The parent's end of one pipe.
  struct Pipe {
    uv_pipe_t uv{};
    uv_write_t write{};
    uv_shutdown_t shutdown{};
    SyncRun* run = nullptr;
    std::vector<uint8_t> chunk, output;
    uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&uv); }
  };

  int startDirectly(SpawnRequest& request);
  int startByUv(SpawnRequest& request);
  void start(std::vector<int> fds);
  void openPipe(size_t index, int fd);
  void feed(Pipe& pipe, const std::vector<uint8_t>& input);
  void onChunk(Pipe& pipe, ssize_t count, const char* bytes);
  void stopWith(int error);
  void closePipe(Pipe& pipe);
  void close(uv_handle_t* handle) {
    if (!uv_is_closing(handle)) uv_close(handle, nullptr);
  }

  const SyncSpawnOptions& options_;
  uv_loop_t loop_{};
  uv_process_t process_{};
  uv_timer_t timer_{};
  ExitWatch watch_;
  bool isDirect_ = false;
  std::vector<std::unique_ptr<Pipe>> pipes_;  // null for what is no pipe
  SyncSpawnResult result_;
  size_t collected_ = 0;
  bool hasTimer_ = false;
};

void SyncRun::closePipe(Pipe& pipe) {
  close(reinterpret_cast<uv_handle_t*>(&pipe.uv));
}

// The first reason stands.
void SyncRun::stopWith(int error) {
  if (result_.error) return;
  result_.error = error;
  if (!result_.exit && uv_kill(result_.pid, options_.killSignal) != 0) uv_kill(result_.pid, SIGKILL);
  for (auto& pipe : pipes_)
    if (pipe) closePipe(*pipe);
  if (hasTimer_) close(reinterpret_cast<uv_handle_t*>(&timer_));
}

void SyncRun::onChunk(Pipe& pipe, ssize_t count, const char* bytes) {
  if (count == 0) return;
  if (count < 0) {
    closePipe(pipe);
    if (count != UV_EOF && count != UV_ECONNRESET) stopWith(static_cast<int>(-count));
    return;
  }
  pipe.output.insert(pipe.output.end(), bytes, bytes + count);
  collected_ += static_cast<size_t>(count);
  if (options_.maxBuffer > 0 && static_cast<double>(collected_) > options_.maxBuffer) stopWith(ENOBUFS);
}

void SyncRun::feed(Pipe& pipe, const std::vector<uint8_t>& input) {
  auto end = [](uv_stream_t* stream) {
    auto& self = *static_cast<Pipe*>(stream->data);
    if (!uv_is_closing(reinterpret_cast<uv_handle_t*>(stream))) uv_shutdown(&self.shutdown, stream, nullptr);
  };
  if (input.empty()) {
    end(pipe.stream());
    return;
  }
  auto* base = reinterpret_cast<char*>(const_cast<uint8_t*>(input.data()));
  uv_buf_t buffer = uv_buf_init(base, static_cast<unsigned>(input.size()));
  // A child that does not want its input closes the pipe: that is no failure.
  int status = uv_write(&pipe.write, pipe.stream(), &buffer, 1, [](uv_write_t* request, int failed) {
    auto& self = *static_cast<Pipe*>(request->handle->data);
    if (!failed && !uv_is_closing(reinterpret_cast<uv_handle_t*>(request->handle)))
      uv_shutdown(&self.shutdown, request->handle, nullptr);
  });
  if (status) closePipe(pipe);
}

void SyncRun::openPipe(size_t index, int fd) {
  pipes_[index] = std::make_unique<Pipe>();
  Pipe& pipe = *pipes_[index];
  pipe.run = this;
  uv_pipe_init(&loop_, &pipe.uv, 0);
  pipe.uv.data = &pipe;
  if (int status = uv_pipe_open(&pipe.uv, fd)) {
    ::close(fd);
    stopWith(-status);
    return;
  }
  auto allocate = [](uv_handle_t* handle, size_t, uv_buf_t* into) {
    auto& self = *static_cast<Pipe*>(handle->data);
    self.chunk.resize(kChunkSize);
    *into = uv_buf_init(reinterpret_cast<char*>(self.chunk.data()), kChunkSize);
  };
  auto read = [](uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
    auto& self = *static_cast<Pipe*>(stream->data);
    self.run->onChunk(self, count, buffer->base);
  };
  uv_read_start(pipe.stream(), allocate, read);
  static const std::vector<uint8_t> kNothing;
  feed(pipe, index < options_.inputs.size() ? options_.inputs[index] : kNothing);
}

void SyncRun::start(std::vector<int> fds) {
  pipes_.resize(fds.size());
  for (size_t i = 0; i < fds.size(); ++i)
    if (fds[i] >= 0) openPipe(i, fds[i]);
  if (options_.timeout == 0) return;
  uv_timer_init(&loop_, &timer_);
  timer_.data = this;
  hasTimer_ = true;
  uv_timer_start(
      &timer_, [](uv_timer_t* timer) { static_cast<SyncRun*>(timer->data)->stopWith(ETIMEDOUT); }, options_.timeout, 0);
  uv_unref(reinterpret_cast<uv_handle_t*>(&timer_));
}

int SyncRun::startDirectly(SpawnRequest& request) {
  int pid;
  if (int status = request.spawnDirectly(&pid)) return status;
  watch_.poll.data = this;
  return watch_.open(&loop_, pid, [](uv_poll_t* poll, int, int) {
    auto& self = *static_cast<SyncRun*>(poll->data);
    self.result_.exit = self.watch_.reap();
    self.close(reinterpret_cast<uv_handle_t*>(poll));
  });
}

int SyncRun::startByUv(SpawnRequest& request) {
  process_.data = this;
  int status = request.spawn(&loop_, &process_);
  if (status && process_.type == UV_PROCESS) close(reinterpret_cast<uv_handle_t*>(&process_));
  return status;
}

SyncSpawnResult SyncRun::run() {
  if (int status = uv_loop_init(&loop_)) {
    result_.error = -status;
    return std::move(result_);
  }
  SpawnRequest request(options_.spawn, [](uv_process_t* process, int64_t status, int signal) {
    auto& self = *static_cast<SyncRun*>(process->data);
    self.result_.exit = ChildProcess::Exit{status, signal, std::nullopt};
    self.close(reinterpret_cast<uv_handle_t*>(process));
  });
  isDirect_ = canSpawnDirectly(options_.spawn);
  if (int failed = isDirect_ ? startDirectly(request) : startByUv(request)) {
    result_.error = -failed;
  } else {
    result_.pid = isDirect_ ? watch_.pid : process_.pid;
    start(request.takePipes());
  }
  uv_run(&loop_, UV_RUN_DEFAULT);
  if (hasTimer_) close(reinterpret_cast<uv_handle_t*>(&timer_));
  uv_run(&loop_, UV_RUN_DEFAULT);
  CHECK(uv_loop_close(&loop_) == 0);
  for (auto& pipe : pipes_) {
    if (pipe)
      result_.outputs.emplace_back(std::move(pipe->output));
    else
      result_.outputs.emplace_back(std::nullopt);
  }
  return std::move(result_);
}

}  // namespace

SyncSpawnResult spawnSync(const SyncSpawnOptions& options) {
  SyncRun run(options);
  return run.run();
}

}  // namespace weft::loop
