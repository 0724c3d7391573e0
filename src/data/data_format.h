#pragma once

// The formats of data files, and the one way to read any of them. Parallel, reads only.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "data/document.h"

namespace weft::data {

enum class DataFormat : uint8_t { Json5, Toml, Yaml };

/// "JSON5", "TOML", "YAML".
[[nodiscard]] std::string_view formatName(DataFormat format);

/// Nothing when the text has a fault, which `log` tells then: the first one. Never recurses deeper than a few hundred
/// kilobytes of stack, and takes time linear in the text. The text has no byte order mark.
[[nodiscard]] std::optional<Document> parseData(DataFormat format, const SourceText& source, Log& log);

}  // namespace weft::data
