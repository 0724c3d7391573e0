#pragma once
// Error.captureStackTrace as V8 has it
// (https://v8.dev/docs/stack-trace-api#stack-trace-collection-for-custom-exceptions). JavaScriptCore's own is
// overwritten on an Error by the stack that the error gets at its first read, and its text never begins with the
// object's name and message.

#include "engine/internal.h"

namespace weft::js {

void defineCaptureStackTrace(JSC::VM&, JSC::JSGlobalObject*);

}  // namespace weft::js
