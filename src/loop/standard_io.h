#pragma once
// The process's file descriptors 0, 1 and 2: what they are, writing to them without ever losing data, the
// size of a terminal, and giving back terminal modes and descriptor flags as they were found.

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"

namespace weft::loop {

enum class DescriptorKind : uint8_t { Terminal, File, Pipe, Socket, Unknown };
[[nodiscard]] DescriptorKind descriptorKind(int fd);

struct TerminalSize {
  int columns, rows;
};
/// None when `fd` is no terminal.
[[nodiscard]] std::optional<TerminalSize> terminalSize(int fd);

/// Once, at the start of the process: opens /dev/null for a standard descriptor that is closed, so that no
/// file is opened under its number, and ignores SIGPIPE and SIGXFSZ, so that a write to a broken pipe gives EPIPE,
/// and one beyond the limit of a file's size EFBIG.
void prepareStandardIo();

/// Writes all of `bytes`, waiting as long as it takes, also when someone has made the descriptor non-blocking.
/// EPIPE is a failure like any other here.
[[nodiscard]] Result<void, SysError> writeAll(int fd, std::span<const uint8_t> bytes);

/// Reads at most `into.size()` bytes, waiting for at least one; 0 is the end.
[[nodiscard]] Result<size_t, SysError> readSome(int fd, std::span<uint8_t> into);

/// Notes the flags of standard descriptor `fd` before they are changed, for restoreStandardIo(), which from then
/// on also runs when SIGINT, SIGTERM, SIGHUP or SIGQUIT kills the process.
void rememberStandardIo(int fd);
/// Terminal modes and descriptor flags as they were. Must run before the process ends; safe in a signal handler.
void restoreStandardIo();

/// Ends the process by `signal`'s default action, as if it had never been caught.
[[noreturn]] void dieBySignal(int signal);

}  // namespace weft::loop
