// The text of Error.stack. It can be asked for at the end of a collection, so nothing here allocates
// cells or calls JavaScript: only data properties are read.

#include "engine/error_stack.h"

#include "engine/source_provider.h"

#include <JavaScriptCore/CodeBlock.h>
#include <JavaScriptCore/StackFrame.h>

namespace weft::js {

using namespace JSC;

namespace {

// A string data property of the object or its prototypes; getters and other values count as absent.
// getDirect(vm, name) could materialise a property table, which is a cell.
WTF::String directString(JSObject* object, PropertyName name) {
  for (; object; object = object->getPrototypeDirect().getObject()) {
    if (object->type() == ProxyObjectType) return {};
    unsigned attributes = 0;
    PropertyOffset offset = object->structure()->getConcurrently(name.uid(), attributes);
    if (offset == invalidOffset) continue;
    JSValue value = object->getDirect(offset);
    if (!value || !value.isString()) return {};
    return asString(value)->tryGetValue().data;  // flattens a rope: memory, but no cell
  }
  return {};
}

// ECMA-262's Error.prototype.toString over data properties.
WTF::String header(JSC::VM& vm, JSObject* error) {
  if (!error) return "Error"_s;
  WTF::String name = directString(error, vm.propertyNames->name);
  WTF::String message = directString(error, vm.propertyNames->message);
  if (name.isNull()) name = "Error"_s;
  if (message.isEmpty()) return name;
  if (name.isEmpty()) return message;
  return makeString(name, ": "_s, message);
}

bool isIdentifierPart(char16_t c) {
  return c == '_' || c == '$' || c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

// JavaScriptCore marks where an expression's operator stands (for a call, the parenthesis); V8 marks the
// name before it, or the `new`. `offset` is that place in the text: how many units to step back.
unsigned unitsBackToName(WTF::StringView text, unsigned offset) {
  if (offset > text.length()) return 0;
  unsigned begin = offset;
  while (begin && isIdentifierPart(text[begin - 1])) --begin;
  constexpr auto kNew = "new "_s;
  unsigned length = kNew.length();
  if (begin >= length && text.substring(begin - length, length) == kNew &&
      (begin == length || !isIdentifierPart(text[begin - length - 1])))
    begin -= length;
  return offset - begin;
}

// The frame's place as people count: the file's own lines and columns.
LineColumn positionOf(const StackFrame& frame) {
  LineColumn at = frame.computeLineAndColumn();
  CodeBlock* code = frame.codeBlock();
  if (!code || !const_cast<StackFrame&>(frame).hasBytecodeIndex()) return at;
  auto entry = code->expressionInfoForBytecodeIndex(const_cast<StackFrame&>(frame).bytecodeIndex());
  unsigned back = unitsBackToName(code->source().provider()->source(), entry.divot);
  if (back < at.column) at.column -= back;
  auto* provider = SourceProvider::from(code->source().provider());
  if (provider && at.line == 1 && at.column > provider->prefixLength()) at.column -= provider->prefixLength();
  return at;
}

// Where errors are made and arguments are checked for other builtins: of no use to who reads the stack.
bool isHidden(WTF::StringView url) {
  return url == "weft:internal/errors"_s || url == "weft:internal/validators"_s;
}

void appendFrame(WTF::StringBuilder& out, JSC::VM& vm, const StackFrame& frame) {
  WTF::String function = frame.functionName(vm);
  WTF::String url = frame.sourceURL(vm);
  out.append("\n    at "_s);
  // JavaScriptCore's names for what is not a function's body.
  bool anonymous =
      function.isEmpty() || function == "module code"_s || function == "global code"_s || function == "anonymous"_s;
  if (function == "eval code"_s) function = "eval"_s;
  WTF::String position = url.isEmpty() || url == "[native code]"_s ? WTF::String("native"_s) : url;
  if (!anonymous) out.append(function, " ("_s);
  out.append(position);
  if (frame.hasLineAndColumnInfo()) {
    LineColumn at = positionOf(frame);
    out.append(':', at.line, ':', at.column);
  }
  if (!anonymous) out.append(')');
}

}  // namespace

WTF::String formatErrorStack(JSC::VM& vm, const WTF::Vector<StackFrame>& frames, JSObject* error) {
  WTF::StringBuilder out;
  out.append(header(vm, error));
  for (const StackFrame& frame : frames)
    if (!isHidden(frame.sourceURL(vm))) appendFrame(out, vm, frame);
  return out.toString();
}

}  // namespace weft::js
