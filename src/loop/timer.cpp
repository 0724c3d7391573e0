#include "loop/timer.h"

#include "loop/uv_handle.h"

namespace weft::loop {

struct Timer::State final : HandleState {
  State(Loop& loop, std::function<void()> callback) : HandleState(loop), callback(std::move(callback)) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&timer); }

  uv_timer_t timer{};
  std::function<void()> callback;
};

Timer::Timer(Loop& loop, std::function<void()> callback) : state_(new State(loop, std::move(callback))) {
  uv_timer_init(loop.uv(), &state_->timer);
  state_->markOpened();
}

Timer::~Timer() {
  state_->release();
}

void Timer::start(uint64_t milliseconds) {
  if (!state_->isOpen()) return;
  // libuv counts from the loop's cached time, which is old inside a long callback.
  uv_update_time(state_->loop().uv());
  uv_timer_start(
      &state_->timer,
      [](uv_timer_t* timer) {
        State& state = HandleState::of<State>(timer);
        if (state.isOpen()) state.loop().enter(state.callback);
      },
      milliseconds, 0);
}

void Timer::stop() {
  if (state_->isOpen()) uv_timer_stop(&state_->timer);
}

void Timer::ref() {
  state_->setRef(true);
}
void Timer::unref() {
  state_->setRef(false);
}
bool Timer::isActive() const {
  return state_->isOpen() && uv_is_active(state_->uvHandle());
}

}  // namespace weft::loop
