#include "loop/signal_watcher.h"

#include "loop/uv_handle.h"

namespace weft::loop {

struct SignalWatcher::State final : HandleState {
  State(Loop& loop, std::function<void()> callback) : HandleState(loop), callback(std::move(callback)) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&signal); }

  uv_signal_t signal{};
  std::function<void()> callback;
};

Result<std::unique_ptr<SignalWatcher>, SysError> SignalWatcher::start(Loop& loop, int signal,
                                                                      std::function<void()> callback) {
  auto* state = new State(loop, std::move(callback));
  std::unique_ptr<SignalWatcher> watcher(new SignalWatcher(state));
  if (int status = uv_signal_init(loop.uv(), &state->signal)) return fail(uvError(status, "uv_signal_init"));
  state->markOpened();
  state->setRef(false);
  int status = uv_signal_start(
      &state->signal,
      [](uv_signal_t* handle, int) {
        State& self = HandleState::of<State>(handle);
        if (self.isOpen()) self.loop().enter(self.callback);
      },
      signal);
  if (status) return fail(uvError(status, "uv_signal_start"));
  return watcher;
}

SignalWatcher::~SignalWatcher() {
  state_->release();
}

void SignalWatcher::ref() {
  state_->setRef(true);
}
void SignalWatcher::unref() {
  state_->setRef(false);
}

}  // namespace weft::loop
