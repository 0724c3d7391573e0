#pragma once

// One build as `weft build` has it: the files go where they belong, and what there is to say is said in texts. On any
// thread.

#include <string>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "graph/resolver.h"
#include "options/build_options.h"

namespace weft::options {

struct CommandResult {
  int code = 0;                // 1: the program has faults, or the files cannot be written; 9: wrong options
  std::string standardOutput;  // the program, where it goes nowhere else
  std::string standardError;
};

/// `pool` may be null.
[[nodiscard]] CommandResult runCommand(graph::Resolver& resolver, const BuildRequest& request, ThreadPool* pool,
                                       Color color);

}  // namespace weft::options
