#pragma once
// Starts a program as a child process, and tells of its end.
//
// A descriptor goes to the child only where the options say so: the ends that stay here are closed on exec, and so
// are all that weft opens.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace weft::loop {

class Loop;

/// What becomes of one of the child's descriptors, by its position in the list.
struct ChildDescriptor {
  enum class Kind : uint8_t {
    Ignore,   // /dev/null for the first three, else closed
    Pipe,     // a stream to the parent, in both directions
    Inherit,  // `fd` of the parent
  };
  Kind kind = Kind::Ignore;
  int fd = -1;
};

/// What a process has used: microseconds of user and of system time, most memory in bytes, shared memory, swaps, blocks
/// read and written, messages sent and received, signals, voluntary and involuntary context switches.
using ChildUsage = std::array<double, 12>;

struct SpawnOptions {
  std::string file;
  std::vector<std::string> arguments;  // with argv[0]
  std::optional<std::vector<std::string>> environment;
  std::string directory;  // empty: the parent's
  std::optional<uint32_t> user, group;
  bool detached = false;
  std::vector<ChildDescriptor> descriptors;
};

class ChildProcess {
 public:
  struct Exit {
    int64_t status;
    int signal;                                      // 0: it ended by itself
    std::optional<ChildUsage> usage = std::nullopt;  // where the system can tell
  };
  struct Started {
    /// 0, or why the program could not be started.
    int error = 0;
    /// Null if there is no child.
    std::unique_ptr<ChildProcess> process;
    /// The parent's ends of the pipes, -1 for what is no pipe: the caller's to close. Also when starting has failed.
    std::vector<int> pipes;
  };

  /// `exited` is called once, from the loop. Until then the wrapper must stay: it is what waits for the process.
  [[nodiscard]] static Started start(Loop& loop, const SpawnOptions& options, std::function<void(Exit)> exited);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  int pid() const;
  /// Fails with ESRCH when the process has ended.
  [[nodiscard]] Result<void, SysError> kill(int signal);
  /// A referenced process (the default) keeps the loop alive until it ends.
  void ref();
  void unref();
  bool hasRef() const;

 private:
  struct State;
  explicit ChildProcess(State* state) : state_(state) {}
  State* state_;
};

}  // namespace weft::loop
