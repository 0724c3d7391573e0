#pragma once
// native("modules").hot: what the module graph does for `weft --hot` (builtins/internal/hot.ts).

#include "engine/value.h"

namespace weft::runtime {

js::Object hotModulesObject(js::Realm&);

}  // namespace weft::runtime
