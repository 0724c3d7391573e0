#pragma once

// TOML 1.1, of which 1.0 is a part: https://toml.io/en/v1.1.0
//
// Dates and times become strings in the form of RFC 3339, as Temporal and Date read them; integers that a JavaScript
// number can't hold exactly are faults.

#include <optional>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "data/document.h"

namespace weft::data {

/// As parseData.
[[nodiscard]] std::optional<Document> parseToml(const SourceText& source, Log& log);

}  // namespace weft::data
