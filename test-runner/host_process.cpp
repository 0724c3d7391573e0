#include "test-runner/host_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace weft::test {

namespace {

constexpr int kQuitMilliseconds = 5000;
constexpr int kReapMilliseconds = 10000;  // a core file takes a while

void prepareChild(pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // A group in the background that reads a terminal is stopped.
  if (!isatty(STDIN_FILENO)) return;
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0) return;
  dup2(nothing, STDIN_FILENO);
  ::close(nothing);
}

}  // namespace

bool HostProcess::start(const HostMain& main) {
  kill();
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
  // More in flight than a terminal can be told costs nothing but memory.
  int room = 1 << 20;
  setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0) {
    int error = errno;
    ::close(ends[0]);
    ::close(ends[1]);
    errno = error;
    return false;
  }
  if (child == 0) {
    ::close(ends[0]);
    prepareChild(parent);
    _exit(main(ends[1]));
  }
  ::close(ends[1]);
  setpgid(child, child);  // whoever comes first
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  child_ = child;
  socket_ = ends[0];
  status_ = 0;
  unsent_.clear();
  reader_ = FrameReader();
  return true;
}

void HostProcess::send(const Order& order) {
  if (socket_ < 0) return;
  unsent_ += encode(order);
  write();
}

void HostProcess::write() {
  while (!unsent_.empty() && socket_ >= 0) {
    ssize_t count = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EAGAIN) unsent_.clear();  // it is gone: reading says so
    if (count < 0) return;
    unsent_.erase(0, static_cast<size_t>(count));
  }
}

bool HostProcess::read() {
  char buffer[65536];
  for (;;) {
    ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return true;
    if (count <= 0) return false;
    reader_.append({buffer, static_cast<size_t>(count)});
    if (static_cast<size_t>(count) < sizeof buffer) return true;
  }
}

void HostProcess::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  unsent_.clear();
}

void HostProcess::signalGroup(int signal) const {
  if (child_ > 0) ::kill(-child_, signal);
}

bool HostProcess::waitUpTo(int milliseconds) {
  // A descriptor of the process becomes readable at its end.
  int process = static_cast<int>(syscall(SYS_pidfd_open, child_, 0));
  if (process >= 0) {
    pollfd waiting{process, POLLIN, 0};
    while (poll(&waiting, 1, milliseconds) < 0 && errno == EINTR) {
    }
    ::close(process);
    return waitpid(child_, &status_, WNOHANG) == child_;
  }
  for (int waited = 0; waited <= milliseconds; ++waited) {
    if (waitpid(child_, &status_, WNOHANG) == child_) return true;
    usleep(1000);
  }
  return false;
}

void HostProcess::quit() {
  if (child_ <= 0) return;
  send(Quit{});
  // What it still has to say is of no interest, but it must not wait for us to read it.
  for (int waited = 0; waited < kQuitMilliseconds && socket_ >= 0; waited += 10) {
    pollfd waiting{socket_, static_cast<short>(POLLIN | (wantsToWrite() ? POLLOUT : 0)), 0};
    if (poll(&waiting, 1, 10) <= 0) continue;
    if (waiting.revents & POLLOUT) write();
    if (!(waiting.revents & (POLLIN | POLLHUP | POLLERR))) continue;
    if (!read()) break;
    reader_ = FrameReader();
  }
  if (waitUpTo(kQuitMilliseconds)) {
    // Its group may live on: a server that a test has left behind.
    ::kill(-child_, SIGKILL);
    child_ = -1;
  }
  kill();
}

void HostProcess::kill() {
  close();
  if (child_ <= 0) return;
  signalGroup(SIGKILL);
  while (waitpid(child_, &status_, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
}

std::string HostProcess::reap() {
  close();
  if (child_ <= 0) return "ended";
  bool isEnded = waitUpTo(kReapMilliseconds);
  signalGroup(SIGKILL);
  if (!isEnded) {
    while (waitpid(child_, &status_, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
    return "stopped answering, and was ended";
  }
  child_ = -1;
  if (WIFEXITED(status_)) return "ended with exit code " + std::to_string(WEXITSTATUS(status_));
  int signal = WTERMSIG(status_);
  const char* name = sigabbrev_np(signal);
  std::string shown = name ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
  if (signal == SIGKILL) return "was killed (" + shown + "), perhaps because memory ran out";
  return "crashed (" + shown + ")";
}

}  // namespace weft::test
