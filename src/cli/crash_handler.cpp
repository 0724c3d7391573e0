// Everything in the handler is safe in a signal handler: it may run anywhere, with a broken heap.

#include "cli/crash_handler.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

namespace weft::cli {

namespace {

constexpr int kSignals[] = {SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS};

void say(const char* text) {
  [[maybe_unused]] ssize_t written = write(STDERR_FILENO, text, strlen(text));
}

// The engine ends itself when an allocation fails; whether that was it shows in the next one.
bool memoryIsOut() {
  constexpr size_t kProbe = size_t{64} << 20;
  void* probe = mmap(nullptr, kProbe, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (probe == MAP_FAILED) return true;
  munmap(probe, kProbe);
  return false;
}

/// Set before the handler is.
void (*lastAct)() = nullptr;

void lastWord(int signal) {
  if (lastAct) lastAct();
  if (memoryIsOut())
    say("weft: fatal error: out of memory\n");
  else
    say("weft: fatal error: this is a bug in weft; please report it with the program that shows it\n");
  struct sigaction standard = {};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, nullptr);
  raise(signal);
}

}  // namespace

void installCrashHandler(void (*last)()) {
  lastAct = last;
  // A stack that overflowed cannot carry the handler.
  static char stack[16 << 10];
  stack_t alternate = {};
  alternate.ss_sp = stack;
  alternate.ss_size = sizeof stack;
  sigaltstack(&alternate, nullptr);
  struct sigaction action = {};
  action.sa_handler = lastWord;
  action.sa_flags = SA_ONSTACK | SA_RESETHAND;
  for (int signal : kSignals) sigaction(signal, &action, nullptr);
}

}  // namespace weft::cli
