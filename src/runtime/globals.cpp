// Global names and the builtins that hold them; each is loaded at its first use.

#include "runtime/globals.h"

#include "engine/module_loader.h"

namespace weft::runtime {

namespace {

js::Result<void> queueMicrotask(js::Realm& realm, js::Value callback) {
  if (!callback.isCallable()) return js::fail(js::JsError::argType("callback", "of type function", callback));
  js::queueMicrotask(realm, callback.asFunction());
  return {};
}

js::Result<js::Value> callStreaming(js::Realm& realm, std::string_view name, std::span<const js::Value> args) {
  WEFT_TRY(exports, realm.requireBuiltin("web/wasm_streaming"));
  return exports.asObject().invoke(realm, name, args);
}

js::Result<js::Value> compileStreaming(js::Realm& realm, js::Value source) {
  const js::Value args[] = {source};
  return callStreaming(realm, "compileStreaming", args);
}

js::Result<js::Value> instantiateStreaming(js::Call& call, js::Value source) {
  const js::Value args[] = {source, call[1]};
  return callStreaming(call.realm(), "instantiateStreaming", args);
}

/// What the engine's WebAssembly lacks: https://webassembly.github.io/spec/web-api/#streaming-modules
void extendWebAssembly(js::Realm& realm) {
  auto object = realm.globalObject().get(realm, "WebAssembly");
  if (!object || !object->isObject()) return;
  for (const js::FunctionSpec& spec :
       {js::fn<&compileStreaming>("compileStreaming"), js::fn<&instantiateStreaming>("instantiateStreaming")})
    object->asObject().define(realm, spec.name, js::createFunction(realm, spec));
}

}  // namespace

void defineGlobals(js::Realm& realm) {
  // {global, builtin, export, enumerable as in Node}
  static constexpr js::LazyGlobal kGlobals[] = {
      {"AbortController", "web/abort", "AbortController"},
      {"AbortSignal", "web/abort", "AbortSignal"},
      {"atob", "web/base64", "atob", true},
      {"btoa", "web/base64", "btoa", true},
      {"Blob", "web/blob", "Blob"},
      {"Buffer", "node:buffer", "Buffer"},
      {"BroadcastChannel", "web/broadcast_channel", "BroadcastChannel"},
      {"Bun", "internal/weft", "Weft"},
      {"ByteLengthQueuingStrategy", "web/queuing_strategies", "ByteLengthQueuingStrategy"},
      {"clearImmediate", "internal/timers", "clearImmediate", true},
      {"clearInterval", "internal/timers", "clearInterval", true},
      {"clearTimeout", "internal/timers", "clearTimeout", true},
      {"CloseEvent", "web/close_event", "CloseEvent"},
      {"CompressionStream", "web/compression_streams", "CompressionStream"},
      {"console", "internal/console", "console"},
      {"CountQueuingStrategy", "web/queuing_strategies", "CountQueuingStrategy"},
      {"Crypto", "web/crypto", "Crypto"},
      {"crypto", "web/crypto", "crypto", true},
      {"CryptoKey", "web/crypto_key", "CryptoKey"},
      {"CustomEvent", "web/event", "CustomEvent"},
      {"DecompressionStream", "web/compression_streams", "DecompressionStream"},
      {"DOMException", "web/dom_exception", "DOMException"},
      {"ErrorEvent", "web/error_event", "ErrorEvent"},
      {"Event", "web/event", "Event"},
      {"EventSource", "web/event_source", "EventSource"},
      {"EventTarget", "web/event", "EventTarget"},
      {"fetch", "web/fetch", "fetch", true},
      {"File", "web/file", "File"},
      {"FormData", "web/form_data", "FormData"},
      {"Headers", "web/headers", "Headers"},
      {"MessageChannel", "web/message_port", "MessageChannel"},
      {"MessageEvent", "web/message_event", "MessageEvent"},
      {"MessagePort", "web/message_port", "MessagePort"},
      {"Navigator", "web/navigator", "Navigator"},
      {"navigator", "web/navigator", "navigator", true},
      {"performance", "web/performance", "performance", true},
      {"Performance", "web/performance", "Performance"},
      {"PerformanceEntry", "web/performance_entry", "PerformanceEntry"},
      {"PerformanceMark", "web/performance_entry", "PerformanceMark"},
      {"PerformanceMeasure", "web/performance_entry", "PerformanceMeasure"},
      {"PerformanceObserver", "web/performance_observer", "PerformanceObserver"},
      {"PerformanceObserverEntryList", "web/performance_observer", "PerformanceObserverEntryList"},
      {"PerformanceResourceTiming", "web/performance_resource", "PerformanceResourceTiming"},
      {"process", "node:process", "default"},
      {"ReadableByteStreamController", "web/readable_byte_stream", "ReadableByteStreamController"},
      {"ReadableStream", "web/readable_stream", "ReadableStream"},
      {"ReadableStreamBYOBReader", "web/readable_stream_readers", "ReadableStreamBYOBReader"},
      {"ReadableStreamBYOBRequest", "web/readable_byte_stream", "ReadableStreamBYOBRequest"},
      {"ReadableStreamDefaultController", "web/readable_default_controller", "ReadableStreamDefaultController"},
      {"ReadableStreamDefaultReader", "web/readable_stream_readers", "ReadableStreamDefaultReader"},
      {"Request", "web/request", "Request"},
      {"Response", "web/response", "Response"},
      {"reportError", "web/report_error", "reportError"},
      {"setImmediate", "internal/timers", "setImmediate", true},
      {"setInterval", "internal/timers", "setInterval", true},
      {"setTimeout", "internal/timers", "setTimeout", true},
      {"SubtleCrypto", "web/subtle_crypto", "SubtleCrypto"},
      {"structuredClone", "web/structured_clone", "structuredClone", true},
      {"TextDecoder", "web/encoding", "TextDecoder"},
      {"TextDecoderStream", "web/encoding_streams", "TextDecoderStream"},
      {"TextEncoder", "web/encoding", "TextEncoder"},
      {"TextEncoderStream", "web/encoding_streams", "TextEncoderStream"},
      {"TransformStream", "web/transform_stream", "TransformStream"},
      {"TransformStreamDefaultController", "web/transform_stream", "TransformStreamDefaultController"},
      {"URL", "web/url", "URL"},
      {"URLPattern", "web/url_pattern", "URLPattern"},
      {"URLSearchParams", "web/url", "URLSearchParams"},
      {"WebSocket", "web/websocket", "WebSocket"},
      {"Weft", "internal/weft", "Weft"},
      {"Worker", "web/worker", "Worker"},
      {"WritableStream", "web/writable_stream", "WritableStream"},
      {"WritableStreamDefaultController", "web/writable_controller", "WritableStreamDefaultController"},
      {"WritableStreamDefaultWriter", "web/writable_stream", "WritableStreamDefaultWriter"},
  };
  for (const js::LazyGlobal& global : kGlobals) realm.defineLazyGlobal(global);
  js::Object global = realm.globalObject();
  global.define(realm, "global", realm.globalThis());
  auto constant = js::PropertyFlags::DontEnum | js::PropertyFlags::ReadOnly;
  global.define(realm, js::symbolToStringTag(realm), js::String::fromStatic(realm, "global"), constant);
  extendWebAssembly(realm);
  global.define(realm, "queueMicrotask", js::createFunction(realm, js::fn<&queueMicrotask>("queueMicrotask")));
}

}  // namespace weft::runtime
