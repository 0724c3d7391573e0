// native("clone"): what structured cloning asks of objects.

#include "engine/clone_support.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

int32_t kindOf(js::Object object) {
  return static_cast<int32_t>(js::cloneKind(object));
}

js::Result<js::Value> share(js::Realm& realm, js::Object buffer) {
  WEFT_TRY(shared, js::shareBuffer(realm, buffer));
  return js::Value(shared);
}

js::Result<js::Value> shareMemory(js::Realm& realm, js::Object memory) {
  WEFT_TRY(shared, js::shareWasmMemory(realm, memory));
  return js::Value(shared);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&kindOf>("kindOf"),
    js::fn<&share>("share"),
    js::fn<&shareMemory>("shareMemory"),
    js::fn<&js::isLengthTracking>("isLengthTracking"),
    js::fn<&js::isOutOfBounds>("isOutOfBounds"),
};

}  // namespace

const js::Binding kCloneBinding = {"clone", kFunctions};

}  // namespace weft::runtime
