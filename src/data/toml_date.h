#pragma once

// Dates and times of TOML: RFC 3339, of which seconds, the offset, the date or the time may be missing.

#include <optional>
#include <string>
#include <string_view>

namespace weft::data {

/// True if the word can be nothing else than a date or a time: "1979-…", "07:…".
[[nodiscard]] bool beginsAsDate(std::string_view word);

/// The date, the time or both as one string with "T" and "Z" in capitals and with seconds; nothing if it is malformed
/// or there is no such day or time.
[[nodiscard]] std::optional<std::string> normalizedDate(std::string_view word);

}  // namespace weft::data
