#include "cli/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "loop/path_watcher.h"
#include "loop/standard_io.h"

namespace weft::cli {

namespace {

constexpr int kSettleMilliseconds = 50;  // an editor writes more than once
constexpr int kGraceMilliseconds = 3000;

void say(const std::string& text) {
  std::string line = "weft: " + text + "\n";
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(line.data()), line.size()});
}

class Supervisor {
 public:
  explicit Supervisor(const WatchRequest& request) : request_(request) {
    sigemptyset(&signals_);
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&signals_, signal);
    sigprocmask(SIG_BLOCK, &signals_, &outerMask_);
    signalDescriptor_ = signalfd(-1, &signals_, SFD_NONBLOCK | SFD_CLOEXEC);
    for (const std::string& file : request.files) watcher_.add(file);
    for (const std::string& path : request.paths) watcher_.addTree(path);
  }

  int run() {
    if (!start()) return 1;
    for (;;) {
      pollfd waiting[] = {{watcher_.descriptor(), POLLIN, 0}, {signalDescriptor_, POLLIN, 0}, {pipe_, POLLIN, 0}};
      if (poll(waiting, pipe_ >= 0 ? 3 : 2, isDirty_ ? kSettleMilliseconds : -1) == 0) {
        if (!restart()) return 1;
        continue;
      }
      readPaths();
      bool isForUs = !request_.isHot || child_ <= 0;
      if (!watcher_.changes().empty() && isForUs) isDirty_ = true;
      if (int signal = readSignal()) return end(signal);
    }
  }

 private:
  bool start() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    child_ = fork();
    if (child_ == 0) {
      fcntl(ends[1], F_SETFD, 0);
      setenv(kWatchVariable, std::to_string(ends[1]).c_str(), 1);
      sigprocmask(SIG_SETMASK, &outerMask_, nullptr);
      std::vector<char*> arguments;
      for (const std::string& word : request_.command) arguments.push_back(const_cast<char*>(word.c_str()));
      arguments.push_back(nullptr);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    close(ends[1]);
    if (pipe_ >= 0) close(pipe_);
    pipe_ = ends[0];
    partial_.clear();
    return child_ > 0;
  }

  bool restart() {
    isDirty_ = false;
    stop(SIGTERM);
    if (request_.clearsScreen && isatty(STDOUT_FILENO)) {
      constexpr std::string_view kClear = "\x1b[2J\x1b[3J\x1b[H";
      (void)loop::writeAll(STDOUT_FILENO, {reinterpret_cast<const uint8_t*>(kClear.data()), kClear.size()});
    }
    say(reason_.empty() ? "restarting, a file changed" : "restarting: " + reason_);
    reason_.clear();
    return start();
  }

  /// The child's end, by force if it takes too long.
  void stop(int signal) {
    if (child_ <= 0) return;
    kill(child_, signal);
    for (int waited = 0; waited < kGraceMilliseconds; waited += 10) {
      if (waitpid(child_, &status_, WNOHANG) == child_) {
        child_ = -1;
        return;
      }
      usleep(10000);
    }
    kill(child_, SIGKILL);
    waitpid(child_, &status_, 0);
    child_ = -1;
  }

  /// A signal that ends us, or 0.
  int readSignal() {
    signalfd_siginfo info;
    while (read(signalDescriptor_, &info, sizeof info) == sizeof info) {
      if (info.ssi_signo != SIGCHLD) return static_cast<int>(info.ssi_signo);
      if (child_ <= 0 || waitpid(child_, &status_, WNOHANG) != child_) continue;
      child_ = -1;
      readPaths();
      say((WIFEXITED(status_) ? "the program ended with exit code " + std::to_string(WEXITSTATUS(status_))
                              : "the program was ended by signal " + std::to_string(WTERMSIG(status_))) +
          "; waiting for changes");
    }
    return 0;
  }

  int end(int signal) {
    bool wasRunning = child_ > 0;
    stop(signal);
    if (wasRunning && WIFEXITED(status_)) return WEXITSTATUS(status_);
    return 128 + signal;
  }

  void readPaths() {
    char buffer[8192];
    for (;;) {
      ssize_t size = pipe_ >= 0 ? read(pipe_, buffer, sizeof buffer) : -1;
      if (size == 0) {
        close(pipe_);
        pipe_ = -1;
      }
      if (size <= 0) return;
      partial_.append(buffer, static_cast<size_t>(size));
      size_t from = 0;
      for (size_t to; (to = partial_.find('\n', from)) != std::string::npos; from = to + 1)
        readPath(partial_.substr(from, to - from));
      partial_.erase(0, from);
    }
  }

  void readPath(const std::string& line) {
    if (line.starts_with('!')) {
      reason_ = line.substr(1);
      isDirty_ = true;
      return;
    }
    if (!request_.paths.empty()) return;
    bool wasMissing = line.starts_with('-');
    std::string path = line.substr(wasMissing ? 1 : 0);
    watcher_.add(path);
    // It may have appeared before it was watched.
    if (wasMissing && !request_.isHot && fileKind(path) == FileKind::File) isDirty_ = true;
  }

  const WatchRequest& request_;
  loop::PathWatcher watcher_;
  sigset_t signals_;
  sigset_t outerMask_;
  int signalDescriptor_ = -1;
  int pipe_ = -1;
  pid_t child_ = -1;
  int status_ = 0;
  bool isDirty_ = false;  // something changed, and may not be all
  std::string reason_;    // for the restart, if the process asked for it
  std::string partial_;   // of a path that is not whole yet
};

}  // namespace

bool isWatched() {
  return getenv(kWatchVariable) != nullptr;
}

std::function<void(const std::string&, bool)> watchReporter() {
  const char* variable = getenv(kWatchVariable);
  if (!variable) return {};
  int descriptor = atoi(variable);
  unsetenv(kWatchVariable);
  if (descriptor <= 2 || fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) return {};
  return [descriptor](const std::string& path, bool isMissing) {
    std::string line = (isMissing ? "-" : "") + path + "\n";
    (void)loop::writeAll(descriptor, {reinterpret_cast<const uint8_t*>(line.data()), line.size()});
  };
}

int watch(const WatchRequest& request) {
  return Supervisor(request).run();
}

}  // namespace weft::cli
