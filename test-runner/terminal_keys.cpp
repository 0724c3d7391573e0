#include "test-runner/terminal_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace weft::test {

TerminalKeys::TerminalKeys() {
  isTerminal_ = tcgetattr(STDIN_FILENO, &outer_) == 0;
  take();
}

TerminalKeys::~TerminalKeys() {
  release();
}

void TerminalKeys::take() {
  if (!isTerminal_) return;
  termios keys = outer_;
  keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  keys.c_cc[VMIN] = 1;
  keys.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &keys);
}

void TerminalKeys::release() {
  if (isTerminal_) tcsetattr(STDIN_FILENO, TCSANOW, &outer_);
}

std::optional<char> TerminalKeys::next() {
  if (descriptor_ < 0) return std::nullopt;
  pollfd waiting{descriptor_, POLLIN, 0};
  if (poll(&waiting, 1, 0) <= 0) return std::nullopt;
  char key = 0;
  ssize_t count = read(descriptor_, &key, 1);
  if (count == 1) return key;
  if (count == 0 || errno != EINTR) descriptor_ = -1;
  return std::nullopt;
}

std::optional<std::string> TerminalKeys::line() {
  release();
  std::string text;
  for (char c = 0;;) {
    ssize_t count = descriptor_ < 0 ? 0 : read(descriptor_, &c, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      descriptor_ = -1;
      take();
      return std::nullopt;
    }
    if (c == '\n') break;
    text += c;
  }
  take();
  return text;
}

}  // namespace weft::test
