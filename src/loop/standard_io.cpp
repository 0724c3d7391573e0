#include "loop/standard_io.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <initializer_list>

namespace weft::loop {

namespace {

constexpr int kStandardDescriptors = 3;
// Flags as they were found; -1: not changed by us. Process-wide, as the descriptors are; plain ints, since a
// signal handler reads them.
int savedFlags[kStandardDescriptors] = {-1, -1, -1};

void onFatalSignal(int signal) {
  restoreStandardIo();
  raise(signal);  // the handler was installed with SA_RESETHAND
}

void restoreOnFatalSignals() {
  static bool installed = false;
  if (installed) return;
  installed = true;
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    struct sigaction current{};
    // Somebody watches it, or it is ignored: then it does not kill.
    if (sigaction(signal, nullptr, &current) != 0 || current.sa_handler != SIG_DFL) continue;
    struct sigaction action{};
    action.sa_handler = onFatalSignal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

void waitFor(int fd, short events) {
  pollfd entry{fd, events, 0};
  while (poll(&entry, 1, -1) < 0 && errno == EINTR) {
  }
}

}  // namespace

DescriptorKind descriptorKind(int fd) {
  switch (uv_guess_handle(fd)) {
    case UV_TTY:
      return DescriptorKind::Terminal;
    case UV_FILE:
      return DescriptorKind::File;
    case UV_NAMED_PIPE:
      return DescriptorKind::Pipe;
    case UV_TCP:
      return DescriptorKind::Socket;
    default:
      return DescriptorKind::Unknown;
  }
}

std::optional<TerminalSize> terminalSize(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return std::nullopt;
  return TerminalSize{size.ws_col, size.ws_row};
}

void prepareStandardIo() {
  for (int fd = 0; fd < kStandardDescriptors; ++fd) {
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
      // The lowest free number is `fd` itself, as the ones below it are open.
      [[maybe_unused]] int opened = open("/dev/null", O_RDWR);
    }
  }
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

Result<void, SysError> writeAll(int fd, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes = bytes.subspan(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      waitFor(fd, POLLOUT);
    } else if (errno != EINTR) {
      return fail(SysError{errno, "write", {}, {}});
    }
  }
  return {};
}

Result<size_t, SysError> readSome(int fd, std::span<uint8_t> into) {
  for (;;) {
    ssize_t count = read(fd, into.data(), into.size());
    if (count >= 0) return static_cast<size_t>(count);
    if (errno == EAGAIN)
      waitFor(fd, POLLIN);
    else if (errno != EINTR)
      return fail(SysError{errno, "read", {}, {}});
  }
}

void rememberStandardIo(int fd) {
  if (fd < 0 || fd >= kStandardDescriptors) return;
  if (savedFlags[fd] == -1) savedFlags[fd] = fcntl(fd, F_GETFL);
  restoreOnFatalSignals();
}

void restoreStandardIo() {
  int saved = errno;
  uv_tty_reset_mode();
  for (int fd = 0; fd < kStandardDescriptors; ++fd)
    if (savedFlags[fd] != -1) fcntl(fd, F_SETFL, savedFlags[fd]);
  errno = saved;
}

void dieBySignal(int signal) {
  restoreStandardIo();
  struct sigaction action{};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal);
  _exit(128 + signal);  // the signal's default action was not to end the process
}

}  // namespace weft::loop
