#pragma once

// TypeScript's types in lists of exports: `export { Type } from "./types"` does not say that `Type` is none that runs.
// A compiler that sees the whole program leaves it out; one that sees a file alone cannot tell. The records can.

#include "base/result.h"
#include "engine/module_state.h"

namespace weft::js {

/// The engine's name of a request: its specifier, and behind a NUL the type it asks for
/// (packages/javascriptcore/patches/0011).
std::string requestName(const syntax::ModuleRequest&);

/// Before the record of `node` is linked, and with its dependencies set: takes away what it passes on from another
/// TypeScript file that has no such export.
/// @returns Whether there was any: the record is not what its artifact alone gives.
[[nodiscard]] Result<bool> dropTypeExports(ModuleLoader::State& state, const graph::Node& node);

}  // namespace weft::js
