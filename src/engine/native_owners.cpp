#include "engine/native_owners.h"

#include <algorithm>

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

namespace {

// Those whose functions call back into a program.
constexpr WTF::ASCIILiteral kOwners[] = {"Array"_s,    "Object"_s, "Function"_s, "String"_s, "RegExp"_s,
                                         "Promise"_s,  "Map"_s,    "Set"_s,      "JSON"_s,   "Reflect"_s,
                                         "Iterator"_s, "Symbol"_s, "Number"_s,   "Atomics"_s};
constexpr WTF::ASCIILiteral kConstructed[] = {"Promise"_s, "Map"_s, "Set"_s, "WeakMap"_s, "WeakSet"_s, "Proxy"_s};

// An own data property that exists already: what has been called has been read, and is not lazy any more.
JSValue ownValue(JSObject* object, WTF::UniquedStringImpl* name) {
  unsigned attributes = 0;
  PropertyOffset offset = object->structure()->getConcurrently(name, attributes);
  if (offset == invalidOffset || (attributes & PropertyAttribute::AccessorOrCustomAccessorOrValue)) return {};
  return object->getDirect(offset);
}

JSObject* ownObject(JSObject* object, WTF::UniquedStringImpl* name) {
  JSValue value = ownValue(object, name);
  return value ? value.getObject() : nullptr;
}

}  // namespace

NativeOwnerNames::NativeOwnerNames(JSC::VM& vm) {
  names.reserve(std::size(kOwners));
  for (WTF::ASCIILiteral owner : kOwners) names.push_back(Identifier::fromString(vm, owner));
}

WTF::String ownerOfNative(JSC::VM& vm, JSObject* function, const WTF::String& name) {
  if (name.isEmpty() || !name.impl()->isAtom()) return {};
  auto* key = static_cast<WTF::UniquedStringImpl*>(static_cast<WTF::AtomStringImpl*>(name.impl()));
  JSGlobalObject* global = function->globalObject();
  for (const Identifier& owner : clientData(vm).nativeOwners.names) {
    JSObject* holder = ownObject(global, owner.impl());
    if (!holder) continue;
    if (ownValue(holder, key) == JSValue(function)) return owner.string();
    JSObject* prototype = ownObject(holder, vm.propertyNames->prototype.impl());
    if (prototype && ownValue(prototype, key) == JSValue(function)) return owner.string();
  }
  return {};
}

bool isConstructedNative(const WTF::String& name) {
  return std::ranges::any_of(kConstructed, [&](WTF::ASCIILiteral known) { return name == known; });
}

}  // namespace weft::js
