#pragma once
// The text of Error.stack, in V8's form (https://v8.dev/docs/stack-trace-api#basic-stack-traces).

#include "engine/internal.h"

namespace weft::js {

/// `TypeError: message\n    at f (file:1:2)\n…`. Installed in the VM; runs no JavaScript.
WTF::String formatErrorStack(JSC::VM&, const WTF::Vector<JSC::StackFrame>&, JSC::JSObject* error);

}  // namespace weft::js
