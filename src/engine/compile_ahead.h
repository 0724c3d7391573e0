#pragma once
// Modules compiled before they run.

#include "engine/module_loader.h"

namespace weft::js {

/// All of an ES module that is loaded, whether it will run or not.
Result<ModuleLoader::Compiled> compileAhead(Realm&, graph::ModuleGraph&, graph::NodeId);

}  // namespace weft::js
