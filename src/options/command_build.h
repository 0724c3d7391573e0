#pragma once

// One build as `weft build` has it: the files go where they belong, and what there is to say is said in texts. On any
// thread.

#include <functional>
#include <span>
#include <string>

#include "base/diagnostics.h"
#include "base/result.h"
#include "base/thread_pool.h"
#include "graph/resolver.h"
#include "options/build_options.h"

namespace weft::options {

struct CommandResult {
  int code = 0;                // 1: the program has faults, or the files cannot be written; 9: wrong options
  std::string standardOutput;  // the program, where it goes nowhere else
  std::string standardError;
};

/// Makes the executable of a bundle, the entry first. Gives its size, or why there is none.
using Compile = std::function<Result<size_t, std::string>(std::span<const bundler::OutputFile>)>;

/// `pool` may be null; `compile`, where no executable can be made.
[[nodiscard]] CommandResult runCommand(graph::Resolver& resolver, const BuildRequest& request, ThreadPool* pool,
                                       Color color, const Compile& compile);

}  // namespace weft::options
