#pragma once
// The application/x-www-form-urlencoded format over flat arrays of strings: name, value, name, value.
// https://url.spec.whatwg.org/#application/x-www-form-urlencoded

#include "engine/value.h"

namespace weft::js {

Result<Value> parseForm(Realm&, String text);
/// The array holds well-formed strings.
Result<Value> serializeForm(Realm&, Object list);

}  // namespace weft::js
