#include "loop/exit_usage.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace weft::loop {

namespace {

double microseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

}  // namespace

ExitUsage* ExitUsage::start(uv_loop_t* loop, int pid) {
  int fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (fd < 0) return nullptr;
  auto* self = new ExitUsage(fd, pid);
  if (uv_poll_init(loop, &self->poll_, fd)) {
    delete self;
    return nullptr;
  }
  self->poll_.data = self;
  uv_unref(reinterpret_cast<uv_handle_t*>(&self->poll_));
  int status = uv_poll_start(&self->poll_, UV_READABLE,
                             [](uv_poll_t* poll, int, int) { static_cast<ExitUsage*>(poll->data)->read(); });
  if (status == 0) return self;
  self->close();
  return nullptr;
}

ExitUsage::~ExitUsage() {
  ::close(fd_);
}

void ExitUsage::read() {
  uv_poll_stop(&poll_);
  siginfo_t info{};
  rusage used{};
  // The C library's waitid() has no place for the usage, the system's has.
  if (::syscall(SYS_waitid, P_PID, pid_, &info, WEXITED | WNOWAIT | WNOHANG, &used) || info.si_pid != pid_) return;
  auto count = [](long n) { return static_cast<double>(n); };
  usage_ = ChildUsage{microseconds(used.ru_utime), microseconds(used.ru_stime), count(used.ru_maxrss) * 1024,
                      count(used.ru_ixrss),        count(used.ru_nswap),        count(used.ru_inblock),
                      count(used.ru_oublock),      count(used.ru_msgsnd),       count(used.ru_msgrcv),
                      count(used.ru_nsignals),     count(used.ru_nvcsw),        count(used.ru_nivcsw)};
}

void ExitUsage::close() {
  uv_close(reinterpret_cast<uv_handle_t*>(&poll_),
           [](uv_handle_t* handle) { delete static_cast<ExitUsage*>(handle->data); });
}

}  // namespace weft::loop
