#pragma once
// Private to src/loop: waits for the end of a child process that libuv does not know, through a descriptor of the
// process, and reaps it. In one turn of the loop what the child has written comes before its end.

#include <uv.h>

#include "loop/child_process.h"

namespace weft::loop {

struct ExitWatch {
  ExitWatch() = default;
  ExitWatch(const ExitWatch&) = delete;
  ExitWatch& operator=(const ExitWatch&) = delete;
  ~ExitWatch();

  /// 0, or a negative error number: then the child has been ended, and `poll` needs no closing. `ended` is to call
  /// reap(); `poll.data` is the caller's to set.
  int open(uv_loop_t* loop, int child, uv_poll_cb ended);
  /// Of a child that has ended, once.
  ChildProcess::Exit reap();

  uv_poll_t poll{};
  int pid = 0;

 private:
  int fd_ = -1;
};

}  // namespace weft::loop
