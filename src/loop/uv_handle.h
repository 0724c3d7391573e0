#pragma once
// Private to src/loop: the memory behind a wrapper of a libuv handle. libuv owns a handle until its close
// callback, and the wrapper may be destroyed at any time, even inside its own callback; so the state is freed
// when both have let go.

#include <uv.h>

#include "loop/loop.h"

namespace weft::loop {

class HandleState {
 public:
  explicit HandleState(Loop& loop) : loop_(&loop) {}
  virtual ~HandleState() = default;
  HandleState(const HandleState&) = delete;
  HandleState& operator=(const HandleState&) = delete;

  virtual uv_handle_t* uvHandle() = 0;
  /// Right before and after libuv closes the handle. The second comes only while the wrapper is there to hear it.
  virtual void onClosing() {}
  virtual void onClosed() {}

  /// Open: initialised, and neither the wrapper nor the loop has begun to close it.
  bool isOpen() const { return opened_ && !closing_; }
  bool isReleased() const { return released_; }
  Loop& loop() { return *loop_; }

  /// After uv_*_init succeeded: from here on libuv knows the handle.
  void markOpened() {
    uvHandle()->data = this;
    opened_ = true;
  }
  /// The wrapper is gone.
  void release() {
    released_ = true;
    if (!opened_) {
      delete this;
      return;
    }
    close();
    freeIfDone();
  }
  void close() {
    if (!isOpen()) return;
    closing_ = true;
    onClosing();
    uv_close(uvHandle(), [](uv_handle_t* handle) {
      auto* state = static_cast<HandleState*>(handle->data);
      if (!state->released_) state->onClosed();
      state->closed_ = true;
      state->freeIfDone();
    });
  }
  void setRef(bool ref) {
    if (!isOpen()) return;
    if (ref)
      uv_ref(uvHandle());
    else
      uv_unref(uvHandle());
  }
  bool hasRef() { return isOpen() && uv_has_ref(uvHandle()); }

  template <class State, class Uv>
  static State& of(Uv* handle) {
    return *static_cast<State*>(static_cast<HandleState*>(handle->data));
  }

 private:
  void freeIfDone() {
    if (released_ && closed_) delete this;
  }

  Loop* loop_;
  bool opened_ = false, closing_ = false, closed_ = false, released_ = false;
};

inline SysError uvError(int status, const char* syscall) {
  return SysError{-status, syscall, {}, {}};
}

}  // namespace weft::loop
