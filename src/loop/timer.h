#pragma once
// One libuv timer. JavaScript's timers all share one of these a realm (builtins/internal/timers.ts keeps
// their queue); native code that needs a deadline of its own takes another.

#include <cstdint>
#include <functional>

namespace weft::loop {

class Loop;

class Timer {
 public:
  /// `callback` may restart or destroy the timer.
  Timer(Loop& loop, std::function<void()> callback);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// Fires once, `milliseconds` from now; restarts a running timer.
  void start(uint64_t milliseconds);
  void stop();
  /// A referenced timer (the default) keeps the loop alive while it runs.
  void ref();
  void unref();
  bool isActive() const;

 private:
  struct State;
  State* state_;
};

}  // namespace weft::loop
