#pragma once
// One end of a pair of pipes or Unix-domain sockets that is open already: a child's standard streams, the channel
// between parent and child, over which descriptors travel, too.
//
// Invariant: it can be closed or destroyed in any state and in any callback of its own; a closed one says nothing
// more, but that writes under way failed with ECANCELED.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

namespace weft::loop {

class Loop;

class PipeStream {
 public:
  struct Events {
    /// The bytes are borrowed for the call.
    std::function<void(std::span<const uint8_t>)> data;
    std::function<void()> end;
    std::function<void(const SysError&)> error;
  };
  using Done = std::move_only_function<void(Result<void, SysError>)>;

  enum class Use : uint8_t { Bytes, Channel };

  /// Takes the descriptor over, whatever becomes of it, and keeps it from programs that are run later. Only a channel,
  /// which is a Unix-domain socket, carries descriptors.
  [[nodiscard]] static Result<std::unique_ptr<PipeStream>, SysError> adopt(Loop& loop, int fd, Use use, Events events);
  ~PipeStream();
  PipeStream(const PipeStream&) = delete;
  PipeStream& operator=(const PipeStream&) = delete;

  [[nodiscard]] Result<void, SysError> start();
  void stop();
  /// True: all was written at once, and `done` is not called. The rest is kept in `bytes`.
  [[nodiscard]] Result<bool, SysError> write(std::vector<uint8_t> bytes, Done done);
  /// The same with a copy of a descriptor, which arrives with the first of the bytes. Always ends in `done`.
  [[nodiscard]] Result<void, SysError> writeWith(int descriptor, std::vector<uint8_t> bytes, Done done);
  /// The next of the descriptors that came with what was read; it is the caller's.
  [[nodiscard]] std::optional<int> takeDescriptor();
  /// Ends the writing side when all is written. A pipe that cannot be half-closed is told to be done.
  [[nodiscard]] Result<void, SysError> shutdown(Done done);
  void close();
  void ref();
  void unref();
  bool hasRef() const;
  /// -1 when closed.
  int fd() const;

 private:
  struct State;
  explicit PipeStream(State* state) : state_(state) {}
  State* state_;
};

}  // namespace weft::loop
