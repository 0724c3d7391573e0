#pragma once
// How often each stretch of a program's text has run: the engine's control flow profiler. It counts basic blocks, in
// all tiers of the compiler; what it doesn't see are the right sides of && || ??, and defaults of parameters.

#include <cstdint>
#include <memory>
#include <vector>

namespace weft::graph {
class Artifact;
}

namespace weft::js {

class VM;

/// Bytes of the artifact's text, half open. Blocks nest: the smallest that holds a byte says how often it ran.
struct ExecutedBlock {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint64_t count = 0;
};

struct ExecutedSource {
  std::shared_ptr<const graph::Artifact> artifact;
  std::vector<ExecutedBlock> blocks;
};

/// Counts in this VM from now on, before any program runs. Bytecode of the cache on disk is neither used nor made.
void enableCoverage(VM&);
/// Of each file that has begun to run in one of the VM's realms, what has run since the last call, in the order of
/// their first runs. Empty without enableCoverage().
std::vector<ExecutedSource> executedSources(VM&);

}  // namespace weft::js
