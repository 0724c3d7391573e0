#pragma once

// Which tests a change can affect: those from which the module graph's edges lead to a file that has changed.

#include <string>
#include <unordered_set>
#include <vector>

#include "graph/resolver.h"

namespace weft::test {

struct Change {
  std::vector<std::string> files;  // absolute, changed or new
  bool hasRemoved = false;         // some are there no longer: what cannot be found may have been one of them
};

/// For each of `tests` (absolute paths), whether the change can affect it. A file whose own imports cannot be read is
/// taken for affected: nobody knows.
[[nodiscard]] std::vector<bool> affectedTests(const std::vector<std::string>& tests, const Change& change,
                                              const graph::ResolverOptions& options);

/// What speaks for every test of a project: package.json, lock files, tsconfig, configurations of the runner.
[[nodiscard]] bool concernsAll(const std::string& path);

}  // namespace weft::test
