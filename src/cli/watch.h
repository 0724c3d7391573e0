#pragma once

// `weft --watch FILE`: runs the program in a process of its own, and again whenever a file that it loaded changes, or
// one that it looked for in vain appears. With `--watch-path`, whenever something there changes. The process tells over
// a pipe what it loads (kWatchVariable).

#include <functional>
#include <string>
#include <vector>

namespace weft::cli {

/// Names the descriptor that the watched process writes paths to, a line each.
inline constexpr const char* kWatchVariable = "WEFT_WATCH_FD";

struct WatchRequest {
  std::vector<std::string> command;  // of the watched process: executable and arguments
  std::vector<std::string> files;    // to be watched beside what it loads
  std::vector<std::string> paths;    // to be watched instead, folders with all that is in them; none: as above
  bool clearsScreen = true;          // before a restart, on a terminal
  /// The process follows changes itself, as long as it runs; a line "!REASON" from it asks for a restart.
  bool isHot = false;
};

/// Whether this process is watched: before watchReporter().
[[nodiscard]] bool isWatched();
/// In a watched process: writes paths to the pipe, missing ones after a `-`. Empty in any other. Takes the variable out
/// of the environment.
[[nodiscard]] std::function<void(const std::string& path, bool isMissing)> watchReporter();

/// Runs until a signal ends it; gives the exit code.
[[nodiscard]] int watch(const WatchRequest& request);

}  // namespace weft::cli
