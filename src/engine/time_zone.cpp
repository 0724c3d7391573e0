#include "engine/time_zone.h"

#include "engine/internal.h"

namespace weft::js {

void timeZoneChanged(Realm& realm, std::string_view name) {
  if (name.starts_with(':')) name.remove_prefix(1);
  // ICU keeps the zone it found first as its default, so the engine is told by name. What is no zone's name (a POSIX
  // rule such as "EST5EDT,M3.2.0", a path) is left to the host's lookup.
  if (!WTF::setTimeZoneOverride(toWTF(name))) WTF::setTimeZoneOverride({});
  jscVM(realm).dateCache.resetIfNecessarySlow();
}

}  // namespace weft::js
