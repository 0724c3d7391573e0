#pragma once
// Whose function a native one is: `Array` of Array.prototype.map, `JSON` of JSON.parse.

#include <vector>

#include "engine/jsc.h"

namespace weft::js {

/// The names of the globals that are asked, as the engine compares them: one in each VM.
struct NativeOwnerNames {
  explicit NativeOwnerNames(JSC::VM&);
  std::vector<JSC::Identifier> names;
};

/// The name of the global that has this function, itself or in its prototype, under `name`; null when it is of
/// another object. Allocates no cell: may be called at the end of a collection.
WTF::String ownerOfNative(JSC::VM&, JSC::JSObject* function, const WTF::String& name);

/// A constructor that can only be called with `new`.
bool isConstructedNative(const WTF::String& name);

}  // namespace weft::js
