#pragma once
// Delivers a signal to the loop. While a watcher of a signal runs, the signal's default action is off.

#include <functional>
#include <memory>

#include "base/result.h"

namespace weft::loop {

class Loop;

class SignalWatcher {
 public:
  /// Starts at once; does not keep the loop alive unless ref() is called. Fails with EINVAL for a signal
  /// that cannot be caught.
  [[nodiscard]] static Result<std::unique_ptr<SignalWatcher>, SysError> start(Loop& loop, int signal,
                                                                              std::function<void()> callback);
  ~SignalWatcher();
  SignalWatcher(const SignalWatcher&) = delete;
  SignalWatcher& operator=(const SignalWatcher&) = delete;

  void ref();
  void unref();

 private:
  struct State;
  explicit SignalWatcher(State* state) : state_(state) {}
  State* state_;
};

}  // namespace weft::loop
