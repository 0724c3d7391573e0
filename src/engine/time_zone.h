#pragma once
// The engine's idea of the local time zone.

#include <string_view>

namespace weft::js {

/// Takes a change of the TZ environment variable over into Date and Intl of every VM of the process. `name` is its
/// new value; empty: the machine's own zone.
void timeZoneChanged(std::string_view name);

}  // namespace weft::js
