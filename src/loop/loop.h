#pragma once
// The event loop of one VM's thread: libuv, with Node's phases (timers, pending, idle and prepare,
// poll, check, close). Every callback from libuv into weft goes through enter(), so the client hears of
// the end of each one and can drain process.nextTick and microtasks there. Everything but post(), wakeEngine(),
// idleTime() and startedAt() belongs to the loop's own thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "base/result.h"

struct uv_loop_s;

namespace weft::loop {

/// What the loop's owner, the engine, does at the loop's bidding. The engine's own deferred work
/// (collector timers, FinalizationRegistry, Atomics.waitAsync, wasm compilation) runs through the last three.
/// All are called on the loop's thread.
class LoopClient {
 public:
  virtual ~LoopClient() = default;
  /// After the outermost callback from libuv: process.nextTick's queue, then microtasks.
  virtual void afterCallback() {}
  /// Around each poll that may sleep: meanwhile the collector may run without this thread. afterWait() comes
  /// before the first callback of the poll, if any.
  virtual void beforeWait() {}
  virtual void afterWait() {}
  /// Runs the engine's work that is due. Called after wakeEngine(), and when the time below has passed.
  virtual void runEngineWork() {}
  /// Seconds until the engine's next timer; none when it has no timer. Asked after runEngineWork().
  virtual std::optional<double> secondsUntilEngineWork() { return std::nullopt; }
  /// Whether work that JavaScript waits for is under way in the engine: keeps run() going.
  virtual bool hasPendingEngineWork() { return false; }
};

class Loop;

/// Keeps Loop::run() from ending while it exists: for work on another thread that will post() its result.
/// Made and released on the loop's thread, before the loop is destroyed.
class KeepAlive {
 public:
  KeepAlive() = default;
  KeepAlive(KeepAlive&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)) {}
  KeepAlive& operator=(KeepAlive&& other) noexcept;
  ~KeepAlive() { release(); }
  void release();

 private:
  friend class Loop;
  explicit KeepAlive(Loop& loop);
  Loop* loop_ = nullptr;
};

class Loop {
 public:
  using Task = std::move_only_function<void()>;
  enum class Turn : uint8_t { NoWait, Wait };

  [[nodiscard]] static Result<std::unique_ptr<Loop>, SysError> create();
  /// Cancels queued work, closes every handle that is still open and waits until libuv has let go of all.
  /// Wrappers may outlive the loop: they do nothing from then on.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// At most one client; it must outlive the loop or be taken away by nullptr.
  void setClient(LoopClient* client) { client_ = client; }

  /// Runs until nothing keeps the loop alive, or stop() is called. Can be run again.
  void run();
  /// One turn of the loop: through all phases once, waiting for an event or not.
  void turn(Turn);
  /// Makes run() return after the current phase.
  void stop();
  bool isAlive() const;

  /// Milliseconds on the monotonic clock as of the loop's last update, and as of now.
  uint64_t now() const;
  uint64_t updatedNow();
  /// Nanoseconds on the monotonic clock.
  static uint64_t hrtime();
  /// Nanoseconds that the loop has slept in its polls.
  uint64_t idleTime() const;
  /// When run() began for the first time, and when it last ended, as hrtime(); 0: it has not.
  uint64_t startedAt() const { return startedAt_; }
  uint64_t endedAt() const { return endedAt_; }

  /// Runs `task` on the loop's thread in its poll phase. From any thread, in order for each thread. It does
  /// not keep the loop alive by itself, but a task posted before run() ends is run.
  void post(Task task);
  /// Runs `task` once before the loop next waits for events, and keeps the loop alive until then. From within a
  /// callback: what a turn of the loop gathers goes out together.
  void beforePoll(Task task);
  /// Runs what beforePoll() has been given now: the process is about to end.
  void runBeforePoll();
  /// Tells that the engine has new work or a new timer. From any thread.
  void wakeEngine();
  [[nodiscard]] KeepAlive keepAlive() { return KeepAlive(*this); }

  /// Runs `work` on libuv's thread pool, then `done` on the loop's thread. Keeps the loop alive. If the loop
  /// ends first, `done` is destroyed without being called.
  void queueWork(Task work, Task done);

  /// Runs a callback from libuv: every wrapper of a handle calls its user through this.
  template <class F>
  void enter(F&& callback) {
    if (closing_) return;
    Entry entry(*this);
    callback();
  }

  /// Memory that every stream of the loop reads into: whoever is given bytes of it takes them before the next read.
  std::span<uint8_t> readBuffer();

  bool isOnLoopThread() const;
  uv_loop_s* uv();

 private:
  friend class KeepAlive;
  friend class CheckPhase;
  struct Impl;
  struct Work;

  /// Tells the client of the outermost callback only.
  struct Entry {
    explicit Entry(Loop& l) : loop(l) {
      if (loop.waiting_) loop.endWait();
      ++loop.depth_;
    }
    ~Entry() {
      if (loop.depth_ == 1 && loop.client_) loop.client_->afterCallback();
      --loop.depth_;
    }
    Loop& loop;
  };

  Loop();
  void closeAll();
  bool runPosted();
  void serviceEngine();
  void beginWait();
  void endWait();
  void changeHolds(int by);
  void runToEnd();

  std::unique_ptr<Impl> impl_;
  LoopClient* client_ = nullptr;
  std::atomic<uint64_t> startedAt_ = 0, endedAt_ = 0;
  int depth_ = 0;
  int holds_ = 0;
  int urgent_ = 0;        // how many check phases keep the poll from sleeping
  bool waiting_ = false;  // the client was told of a wait and not yet of its end
  bool closing_ = false;
  bool stopped_ = false;
};

}  // namespace weft::loop
