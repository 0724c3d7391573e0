// native("performance"): the clock of performance.now().

#include <ctime>

#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

double milliseconds(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// The moment at which the clocks were first read, which is as good as the start of the process: the binding's
/// functions are listed before any JavaScript runs.
struct Origin {
  double monotonic = milliseconds(CLOCK_MONOTONIC);
  double wall = milliseconds(CLOCK_REALTIME);
};
const Origin kOrigin;

double now() {
  return milliseconds(CLOCK_MONOTONIC) - kOrigin.monotonic;
}
double timeOrigin() {
  return kOrigin.wall;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&now>("now"),
    js::fn<&timeOrigin>("timeOrigin"),
};

}  // namespace

const js::Binding kPerformanceBinding = {"performance", kFunctions};

}  // namespace weft::runtime
