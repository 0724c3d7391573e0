#pragma once

// YAML 1.2, core schema: https://yaml.org/spec/1.2.2/
//
// Several documents give an array, none gives null. An alias gives the very value of its anchor. `<<` merges, as YAML
// 1.1 has it. Tags other than the core schema's leave scalars as strings and collections as they are.

#include <optional>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "data/document.h"

namespace weft::data {

/// As parseData. Collections may be nested 1,000 deep.
[[nodiscard]] std::optional<Document> parseYaml(const SourceText& source, Log& log);

}  // namespace weft::data
