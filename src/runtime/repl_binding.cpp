// native("repl"): what is typed at a prompt, made ready to be run (builtins/internal/repl_evaluate.ts).

#include "runtime/bindings.h"
#include "syntax/repl_input.h"

namespace weft::runtime {

namespace {

/// {status: 0 complete, 1 incomplete, 2 invalid; code; isAsync; message; frame}
js::Object prepare(js::Realm& realm, std::string text) {
  syntax::ReplInput input = syntax::replInput(text, syntax::Dialect::TypeScript);
  js::Object out = js::Object::create(realm);
  out.define(realm, "status", js::Value::int32(static_cast<int32_t>(input.status)));
  out.define(realm, "code", js::toJs(realm, input.code));
  out.define(realm, "isAsync", js::Value::boolean(input.isAsync));
  out.define(realm, "message", js::toJs(realm, input.message));
  out.define(realm, "frame", js::toJs(realm, input.frame));
  return out;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&prepare>("prepare")};

}  // namespace

const js::Binding kReplBinding = {"repl", kFunctions};

}  // namespace weft::runtime
