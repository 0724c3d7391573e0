#pragma once
// WebAssembly.compileStreaming and instantiateStreaming, as the engine asks its embedder for them. For .cpp files of
// src/engine only. They are done by builtins/web/wasm_streaming.ts.

#include "engine/jsc.h"

namespace weft::js {

JSC::JSPromise* compileWasmStreaming(JSC::JSGlobalObject*, JSC::JSValue source);
JSC::JSPromise* instantiateWasmStreaming(JSC::JSGlobalObject*, JSC::JSValue source, JSC::JSObject* imports);

}  // namespace weft::js
