#include "loop/child_process.h"

#include "loop/direct_spawn.h"
#include "loop/exit_watch.h"
#include "loop/spawn_request.h"
#include "loop/uv_handle.h"

namespace weft::loop {

struct ChildProcess::State final : HandleState {
  State(Loop& loop, std::function<void(Exit)> exited) : HandleState(loop), exited(std::move(exited)) {}
  uv_handle_t* uvHandle() override {
    return isDirect ? reinterpret_cast<uv_handle_t*>(&watch.poll) : reinterpret_cast<uv_handle_t*>(&process);
  }

  /// 0 or a negative error number.
  int startDirectly(SpawnRequest& request);
  int startByUv(SpawnRequest& request);
  void tell(Exit exit) {
    hasExited = true;
    if (isOpen()) loop().enter([&] { exited(exit); });
  }

  bool isDirect = false;
  uv_process_t process{};
  ExitWatch watch;
  std::function<void(Exit)> exited;
  bool hasExited = false;
};

int ChildProcess::State::startDirectly(SpawnRequest& request) {
  isDirect = true;
  int pid;
  if (int status = request.spawnDirectly(&pid)) return status;
  int status = watch.open(loop().uv(), pid, [](uv_poll_t* poll, int, int) {
    uv_poll_stop(poll);
    auto& self = HandleState::of<State>(poll);
    self.tell(self.watch.reap());
  });
  if (status == 0) markOpened();
  return status;
}

int ChildProcess::State::startByUv(SpawnRequest& request) {
  int status = request.spawn(loop().uv(), &process);
  // libuv has initialised the handle in any case, unless it was not asked.
  if (process.type == UV_PROCESS) markOpened();
  return status;
}

ChildProcess::Started ChildProcess::start(Loop& loop, const SpawnOptions& options, std::function<void(Exit)> exited) {
  auto* state = new State(loop, std::move(exited));
  std::unique_ptr<ChildProcess> child(new ChildProcess(state));
  SpawnRequest request(options, [](uv_process_t* process, int64_t status, int signal) {
    HandleState::of<State>(process).tell({status, signal, std::nullopt});
  });
  int status = canSpawnDirectly(options) ? state->startDirectly(request) : state->startByUv(request);
  Started started;
  started.pipes = request.takePipes();
  if (status)
    started.error = -status;
  else
    started.process = std::move(child);
  return started;
}

ChildProcess::~ChildProcess() {
  state_->release();
}

int ChildProcess::pid() const {
  return state_->isDirect ? state_->watch.pid : state_->process.pid;
}

Result<void, SysError> ChildProcess::kill(int signal) {
  // After its end the number may be another process's.
  if (!state_->isOpen() || state_->hasExited) return fail(SysError{ESRCH, "kill", {}, {}});
  if (int status = uv_kill(pid(), signal)) return fail(uvError(status, "kill"));
  return {};
}

void ChildProcess::ref() {
  state_->setRef(true);
}
void ChildProcess::unref() {
  state_->setRef(false);
}
bool ChildProcess::hasRef() const {
  return state_->hasRef();
}

}  // namespace weft::loop
