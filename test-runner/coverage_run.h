#pragma once

// Coverage of a run: gathered from the host, completed by files that no test loads, reported, held against thresholds.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "test-runner/coverage/coverage.h"
#include "test-runner/plan.h"

namespace weft::test {

/// Leaves those of the paths that none of the JavaScript patterns matches; false: a pattern is wrong.
using PathSelection = std::function<bool(const std::vector<std::string>& patterns, std::vector<std::string>& paths)>;

class CoverageRun {
 public:
  /// `root` is that of the project; `isTest` says which files are tests.
  CoverageRun(const CoverageRequest& request, std::string root, std::function<bool(const std::string&)> isTest)
      : request_(request), root_(std::move(root)), isTest_(std::move(isTest)) {}

  void add(std::string_view packed);
  /// Leaves out what does not count, and adds what counts though nothing has loaded it. False: see `withoutIgnored`.
  [[nodiscard]] bool complete(const PathSelection& withoutIgnored);
  /// Writes the files of all reports; what is for the terminal. The error says what could not be written.
  [[nodiscard]] Result<std::string, std::string> report(bool isColoured, uint32_t columns) const;
  /// A sentence for each threshold that is missed.
  [[nodiscard]] std::vector<std::string> missed() const;

 private:
  [[nodiscard]] std::vector<std::string> unloaded() const;

  const CoverageRequest& request_;
  std::string root_;
  std::function<bool(const std::string&)> isTest_;
  coverage::Coverage files_;
};

}  // namespace weft::test
