#include "engine/wasm_streaming.h"

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

namespace {

JSPromise* callBuiltin(JSGlobalObject* global, std::string_view name, JSValue source, JSValue imports) {
  Realm& realm = realmOf(global);
  auto* promise = JSPromise::create(global->vm(), global->promiseStructure());
  auto call = [&]() -> Result<Value> {
    WEFT_TRY(exports, realm.requireBuiltin("web/wasm_streaming"));
    const Value args[] = {fromJSC(source), fromJSC(imports)};
    return exports.asObject().invoke(realm, name, args);
  };
  auto result = call();
  if (result)
    promise->resolve(global, toJSC(*result));
  else
    promise->reject(global, toJSC(result.error().toValue(realm)));
  return promise;
}

}  // namespace

JSPromise* compileWasmStreaming(JSGlobalObject* global, JSValue source) {
  return callBuiltin(global, "compileStreaming", source, jsUndefined());
}

JSPromise* instantiateWasmStreaming(JSGlobalObject* global, JSValue source, JSObject* imports) {
  return callBuiltin(global, "instantiateStreaming", source, imports ? JSValue(imports) : jsUndefined());
}

}  // namespace weft::js
