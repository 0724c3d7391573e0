// native("vm"): scripts and contexts (builtins/internal/vm_native.ts).

#include "engine/script_context.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

js::Object createContext(js::Realm& realm, js::Value sandbox, bool allowsStrings, bool allowsWasm) {
  auto strings = allowsStrings ? js::CodeFromStrings::Allowed : js::CodeFromStrings::Refused;
  auto wasm = allowsWasm ? js::WebAssemblyCode::Allowed : js::WebAssemblyCode::Refused;
  return js::createContext(realm, sandbox.isObject() ? std::optional(sandbox.asObject()) : std::nullopt, strings, wasm);
}

js::Result<void> check(js::Realm& realm, js::String text, std::string file, int32_t line, int32_t column) {
  return js::checkScript(realm, text, {std::move(file), line, column});
}

/// An array of the value; an empty one if the time was over.
js::Result<js::Array> run(js::Realm& realm, js::Value context, js::String text, std::string file, int32_t line,
                          int32_t column, std::optional<double> timeout, std::optional<double> around) {
  WEFT_TRY(done, js::runScript(realm, context, text, {std::move(file), line, column}, timeout, around));
  if (done.timedOut) return js::Array::create(realm);
  const js::Value only[] = {done.value};
  return js::Array::create(realm, only);
}

js::Result<js::Value> compileFunction(js::Realm& realm, js::Value context, js::String body, js::Object parameters,
                                      js::Object extensions, std::string file, int32_t line, int32_t column) {
  std::vector<std::string> names;
  js::Array nameList = js::Array::unchecked(parameters);
  for (uint32_t i = 0; i < nameList.length(); ++i) {
    WEFT_TRY(item, nameList.getIndex(realm, i));
    WEFT_TRY(name, item.toUtf8(realm));
    names.push_back(std::move(name));
  }
  // `extensions` keeps the objects alive.
  std::vector<js::Value> objects;
  js::Array objectList = js::Array::unchecked(extensions);
  for (uint32_t i = 0; i < objectList.length(); ++i) {
    WEFT_TRY(item, objectList.getIndex(realm, i));
    objects.push_back(item);
  }
  return js::compileFunction(realm, context, body, names, objects, {std::move(file), line, column});
}

js::Object contextThis(js::Object context) {
  return js::contextThis(context);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createContext>("createContext"),
    js::fn<&contextThis>("contextThis"),
    js::fn<&check>("check"),
    js::fn<&run>("run"),
    js::fn<&compileFunction>("compileFunction"),
};

}  // namespace

const js::Binding kVmBinding = {"vm", kFunctions};

}  // namespace weft::runtime
