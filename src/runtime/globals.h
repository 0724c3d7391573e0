#pragma once
// The global names that weft adds to JavaScriptCore's.

#include "engine/vm.h"

namespace weft::runtime {

void defineGlobals(js::Realm&);

}  // namespace weft::runtime
