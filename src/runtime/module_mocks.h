#pragma once
// native("modules").mocks: what the module graph and the loader do for mocked modules
// (builtins/internal/test_modules.ts).

#include "engine/value.h"

namespace weft::runtime {

js::Object moduleMocksObject(js::Realm&);

}  // namespace weft::runtime
