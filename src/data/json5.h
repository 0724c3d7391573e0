#pragma once

// JSON5: https://spec.json5.org/

#include <optional>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "data/document.h"

namespace weft::data {

/// As parseData.
[[nodiscard]] std::optional<Document> parseJson5(const SourceText& source, Log& log);

}  // namespace weft::data
