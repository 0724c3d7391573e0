#pragma once

// The result of what may fail. The four kinds of failure (user's source, JavaScript, system, our bug)
// never mix: SysError, below, is the system's; see diagnostics.h for the user's source and check.h for our bugs.

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace weft {

template <typename T, typename E>
using Result = std::expected<T, E>;

/// `return fail(SysError{...})`: makes the failing side of a Result.
template <typename E>
[[nodiscard]] constexpr std::unexpected<std::decay_t<E>> fail(E&& error) {
  return std::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

/// A failed system call, worded as Node words it (libuv's names and descriptions).
struct SysError {
  int code = 0;              // errno: positive
  const char* syscall = "";  // "open", "scandir": a literal
  std::string path;          // empty where the call takes none
  std::string destination;   // the second path of rename, link, copyfile

  /// "ENOENT"; "Unknown system error 1234" for a number that has no name.
  [[nodiscard]] std::string name() const;
  /// "no such file or directory"
  [[nodiscard]] std::string description() const;
  /// "ENOENT: no such file or directory, open '/x'"
  [[nodiscard]] std::string message() const;
};

/// The name ("ENOENT") and the description of an errno; both empty when the number is unknown.
struct ErrnoText {
  std::string_view name;
  std::string_view description;
};
[[nodiscard]] ErrnoText errnoText(int code);

}  // namespace weft
