#pragma once

// Signals as a descriptor to poll. Those that are meant for the whole job reach the supervisor alone: the host is in a
// group of its own.

#include <signal.h>

namespace weft::test {

class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// The next that has come, or 0.
  [[nodiscard]] int next() const;

 private:
  sigset_t outer_;
  int descriptor_;
};

}  // namespace weft::test
