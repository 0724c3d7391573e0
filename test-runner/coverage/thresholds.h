#pragma once
// The least that must be covered (https://jestjs.io/docs/configuration#coveragethreshold-object).

#include <optional>
#include <string>
#include <vector>

#include "test-runner/coverage/coverage.h"

namespace weft::test::coverage {

/// Percent; below zero: so many may be left uncovered. Nothing: not asked.
struct Limits {
  std::optional<double> lines = {}, statements = {}, functions = {}, branches = {};
};

struct Threshold {
  /// "global": what no other threshold is for. Else a path, or a pattern each file that matches must keep to by itself.
  std::string files;
  std::vector<std::string> matched;  // of the covered files, absolute
  bool isGlobal = false;
  bool isEachFile = false;  // a pattern: each file by itself; a path of a folder: all of it together
  Limits limits;
};

/// A sentence for each that is missed.
[[nodiscard]] std::vector<std::string> missedThresholds(const Coverage&, const std::vector<Threshold>&);

}  // namespace weft::test::coverage
