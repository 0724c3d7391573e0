#pragma once
// What people read when a program ends by an error.

#include <string>

#include "engine/module_loader.h"
#include "runtime/runtime.h"

namespace weft::runtime {

/// The report of an uncaught error: the place in the source with its line, the error as
/// util.inspect shows it (stack, cause chain, an AggregateError's parts, own properties).
std::string renderUncaught(Runtime&, js::Value error);

/// Names the top-level await that kept the entry from ending, on standard error.
void reportUnsettledAwait(const js::ModuleLoader&);

}  // namespace weft::runtime
