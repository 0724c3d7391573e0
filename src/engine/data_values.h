#pragma once
// JavaScript values of what a data file says.

#include "data/document.h"
#include "engine/value.h"

namespace weft::js {

/// The whole of a document, new at each call. A value that is part of several others is one object in all of them.
Result<Value> dataValue(Realm&, const data::Document&);

}  // namespace weft::js
