#pragma once
// Private to src/loop: what a child process has used, read between its end and the moment when libuv lets go of it.
// libuv itself does not keep it. A descriptor of the process becomes readable when it ends, and libuv's loop serves
// descriptors before the signal by which it hears of the end.

#include <uv.h>

#include <optional>

#include "loop/child_process.h"

namespace weft::loop {

class ExitUsage {
 public:
  /// Null where the system can't tell. Keeps no loop alive.
  static ExitUsage* start(uv_loop_t* loop, int pid);
  /// None before the end.
  const std::optional<ChildUsage>& usage() const { return usage_; }
  /// Frees the object, once the loop has turned.
  void close();

 private:
  ExitUsage(int fd, int pid) : fd_(fd), pid_(pid) {}
  ~ExitUsage();
  void read();

  uv_poll_t poll_{};
  int fd_, pid_;
  std::optional<ChildUsage> usage_;
};

}  // namespace weft::loop
