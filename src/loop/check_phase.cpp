#include "loop/check_phase.h"

#include "loop/uv_handle.h"

namespace weft::loop {

struct CheckPhase::Check final : HandleState {
  Check(Loop& loop, std::function<void()> callback) : HandleState(loop), callback(std::move(callback)) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&check); }

  uv_check_t check{};
  std::function<void()> callback;
};

// A running idle handle makes the poll return at once.
struct CheckPhase::Idle final : HandleState {
  using HandleState::HandleState;
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&idle); }

  uv_idle_t idle{};
};

CheckPhase::CheckPhase(Loop& loop, std::function<void()> callback)
    : check_(new Check(loop, std::move(callback))), idle_(new Idle(loop)) {
  uv_check_init(loop.uv(), &check_->check);
  check_->markOpened();
  check_->setRef(false);
  uv_idle_init(loop.uv(), &idle_->idle);
  idle_->markOpened();
}

CheckPhase::~CheckPhase() {
  setDemand(Demand::None);
  check_->release();
  idle_->release();
}

void CheckPhase::setDemand(Demand demand) {
  if (!check_->isOpen()) return;
  if (demand == Demand::None) {
    uv_check_stop(&check_->check);
  } else {
    uv_check_start(&check_->check, [](uv_check_t* handle) {
      Check& check = HandleState::of<Check>(handle);
      if (check.isOpen()) check.loop().enter(check.callback);
    });
  }
  bool urgent = demand == Demand::Urgent;
  if (urgent == static_cast<bool>(uv_is_active(idle_->uvHandle()))) return;
  if (urgent)
    uv_idle_start(&idle_->idle, [](uv_idle_t*) {});
  else
    uv_idle_stop(&idle_->idle);
  check_->loop().urgent_ += urgent ? 1 : -1;
}

}  // namespace weft::loop
