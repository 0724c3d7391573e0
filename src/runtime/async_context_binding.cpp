// native("async_context"): the engine's half of builtins/internal/async_context.ts.

#include "engine/async_context.h"

#include "engine/convert.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

js::Value getter(js::Realm& realm) {
  return js::asyncContextFunctions(realm).get;
}
js::Value setter(js::Realm& realm) {
  return js::asyncContextFunctions(realm).set;
}
void use(js::Realm& realm) {
  js::useAsyncContext(realm);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&getter>("getter"),
    js::fn<&setter>("setter"),
    js::fn<&use>("use"),
};

}  // namespace

const js::Binding kAsyncContextBinding = {"async_context", kFunctions};

}  // namespace weft::runtime
