#pragma once

// Source maps, revision 3 (ECMA-426, https://tc39.es/ecma426/).

#include <span>
#include <string>
#include <string_view>

#include "base/source_text.h"
#include "syntax/printer.h"

namespace weft::syntax {

/// The map of `code`, which was printed from `source`, as JSON. `file` names the code, `sourceName` the source; either
/// is what a reader resolves against the map's own place. The source's text goes along.
[[nodiscard]] std::string sourceMapOf(std::string_view code, const Mappings& mappings, const SourceText& source,
                                      std::string_view file, std::string_view sourceName);

/// `//# sourceMappingURL=data:…`, with the map inside.
[[nodiscard]] std::string inlineSourceMap(std::string_view map);

}  // namespace weft::syntax
