// The text of Error.stack. It can be asked for at the end of a collection, so nothing here allocates
// cells or calls JavaScript: only data properties are read.

#include "engine/error_stack.h"

#include <JavaScriptCore/StackFrame.h>

namespace weft::js {

using namespace JSC;

namespace {

// A string data property of the object or its prototypes; getters and other values count as absent.
WTF::String directString(JSC::VM& vm, JSObject* object, PropertyName name) {
  for (; object; object = object->getPrototypeDirect().getObject()) {
    if (object->type() == ProxyObjectType) return {};
    JSValue value = object->getDirect(vm, name);
    if (!value) continue;
    if (!value.isString()) return {};
    return asString(value)->tryGetValue(false).data;
  }
  return {};
}

// ECMA-262's Error.prototype.toString over data properties.
WTF::String header(JSC::VM& vm, JSObject* error) {
  if (!error) return "Error"_s;
  WTF::String name = directString(vm, error, vm.propertyNames->name);
  WTF::String message = directString(vm, error, vm.propertyNames->message);
  if (name.isNull()) name = "Error"_s;
  if (message.isEmpty()) return name;
  if (name.isEmpty()) return message;
  return makeString(name, ": "_s, message);
}

void appendFrame(WTF::StringBuilder& out, JSC::VM& vm, const StackFrame& frame) {
  WTF::String function = frame.functionName(vm);
  WTF::String url = frame.sourceURL(vm);
  out.append("\n    at "_s);
  // JavaScriptCore's names for what is not a function's body.
  bool anonymous = function.isEmpty() || function == "module code"_s || function == "global code"_s || function == "anonymous"_s;
  if (function == "eval code"_s) function = "eval"_s;
  WTF::String position = url.isEmpty() || url == "[native code]"_s ? WTF::String("native"_s) : url;
  if (!anonymous) out.append(function, " ("_s);
  out.append(position);
  if (frame.hasLineAndColumnInfo()) {
    auto at = frame.computeLineAndColumn();
    out.append(':', at.line, ':', at.column);
  }
  if (!anonymous) out.append(')');
}

}  // namespace

WTF::String formatErrorStack(JSC::VM& vm, const WTF::Vector<StackFrame>& frames, JSObject* error) {
  WTF::StringBuilder out;
  out.append(header(vm, error));
  for (const StackFrame& frame : frames) appendFrame(out, vm, frame);
  return out.toString();
}

}  // namespace weft::js
