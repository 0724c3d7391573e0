// From the engine's frames to what V8 says of them: names, owners, places.

#include "engine/stack_frames.h"

#include <algorithm>

#include "engine/native_owners.h"
#include "engine/source_provider.h"

#include <JavaScriptCore/CodeBlock.h>
#include <JavaScriptCore/FunctionExecutable.h>
#include <JavaScriptCore/StackFrame.h>

namespace weft::js {

using namespace JSC;

namespace {

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

// StackFrame keeps its callee to itself, but shows it to whoever visits.
struct CalleeFinder {
  JSCell* callee = nullptr;
  void append(const WriteBarrier<JSCell>& cell) { callee = cell.get(); }
  void append(const WriteBarrier<CodeBlock>&) {}
};

JSObject* calleeOf(const StackFrame& frame) {
  CalleeFinder finder;
  const_cast<StackFrame&>(frame).visitAggregate(finder);
  return finder.callee && finder.callee->isObject() ? asObject(finder.callee) : nullptr;
}

// JavaScriptCore's name for what new Function() makes, and for some of its own steps.
constexpr auto kUnnamed = "anonymous"_s;

// A name that was given at run time: of `{ [key]() {} }`, or by Object.defineProperty.
WTF::String ownName(JSC::VM& vm, JSObject* function) {
  unsigned attributes = 0;
  PropertyOffset offset = function->structure()->getConcurrently(vm.propertyNames->name.impl(), attributes);
  if (offset == invalidOffset || (attributes & PropertyAttribute::AccessorOrCustomAccessorOrValue)) return {};
  JSValue value = function->getDirect(offset);
  return value && value.isString() ? WTF::String(asString(value)->tryGetValueWithoutGC()) : WTF::String();
}

class Recorder {
 public:
  Recorder(JSC::VM& vm, const StackFrame& frame) : vm_(vm), frame_(frame), callee_(calleeOf(frame)) {}

  JSObject* callee() const { return callee_; }

  // The constructor of a class that wrote none: its text is the engine's. V8 leaves it out.
  bool isDefaultConstructor() const {
    auto* executable = functionExecutable();
    return executable && executable->isClassConstructorFunction() &&
           !SourceProvider::from(frame_.codeBlock()->source().provider());
  }

  // An async function is two to the engine: one that is called, and its body, which that calls first.
  bool isAsyncBody() const {
    auto* executable = functionExecutable();
    return executable && isAsyncFunctionBodyParseMode(executable->parseMode());
  }
  bool isAsyncStart() const {
    auto* executable = functionExecutable();
    return executable && isAsyncFunctionWrapperParseMode(executable->parseMode());
  }

  FrameRecord record() {
    CodeBlock* code = frame_.codeBlock();
    if (!code) {
      recordNative();
    } else {
      out_.isStrict = code->ownerExecutable()->isInStrictContext();
      out_.isConstructor = code->codeType() == FunctionCode && code->isConstructor();
      out_.isEval = code->codeType() == EvalCode;
      if (code->codeType() == FunctionCode) recordFunction(code);
      if (out_.isEval) out_.function = "eval"_s;
      recordPlace(code);
    }
    return WTFMove(out_);
  }

 private:
  FunctionExecutable* functionExecutable() const {
    CodeBlock* code = frame_.codeBlock();
    return code && code->codeType() == FunctionCode ? jsCast<FunctionExecutable*>(code->ownerExecutable()) : nullptr;
  }

  void recordNative() {
    WTF::String name = frame_.functionName(vm_);
    if (name.isEmpty() || name == kUnnamed) return;
    out_.function = name;
    out_.isStrict = true;
    out_.isConstructor = isConstructedNative(name);
    if (!out_.isConstructor && callee_) out_.typeName = ownerOfNative(vm_, callee_, name);
    out_.isMethod = !out_.typeName.isNull();
  }

  void recordFunction(CodeBlock* code) {
    FunctionExecutable* executable = functionExecutable();
    auto* provider = SourceProvider::from(code->source().provider());
    if (provider && executable->source().startOffset() < static_cast<int>(provider->positions()->prefixLength())) {
      out_.typeName = "Object"_s;  // the body of a CommonJS module, whose `this` is its exports
      out_.isMethod = true;
      return;
    }
    WTF::String name = frame_.functionName(vm_);
    if (name.isEmpty() && callee_) name = ownName(vm_, callee_);
    if (name.isEmpty()) return;
    if (!provider && name == kUnnamed) name = "eval"_s;  // the body of new Function(), as V8 calls it
    bool isGetter = executable->isGetter();
    out_.isAccessor = isGetter || executable->isSetter();
    out_.isMethod = out_.isAccessor || executable->isMethod();
    if (out_.isAccessor && !name.startsWith("get "_s) && !name.startsWith("set "_s))
      name = makeString(isGetter ? "get "_s : "set "_s, name);
    out_.function = name;
  }

  // The place as people count: the file's own lines and columns.
  void recordPlace(CodeBlock* code) {
    JSC::SourceProvider* provider = code->source().provider();
    auto* ours = SourceProvider::from(provider);
    auto* executable = code->ownerExecutable();
    WTF::String url = frame_.sourceURL(vm_);
    if (url.isEmpty()) url = provider->sourceURLDirective();
    if (!url.isEmpty()) out_.file = url;
    out_.isEval = out_.isEval || !ours;
    auto at = frame_.computeLineAndColumn();
    LineColumn place{static_cast<uint32_t>(at.line), static_cast<uint32_t>(at.column)};
    if (const_cast<StackFrame&>(frame_).hasBytecodeIndex()) {
      auto entry = code->expressionInfoForBytecodeIndex(const_cast<StackFrame&>(frame_).bytecodeIndex());
      unsigned back = unitsBackToName(provider->source(), entry.divot);
      if (back < place.column) place.column -= back;
      out_.position = entry.divot - std::min(back, entry.divot);
    }
    out_.at = place;
    out_.enclosing = {static_cast<uint32_t>(std::max(executable->firstLine(), 1)), executable->startColumn()};
    if (ours) showInFile(*ours);
  }

