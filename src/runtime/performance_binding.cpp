// native("performance"): the clock of performance.now(), the program's milestones, the loop's idle time, and the
// collector's runs.

#include <ctime>
#include <mutex>

#include "engine/class.h"
#include "engine/collections.h"
#include "engine/heap_snapshot.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

constexpr double kNanosecondsPerMillisecond = 1e6;

double milliseconds(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / kNanosecondsPerMillisecond;
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

/// As now(); -1 for what has not been.
double sinceOrigin(uint64_t nanoseconds) {
  if (nanoseconds == 0) return -1;
  return static_cast<double>(nanoseconds) / kNanosecondsPerMillisecond - kOrigin.monotonic;
}

/// Of the runtime, the engine, the environment and the program, in this order.
std::vector<double> milestones(js::Realm& realm) {
  const Milestones& at = Runtime::of(realm).milestones();
  return {sinceOrigin(at.runtime), sinceOrigin(at.engine), sinceOrigin(at.environment), sinceOrigin(at.program)};
}
double loopStart(js::Realm& realm) {
  return sinceOrigin(Runtime::of(realm).loop().startedAt());
}
double loopExit(js::Realm& realm) {
  return sinceOrigin(Runtime::of(realm).loop().endedAt());
}
double idleTime(js::Realm& realm) {
  return static_cast<double>(Runtime::of(realm).loop().idleTime()) / kNanosecondsPerMillisecond;
}

/// Calls onCollection(isFull, start, duration) on the loop for every run of the collector. Pinned while it listens: the
/// collector, which would have to destroy it, cannot take an observer away.
class CollectionWatch final : public js::Native, public LoopUser {
 public:
  explicit CollectionWatch(js::Realm& realm) : realm_(realm), runtime_(Runtime::of(realm)) {
    runtime_.addLoopUser(*this);
  }
  ~CollectionWatch() override { runtime_.removeLoopUser(*this); }
  void loopEnds() override { stop(); }
  void trace(js::Tracer& tracer) override { tracer.visit(onCollection); }

  void start() {
    if (observer_) return;
    pin(realm_);
    auto heard = std::make_shared<Heard>();
    heard_ = heard;
    loop::Loop& loop = runtime_.loop();
    observer_ = std::make_unique<js::CollectionObserver>(
        runtime_.vm(), [this, &loop, heard](const js::CollectionObserver::Collection& collection) {
          std::lock_guard lock(heard->mutex);
          heard->list.push_back(collection);
          if (heard->list.size() == 1) {
            loop.post([this, heard] {
              if (heard_ == heard) tell();
            });
          }
        });
  }
  void stop() {
    if (!observer_) return;
    observer_.reset();
    heard_.reset();
    unpin();
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&CollectionWatch::start>("start"),
      js::method<&CollectionWatch::stop>("stop"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<CollectionWatch>("CollectionWatch", kMembers);

  js::Traced onCollection;

 private:
  struct Heard {
    std::mutex mutex;
    std::vector<js::CollectionObserver::Collection> list;  // guarded by mutex
  };

  void tell() {
    std::vector<js::CollectionObserver::Collection> list;
    {
      std::lock_guard lock(heard_->mutex);
      list.swap(heard_->list);
    }
    for (const auto& [isFull, began, ended] : list) {
      auto result = onCollection.value().asFunction()(
          realm_, js::Value(), js::Value::boolean(isFull), js::Value::number(sinceOrigin(began)),
          js::Value::number(static_cast<double>(ended - began) / kNanosecondsPerMillisecond));
      if (!result) reportUncaught(realm_, result.error());
    }
  }

  js::Realm& realm_;
  Runtime& runtime_;
  std::unique_ptr<js::CollectionObserver> observer_;
  std::shared_ptr<Heard> heard_;
};

js::Object watchCollections(js::Realm& realm, js::Function onCollection) {
  auto owned = std::make_unique<CollectionWatch>(realm);
  CollectionWatch& watch = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  watch.onCollection.set(watch, onCollection);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&now>("now"),
    js::fn<&timeOrigin>("timeOrigin"),
    js::fn<&milestones>("milestones"),
    js::fn<&loopStart>("loopStart"),
    js::fn<&loopExit>("loopExit"),
    js::fn<&idleTime>("idleTime"),
    js::fn<&watchCollections>("watchCollections"),
    js::fn<&js::heapSnapshot>("heapSnapshot"),
};

}  // namespace

const js::Binding kPerformanceBinding = {"performance", kFunctions};

}  // namespace weft::runtime
