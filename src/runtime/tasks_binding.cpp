// native("tasks"): microtasks and the drain after each callback.

#include "engine/module_loader.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

bool drainMicrotasks(js::Realm& realm) {
  return Runtime::of(realm).drainMicrotasks();
}
void requestDrain(js::Realm& realm) {
  Runtime::of(realm).requestDrain();
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&drainMicrotasks>("drainMicrotasks"),
    js::fn<&requestDrain>("requestDrain"),
};

}  // namespace

const js::Binding kTasksBinding = {"tasks", kFunctions};

}  // namespace weft::runtime
