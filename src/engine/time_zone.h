#pragma once
// The engine's idea of the local time zone.

#include <string_view>

namespace weft::js {

class Realm;

/// Takes a change of the TZ environment variable over into Date and Intl of this VM. `name` is its
/// new value; empty: the machine's own zone.
void timeZoneChanged(Realm&, std::string_view name);

}  // namespace weft::js
