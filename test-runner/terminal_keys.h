#pragma once

// Keys from standard input, without waiting for Enter where it is a terminal, whose modes come back at the end.

#include <termios.h>

#include <optional>
#include <string>

namespace weft::test {

class TerminalKeys {
 public:
  TerminalKeys();
  ~TerminalKeys();
  TerminalKeys(const TerminalKeys&) = delete;
  TerminalKeys& operator=(const TerminalKeys&) = delete;

  /// To be polled; -1 when there is nothing more to come.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// One that is there.
  [[nodiscard]] std::optional<char> next();
  /// A line, edited as terminals do; nothing at the end of the input.
  [[nodiscard]] std::optional<std::string> line();
  /// Around what may use the terminal otherwise.
  void release();
  void take();

 private:
  int descriptor_ = 0;
  bool isTerminal_ = false;
  termios outer_{};
};

}  // namespace weft::test