  void showInFile(const SourceProvider& provider) {
    out_.positions = provider.positions();
    // An inline map is long: a copy is made if it will be asked for.
    constexpr unsigned kShortUrl = 4096;
    if (clientData(vm_).owner.sourceMapsEnabled() || provider.sourceMappingURLDirective().length() < kShortUrl)
      provider.rememberMapUrl();
    out_.position -= std::min(out_.position, out_.positions->prefixLength());
    out_.enclosing = out_.positions->inFile(out_.enclosing).at;
    auto shown = out_.positions->inFile(out_.at);
    out_.at = shown.at;
    out_.isGenerated = !shown.source.empty();
    if (out_.isGenerated) out_.file = toWTF(shown.source);
  }

  JSC::VM& vm_;
  const StackFrame& frame_;
  JSObject* callee_;
  FrameRecord out_;
};

// Where errors are made and arguments are checked for other builtins: of no use to who reads the stack.
bool isHidden(const FrameRecord& frame) {
  return frame.file == "node:internal/errors"_s || frame.file == "node:internal/validators"_s;
}

bool isBuiltin(const FrameRecord& frame) {
  return frame.file.startsWith("node:"_s);
}

// How a builtin calls a function that it was given.
bool isReflection(const FrameRecord& frame) {
  return frame.typeName == "Reflect"_s;
}

// The engine's own steps between two functions of the program: a proxy's call; eval() beside the code that it runs.
bool isStepOfEngine(const FrameRecord& frame, const std::vector<FrameRecord>& before) {
  if (frame.hasPlace() || frame.isConstructor) return false;
  if (frame.function.isNull()) return true;
  return frame.function == "eval"_s && !before.empty() && before.back().isEval;
}

}  // namespace

std::vector<FrameRecord> recordFrames(JSC::VM& vm, const WTF::Vector<StackFrame>& frames,
                                      std::vector<JSObject*>& functions) {
  std::vector<FrameRecord> records;
  records.reserve(frames.size());
  bool calleeIsAsyncBody = false;
  for (const StackFrame& frame : frames) {
    Recorder recorder(vm, frame);
    bool isSecondOfOne = calleeIsAsyncBody && recorder.isAsyncStart();
    calleeIsAsyncBody = recorder.isAsyncBody();
    if (isSecondOfOne || recorder.isDefaultConstructor()) continue;
    FrameRecord record = recorder.record();
    if (isHidden(record) || isStepOfEngine(record, records)) continue;
    if (isBuiltin(record) && !records.empty() && isReflection(records.back())) {
      records.pop_back();
      functions.pop_back();
    }
    records.push_back(WTFMove(record));
    functions.push_back(recorder.callee());
  }
  return records;
}

std::vector<FrameRecord> recordFrames(JSC::VM& vm, const WTF::Vector<StackFrame>& frames) {
  std::vector<JSObject*> functions;
  return recordFrames(vm, frames, functions);
}

std::optional<OriginalPosition> originalPlace(const FrameRecord& frame) {
  if (!frame.positions || !frame.hasPlace()) return std::nullopt;
  auto map = frame.positions->sourceMap();
  return map ? map->positions().find(frame.at) : std::nullopt;
}

namespace {

// The name that a map gives to a frame's function: where the function begins, or else where its caller names it.
WTF::String originalName(const std::vector<FrameRecord>& frames, size_t index) {
  const FrameRecord& frame = frames[index];
  if (auto map = frame.positions->sourceMap())
    if (auto found = map->positions().find(frame.enclosing); found && !found->name.empty()) return toWTF(found->name);
  if (index + 1 == frames.size() || frames[index + 1].positions != frame.positions) return {};
  auto caller = originalPlace(frames[index + 1]);
  return caller && !caller->name.empty() ? toWTF(caller->name) : WTF::String();
}

WTF::String nameOf(const FrameRecord& frame) {
  if (frame.isConstructor) return makeString("new "_s, frame.function.isNull() ? "<anonymous>"_s : frame.function);
  if (frame.isAccessor) return makeString(frame.function, " [as "_s, WTF::StringView(frame.function).substring(4), ']');
  if (frame.typeName.isNull()) return frame.function;
  return makeString(frame.typeName, '.', frame.function.isNull() ? "<anonymous>"_s : frame.function);
}

WTF::String withName(const WTF::String& name, WTF::String place) {
  return name.isNull() ? place : makeString(name, " ("_s, place, ')');
}

}  // namespace

WTF::String describeFrame(const std::vector<FrameRecord>& frames, size_t index, SourceMaps maps) {
  const FrameRecord& frame = frames[index];
  if (maps == SourceMaps::Follow) {
    if (auto original = originalPlace(frame)) {
      WTF::String renamed = frame.isConstructor ? WTF::String() : originalName(frames, index);
      return withName(renamed.isNull() ? nameOf(frame) : renamed,
                      makeString(toWTF(original->source), ':', original->at.line, ':', original->at.column));
    }
  }
  WTF::String file = frame.file.isNull() ? WTF::String("<anonymous>"_s) : frame.file;
  if (!frame.hasPlace()) return withName(nameOf(frame), file);
  return withName(nameOf(frame), makeString(file, ':', frame.at.line, ':', frame.at.column));
}

}  // namespace weft::js
