#include "loop/exit_watch.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace weft::loop {

namespace {

double microseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

ChildUsage usageOf(const rusage& used) {
  auto count = [](long n) { return static_cast<double>(n); };
  return {microseconds(used.ru_utime), microseconds(used.ru_stime), count(used.ru_maxrss) * 1024,
          count(used.ru_ixrss),        count(used.ru_nswap),        count(used.ru_inblock),
          count(used.ru_oublock),      count(used.ru_msgsnd),       count(used.ru_msgrcv),
          count(used.ru_nsignals),     count(used.ru_nvcsw),        count(used.ru_nivcsw)};
}

}  // namespace

ExitWatch::~ExitWatch() {
  if (fd_ >= 0) ::close(fd_);
}

int ExitWatch::open(uv_loop_t* loop, int child, uv_poll_cb ended) {
  pid = child;
  fd_ = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  int status = fd_ < 0 ? -errno : uv_poll_init(loop, &poll, fd_);
  if (status == 0) return uv_poll_start(&poll, UV_READABLE, ended);
  // Nobody would ever hear of it.
  ::kill(child, SIGKILL);
  int ignored;
  while (::waitpid(child, &ignored, 0) < 0 && errno == EINTR) {
  }
  return status;
}

ChildProcess::Exit ExitWatch::reap() {
  siginfo_t info{};
  rusage used{};
  // The C library's waitid() has no place for what the child has used, the system's has.
  long result;
  do result = ::syscall(SYS_waitid, P_PID, pid, &info, WEXITED | WNOHANG, &used);
  while (result < 0 && errno == EINTR);
  if (result < 0 || info.si_pid != pid) return {0, 0, std::nullopt};
  bool isExit = info.si_code == CLD_EXITED;
  return {isExit ? info.si_status : 0, isExit ? 0 : info.si_status, usageOf(used)};
}

}  // namespace weft::loop
