#pragma once

// data: URLs as modules, as Node reads them: text/javascript, application/json, application/wasm.

#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/artifact.h"
#include "graph/module_error.h"

namespace weft::graph {

struct DataUrl {
  KindHint hint = KindHint::EsModule;
  std::string bytes;
};

[[nodiscard]] Result<DataUrl, ModuleError> parseDataUrl(std::string_view url);

}  // namespace weft::graph
