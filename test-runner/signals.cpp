#include "test-runner/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <initializer_list>

namespace weft::test {

Signals::Signals() {
  sigset_t taken;
  sigemptyset(&taken);
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGTSTP}) {
    struct sigaction action{};
    // What whoever has started us ignores stays ignored.
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    sigaddset(&taken, signal);
  }
  sigprocmask(SIG_BLOCK, &taken, &outer_);
  descriptor_ = signalfd(-1, &taken, SFD_NONBLOCK | SFD_CLOEXEC);
}

Signals::~Signals() {
  if (descriptor_ >= 0) close(descriptor_);
  sigprocmask(SIG_SETMASK, &outer_, nullptr);
}

int Signals::next() const {
  signalfd_siginfo info;
  return read(descriptor_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

}  // namespace weft::test
