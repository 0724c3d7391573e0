#pragma once
// The async context of a realm: one value that builtins set, and that follows the program over `await`, promise
// reactions and microtasks. A reaction runs with the context in which it was registered; a job that is queued
// at once, with that in which it was queued. Between callbacks the context is undefined.
//
// The engine knows nothing of this. Two of its built-in functions, performPromiseThen and
// resolveWithoutPromiseForAsyncAwait, are replaced in every realm by ones that do the same, and when there is a
// context put it into the handlers. The context is a property of the former. Compiled code takes it for the constant
// it is until something sets it, so programs that have no context pay nothing.

#include "engine/value.h"

namespace JSC {
class QueuedTask;
class VM;
}  // namespace JSC

namespace weft::js {

class GlobalObject;

/// For a new realm, before anything runs in it.
void installAsyncContext(JSC::VM&, GlobalObject&);
/// From now on jobs are given their contexts, and each ends with none.
void useAsyncContext(Realm&);
/// What to call for the context, and to change it.
struct AsyncContextFunctions {
  Value get, set;
};
AsyncContextFunctions asyncContextFunctions(Realm&);

Value asyncContext(Realm&);
void setAsyncContext(Realm&, Value);
/// Gives a job the context that there is now, unless it brings its own.
void captureAsyncContext(Realm&, JSC::QueuedTask&);

}  // namespace weft::js
