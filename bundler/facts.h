#pragma once

// One walk over a module's tree, for all that the linker asks of it. What only connects modules is taken off the tree:
//
//     import { a } from "x"; export { a as b }; export const c = 1; export default f();
//     const c = 1; const x_default = f();
//
// The rest goes into facts, by symbol. Parallel: a module at a time.

#include "bundler/module.h"

namespace weft::bundler {

struct FactOptions {
  std::string stem = {};        // what a default export without a name is called after
  bool wantsConstants = false;  // values that may stand for variables (constants.h)
};

/// Fills in module.facts and changes module.tree.
void findFacts(Module& module, const FactOptions& options);

}  // namespace weft::bundler
