#pragma once
// Tells of changes to a file, or to the entries of a directory (not of those below).

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace weft::loop {

class Loop;

class FileWatcher {
 public:
  enum class Change : uint8_t { Renamed, Changed };
  struct Events {
    /// `name` is an entry of the directory, or the last part of a file's own path; empty if it is not known.
    std::function<void(Change, std::string name)> change;
    /// Nothing comes after it.
    std::function<void(const SysError&)> error;
  };

  /// Starts at once, and keeps the loop alive unless unref() is called.
  [[nodiscard]] static Result<std::unique_ptr<FileWatcher>, SysError> start(Loop& loop, const std::string& path,
                                                                            Events events);
  ~FileWatcher();
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  void ref();
  void unref();

 private:
  struct State;
  explicit FileWatcher(State* state) : state_(state) {}
  State* state_;
};

}  // namespace weft::loop
