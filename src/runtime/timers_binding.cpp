// native("timers"): what builtins/internal/timers.ts needs of the loop. The queue of timers is JavaScript's; each
// realm has one libuv timer, for the first of them, and one check phase for its immediates.

#include <algorithm>
#include <cmath>

#include "engine/class.h"
#include "loop/check_phase.h"
#include "loop/timer.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

class TimersDriver final : public js::Native {
 public:
  explicit TimersDriver(js::Realm& realm)
      : realm_(realm),
        loop_(Runtime::of(realm).loop()),
        origin_(loop_.updatedNow()),
        timer_(loop_, [this] { runTimers(); }),
        checkPhase_(loop_, [this] { runImmediates(); }) {
    timer_.unref();
  }
  void trace(js::Tracer& tracer) override {
    tracer.visit(processTimers);
    tracer.visit(processImmediates);
  }

  double now() { return static_cast<double>(loop_.updatedNow() - origin_); }
  void schedule(double milliseconds) { timer_.start(static_cast<uint64_t>(std::max(1.0, milliseconds))); }
  void setRef(bool referenced) { referenced ? timer_.ref() : timer_.unref(); }
  void setImmediateDemand(int32_t demand) { checkPhase_.setDemand(static_cast<loop::CheckPhase::Demand>(demand)); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&TimersDriver::now>("now"),
      js::method<&TimersDriver::schedule>("schedule"),
      js::method<&TimersDriver::setRef>("setRef"),
      js::method<&TimersDriver::setImmediateDemand>("setImmediateDemand"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<TimersDriver>("TimersDriver", kMembers);

  js::Traced processTimers, processImmediates;

 private:
  void runTimers() {
    auto next = processTimers.value().asFunction()(realm_, js::Value(), js::Value::number(now()));
    if (!next) {
      reportUncaught(realm_, next.error());
      return;
    }
    double expiry = next->isNumber() ? next->asNumber() : 0;
    if (expiry > 0) schedule(expiry - now());
  }
  void runImmediates() {
    auto result = processImmediates.value().asFunction()(realm_, js::Value());
    if (!result) reportUncaught(realm_, result.error());
  }

  js::Realm& realm_;
  loop::Loop& loop_;
  uint64_t origin_;  // keeps JavaScript's times small integers
  loop::Timer timer_;
  loop::CheckPhase checkPhase_;
};

js::Object createDriver(js::Realm& realm, js::Function processTimers, js::Function processImmediates) {
  auto owned = std::make_unique<TimersDriver>(realm);
  TimersDriver& driver = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  driver.processTimers.set(driver, processTimers);
  driver.processImmediates.set(driver, processImmediates);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&createDriver>("createDriver")};

}  // namespace

const js::Binding kTimersBinding = {"timers", kFunctions};

}  // namespace weft::runtime
