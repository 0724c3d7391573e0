#pragma once
// Error.stack as text, in V8's form (https://v8.dev/docs/stack-trace-api#basic-stack-traces).

#include <vector>

#include "engine/internal.h"
#include "engine/stack_frames.h"

namespace weft::js {

/// Installed in the VM: called when the engine wants the stack of an error, at its first use or when a collection
/// finds one of its functions dead. Runs no JavaScript.
WTF::String formatErrorStack(JSC::VM&, const WTF::Vector<JSC::StackFrame>&, JSC::JSObject* error);

/// `TypeError: message`, from data properties alone.
WTF::String errorHeader(JSC::VM&, JSC::JSObject* error);
/// The header and the frames, places as the VM's setting for source maps says. Not at the end of a collection.
WTF::String stackText(JSC::VM&, JSC::JSObject* error, const std::vector<FrameRecord>&);
/// What an error would show at its first read must not replace what it is given before.
void forgetStack(JSC::VM&, JSC::JSObject*);
/// Makes `value` the object's `stack`, whatever it was to become.
void replaceStack(JSC::VM&, JSC::JSObject*, JSC::JSValue value);

}  // namespace weft::js
