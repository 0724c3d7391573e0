#pragma once
// Reads a descriptor as a flow of chunks on the loop: standard input of whatever kind. A regular file is read on
// the thread pool, a pipe, socket or terminal when it is readable.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "base/result.h"

namespace weft::loop {

class Loop;

class InputStream {
 public:
  struct Events {
    /// The bytes are borrowed for the call.
    std::function<void(std::span<const uint8_t>)> data;
    std::function<void()> end;
    std::function<void(const SysError&)> error;
  };

  /// Does not take the descriptor over: a standard descriptor stays open after the stream is gone.
  [[nodiscard]] static Result<std::unique_ptr<InputStream>, SysError> open(Loop& loop, int fd, Events events);
  virtual ~InputStream() = default;

  /// Chunks come until stop(); nothing comes after end or error.
  virtual void start() = 0;
  virtual void stop() = 0;
  /// A referenced stream (the default) keeps the loop alive while it is started.
  virtual void ref() = 0;
  virtual void unref() = 0;
  /// Raw mode of a terminal: each key at once, no echo. Fails with ENOTTY on anything else.
  [[nodiscard]] virtual Result<void, SysError> setRawMode(bool raw);
};

}  // namespace weft::loop
