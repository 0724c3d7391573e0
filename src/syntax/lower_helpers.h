#pragma once

// The functions that lowered code calls. They are function declarations, so that they may be printed after the code:
// its lines stay where they are, and hoisting makes them ready before it, also in cycles of modules.

#include <array>
#include <cstdint>
#include <string>

#include "syntax/ast.h"

namespace weft::syntax {

enum class Helper : uint8_t {
  Decorate,    // (decorators, target, key, descriptor) of TypeScript's own decorators
  Parameter,   // (index, decorator): a parameter's decorator as one of its method
  Metadata,    // (key, value): Reflect.metadata, if there is one
  Decorators,  // (decorators, name): what a decorated class keeps of its decorators
  Identity,    // (value): the value; extended by a class whose members go into a given object
  // Down-levelling's.
  Power,             // (a, b): a ** b
  Spread,            // (target, source): { ...target, ...source } in target
  Define,            // (target, source): likewise, accessors too
  Rest,              // (source, keys): an object of what has none of the keys
  Key,               // (value): a property key
  Async,             // (this, arguments, generator): a promise
  AsyncGenerator,    // (this, arguments, generator): an async generator object
  AsyncIterator,     // (iterable)
  SuperGet,          // (home, this, key)
  SuperSet,          // (home, this, key, value)
  SuperReference,    // (get, set, key): an object whose _ is the property
  PublicField,       // (object, key, value)
  PrivateAdd,        // (object, storage, value)
  PrivateGet,        // (object, storage, getter)
  PrivateSet,        // (object, storage, value, setter)
  PrivateMethod,     // (object, storage, method)
  PrivateReference,  // (object, storage, getter, setter): an object whose _ is the member
  PrivateIn,         // (storage, object)
  Using,             // (stack, value, isAwait)
  Dispose,           // (stack): a promise if something has to be awaited
  Count,
};

/// Which helpers a file uses, and what they are called there.
class HelperSet {
 public:
  /// The helper's name, which nothing else in the file has.
  [[nodiscard]] Atom use(Helper helper, AtomTable& atoms);
  /// The source of those that were used.
  [[nodiscard]] std::string source(const AtomTable& atoms) const;

 private:
  std::array<Atom, static_cast<size_t>(Helper::Count)> names_{};
};

/// A name that nothing in the file has: `wanted`, or with a number after it, which is above `last`. That becomes it.
[[nodiscard]] Atom makeFreshName(std::string_view wanted, AtomTable& atoms, unsigned& last);

}  // namespace weft::syntax
