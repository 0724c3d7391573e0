// native("histogram"): what node:perf_hooks counts times in (builtins/internal/histogram.ts).

#include <algorithm>

#include "base/hdr_histogram.h"
#include "engine/class.h"
#include "loop/timer.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

class Histogram final : public js::Native {
 public:
  explicit Histogram(HdrHistogram counts) : counts_(std::move(counts)) {}
  ~Histogram() override = default;
  static js::Result<std::unique_ptr<Histogram>> construct(int64_t lowest, int64_t highest, int32_t figures) {
    auto counts = HdrHistogram::create(lowest, highest, figures);
    if (!counts)
      return js::fail(js::JsError(js::ErrorKind::Error, "ERR_MEMORY_ALLOCATION_FAILED", "Failed to allocate memory"));
    return std::make_unique<Histogram>(std::move(*counts));
  }
  [[nodiscard]] size_t memoryCost() const override { return counts_.byteSize(); }

  void record(int64_t value) {
    if (counts_.record(value))
      ++count_;
    else
      ++exceeds_;
  }
  /// The time since the last call, in nanoseconds; 0 at the first.
  double recordDelta() {
    uint64_t now = loop::Loop::hrtime();
    uint64_t delta = last_ == 0 ? 0 : now - last_;
    if (last_ != 0) record(static_cast<int64_t>(delta));
    last_ = now;
    return static_cast<double>(delta);
  }
  void forgetLast() { last_ = 0; }
  void add(Histogram* other) {
    // As in Node, also of values that are out of this one's range.
    count_ += other->count_;
    exceeds_ += other->exceeds_;
    last_ = std::max(last_, other->last_);
    counts_.add(other->counts_);
  }
  void reset() {
    counts_.reset();
    count_ = exceeds_ = 0;
    last_ = 0;
  }

  [[nodiscard]] js::Value count(js::Realm& realm, bool asBigInt) const { return whole(realm, count_, asBigInt); }
  [[nodiscard]] js::Value min(js::Realm& realm, bool asBigInt) const { return whole(realm, counts_.min(), asBigInt); }
  [[nodiscard]] js::Value max(js::Realm& realm, bool asBigInt) const { return whole(realm, counts_.max(), asBigInt); }
  [[nodiscard]] js::Value exceeds(js::Realm& realm, bool asBigInt) const { return whole(realm, exceeds_, asBigInt); }
  [[nodiscard]] double mean() const { return counts_.mean(); }
  [[nodiscard]] double standardDeviation() const { return counts_.standardDeviation(); }
  [[nodiscard]] js::Value percentile(js::Realm& realm, double percentile, bool asBigInt) const {
    return whole(realm, counts_.valueAtPercentile(percentile), asBigInt);
  }
  /// Each percentile followed by its value.
  [[nodiscard]] js::Value percentiles(js::Realm& realm, bool asBigInt) const {
    js::Array list = js::Array::create(realm);
    uint32_t next = 0;
    counts_.eachPercentile([&](double percentile, int64_t value) {
      (void)list.setIndex(realm, next++, js::Value::number(percentile));
      (void)list.setIndex(realm, next++, whole(realm, value, asBigInt));
    });
    return list;
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Histogram::record>("record"),
      js::method<&Histogram::recordDelta>("recordDelta"),
      js::method<&Histogram::add>("add"),
      js::method<&Histogram::reset>("reset"),
      js::method<&Histogram::count>("count"),
      js::method<&Histogram::min>("min"),
      js::method<&Histogram::max>("max"),
      js::method<&Histogram::exceeds>("exceeds"),
      js::method<&Histogram::mean>("mean"),
      js::method<&Histogram::standardDeviation>("standardDeviation"),
      js::method<&Histogram::percentile>("percentile"),
      js::method<&Histogram::percentiles>("percentiles"),
  };
  static constexpr js::ClassSpec kClass = js::classOf<Histogram, &Histogram::construct>("Histogram", kMembers);

 private:
  static js::Value whole(js::Realm& realm, int64_t value, bool asBigInt) {
    return asBigInt ? js::bigInt(realm, value) : js::toJs(realm, value);
  }

  HdrHistogram counts_;
  int64_t count_ = 0, exceeds_ = 0;
  uint64_t last_ = 0;  // when recordDelta() was last called
};

/// Records into a histogram how long it takes from one firing of a timer to the next. It does not keep the loop alive.
class DelayMonitor final : public js::Native, public LoopUser {
 public:
  DelayMonitor(js::Realm& realm, uint64_t resolution)
      : runtime_(Runtime::of(realm)),
        resolution_(resolution),
        timer_(std::make_unique<loop::Timer>(runtime_.loop(), [this] { fire(); })) {
    timer_->unref();
    runtime_.addLoopUser(*this);
  }
  ~DelayMonitor() override { runtime_.removeLoopUser(*this); }
  void loopEnds() override { timer_.reset(); }
  void trace(js::Tracer& tracer) override { tracer.visit(histogram); }

  void start() {
    if (!timer_) return;
    target().forgetLast();
    timer_->start(resolution_);
  }
  void stop() {
    if (timer_) timer_->stop();
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&DelayMonitor::start>("start"),
      js::method<&DelayMonitor::stop>("stop"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<DelayMonitor>("DelayMonitor", kMembers);

  js::Traced histogram;

 private:
  Histogram& target() { return *js::unwrap<Histogram>(histogram.value()); }
  void fire() {
    target().recordDelta();
    timer_->start(resolution_);
  }

  Runtime& runtime_;
  uint64_t resolution_;  // milliseconds
  std::unique_ptr<loop::Timer> timer_;
};

js::Object createMonitor(js::Realm& realm, js::Object histogram, int64_t resolution) {
  auto owned = std::make_unique<DelayMonitor>(realm, static_cast<uint64_t>(resolution));
  DelayMonitor& monitor = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  monitor.histogram.set(monitor, histogram);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&createMonitor>("createMonitor")};

void extend(js::Realm& realm, js::Object exports) {
  exports.define(realm, "Histogram", js::classConstructor(realm, Histogram::kClass));
}

}  // namespace

const js::Binding kHistogramBinding = {"histogram", kFunctions, extend};

}  // namespace weft::runtime
