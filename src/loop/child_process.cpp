#include "loop/child_process.h"

#include "loop/exit_usage.h"
#include "loop/spawn_request.h"
#include "loop/uv_handle.h"

namespace weft::loop {

struct ChildProcess::State final : HandleState {
  State(Loop& loop, std::function<void(Exit)> exited) : HandleState(loop), exited(std::move(exited)) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&process); }

  void onClosing() override { takeUsage(); }
  std::optional<ChildUsage> takeUsage() {
    if (!usage) return std::nullopt;
    std::optional<ChildUsage> taken = usage->usage();
    usage->close();
    usage = nullptr;
    return taken;
  }

  uv_process_t process{};
  ExitUsage* usage = nullptr;
  std::function<void(Exit)> exited;
  bool hasExited = false;
};

ChildProcess::Started ChildProcess::start(Loop& loop, const SpawnOptions& options, std::function<void(Exit)> exited) {
  auto* state = new State(loop, std::move(exited));
  std::unique_ptr<ChildProcess> child(new ChildProcess(state));
  SpawnRequest request(options, [](uv_process_t* process, int64_t status, int signal) {
    auto& self = HandleState::of<State>(process);
    self.hasExited = true;
    if (!self.isOpen()) return;
    Exit exit{status, signal, self.takeUsage()};
    self.loop().enter([&] { self.exited(exit); });
  });
  int status = request.spawn(loop.uv(), &state->process);
  if (status == 0 && options.wantsUsage) state->usage = ExitUsage::start(loop.uv(), state->process.pid);
  // libuv has initialised the handle in any case, unless it was not asked.
  if (state->process.type == UV_PROCESS) state->markOpened();
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
  return state_->process.pid;
}

Result<void, SysError> ChildProcess::kill(int signal) {
  // After its end the number may be another process's.
  if (!state_->isOpen() || state_->hasExited) return fail(SysError{ESRCH, "kill", {}, {}});
  if (int status = uv_process_kill(&state_->process, signal)) return fail(uvError(status, "kill"));
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
