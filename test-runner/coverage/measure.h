#pragma once
// From what the engine counted of a module's text to what is covered of the file as it was written.

#include <span>

#include "graph/artifact.h"
#include "test-runner/coverage/coverage.h"

namespace weft::test::coverage {

/// Bytes of the artifact's text, half open, and how often they ran. Blocks nest: the smallest that holds a byte says
/// how often it ran; what no block holds did not run.
struct Block {
  uint32_t begin = 0, end = 0;
  uint64_t count = 0;
};

/// Everything that can be covered of the file, with its counts. Text between /* istanbul ignore … */ (or c8, v8)
/// comments and what they mean is left out. Empty of a file that is no code or does not parse. Parallel: pure.
[[nodiscard]] FileCoverage measure(const graph::Artifact& artifact, std::span<const Block> blocks);

}  // namespace weft::test::coverage
