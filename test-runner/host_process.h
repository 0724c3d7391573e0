#pragma once

// The child process that runs test files (src/runtime/test_host.h): a fork of this one, which must have no threads
// then, in a process group of its own, so that what its tests have started goes with it.

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "test-runner/protocol.h"

namespace weft::test {

/// Runs in the child; `socket` is its end. Gives the exit code.
using HostMain = std::function<int(int socket)>;

class HostProcess {
 public:
  HostProcess() = default;
  ~HostProcess() { kill(); }
  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  /// False if there is no process to be had; `errno` says why.
  [[nodiscard]] bool start(const HostMain& main);
  [[nodiscard]] bool isRunning() const { return child_ > 0; }
  [[nodiscard]] int descriptor() const { return socket_; }
  /// Orders wait that the socket did not take.
  [[nodiscard]] bool wantsToWrite() const { return !unsent_.empty(); }

  void send(const Order& order);
  void write();
  /// Takes in what has arrived. False when the other end is closed, or has said something that is no frame.
  [[nodiscard]] bool read();
  [[nodiscard]] std::optional<Event> next() { return reader_.nextEvent(); }
  [[nodiscard]] bool isBroken() const { return reader_.isBroken(); }

  /// Asks it to end, and waits for that; not for ever.
  void quit();
  /// Ends it and all that it has started, at once.
  void kill();
  /// After its end of the socket was closed: waits for its end, and says how that was: "crashed (SIGSEGV)".
  [[nodiscard]] std::string reap();
  /// Of the whole group.
  void signalGroup(int signal) const;

 private:
  void close();
  bool waitUpTo(int milliseconds);

  pid_t child_ = -1;
  int socket_ = -1;
  int status_ = 0;
  std::string unsent_;
  FrameReader reader_;
};

}  // namespace weft::test
