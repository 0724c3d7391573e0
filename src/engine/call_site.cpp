// CallSite: what of a frame the engine knows. It keeps neither the receiver of a call nor where eval was called.

#include "engine/call_site.h"

#include "engine/class.h"

namespace weft::js {

using namespace JSC;

namespace {

class CallSite final : public Native {
 public:
  explicit CallSite(FrameRecord frame) : frames_{std::move(frame)} {}

  Value getThis() const { return Value::undefined(); }
  Value getTypeName(Realm& realm) const { return textOrNull(realm, frame().typeName); }
  Value getFunction() const { return function_.value(); }
  Value getFunctionName(Realm& realm) const { return textOrNull(realm, frame().function); }
  Value getMethodName(Realm& realm) const {
    if (!frame().isMethod || frame().isConstructor || frame().function.isNull()) return Value::null();
    constexpr unsigned kAccessorPrefix = 4;  // "get ", "set "
    return textOrNull(realm, frame().isAccessor ? frame().function.substring(kAccessorPrefix) : frame().function);
  }
  Value getFileName(Realm& realm) const {
    if (frame().file.isNull() && frame().isEval) return Value::undefined();
    return textOrNull(realm, frame().file);
  }
  Value getLineNumber() const { return numberOrNull(frame().at.line); }
  Value getColumnNumber() const { return frame().hasPlace() ? numberOrNull(frame().at.column) : Value::null(); }
  Value getEnclosingLineNumber() const { return numberOrNull(frame().enclosing.line); }
  Value getEnclosingColumnNumber() const {
    return frame().enclosing.line ? numberOrNull(frame().enclosing.column) : Value::null();
  }
  uint32_t getPosition() const { return frame().position; }
  Value getEvalOrigin() const { return Value::undefined(); }
  Value getPromiseIndex() const { return Value::null(); }
  Value getScriptHash(Realm& realm) const {
    return String::fromUtf8(realm, frame().positions ? frame().positions->sourceHash() : std::string());
  }
  bool isToplevel() const { return frame().typeName.isNull() && !frame().isConstructor; }
  bool isEval() const { return frame().isEval; }
  bool isNative() const { return false; }
  bool isConstructor() const { return frame().isConstructor; }
  bool isAsync() const { return false; }
  bool isPromiseAll() const { return false; }
  Value toText(Realm& realm) const {
    return fromJSC(jsString(jscVM(realm), describeFrame(frames_, 0, SourceMaps::Ignore)));
  }

  void setFunction(JSObject* function) { function_.set(*this, fromJSC(function)); }
  void trace(Tracer& tracer) override { tracer.visit(function_); }

  static constexpr MemberSpec kMembers[] = {
      method<&CallSite::getColumnNumber>("getColumnNumber"),
      method<&CallSite::getEnclosingColumnNumber>("getEnclosingColumnNumber"),
      method<&CallSite::getEnclosingLineNumber>("getEnclosingLineNumber"),
      method<&CallSite::getEvalOrigin>("getEvalOrigin"),
      method<&CallSite::getFileName>("getFileName"),
      method<&CallSite::getFunction>("getFunction"),
      method<&CallSite::getFunctionName>("getFunctionName"),
      method<&CallSite::getLineNumber>("getLineNumber"),
      method<&CallSite::getMethodName>("getMethodName"),
      method<&CallSite::getPosition>("getPosition"),
      method<&CallSite::getPromiseIndex>("getPromiseIndex"),
      method<&CallSite::getFileName>("getScriptNameOrSourceURL"),
      method<&CallSite::getScriptHash>("getScriptHash"),
      method<&CallSite::getThis>("getThis"),
      method<&CallSite::getTypeName>("getTypeName"),
      method<&CallSite::isAsync>("isAsync"),
      method<&CallSite::isConstructor>("isConstructor"),
      method<&CallSite::isEval>("isEval"),
      method<&CallSite::isNative>("isNative"),
      method<&CallSite::isPromiseAll>("isPromiseAll"),
      method<&CallSite::isToplevel>("isToplevel"),
      method<&CallSite::toText>("toString"),
  };
  static constexpr ClassSpec kClass = classWithoutConstructor<CallSite>("CallSite", kMembers);

 private:
  const FrameRecord& frame() const { return frames_.front(); }
  static Value textOrNull(Realm& realm, const WTF::String& text) {
    return text.isNull() ? Value::null() : fromJSC(jsString(jscVM(realm), text));
  }
  static Value numberOrNull(uint32_t number) { return number ? Value::number(number) : Value::null(); }

  std::vector<FrameRecord> frames_;  // one
  Traced function_;
};

}  // namespace

JSArray* createCallSites(JSGlobalObject* global, const std::vector<FrameRecord>& records,
                         const std::vector<JSObject*>& functions) {
  auto scope = DECLARE_THROW_SCOPE(global->vm());
  Realm& realm = realmOf(global);
  MarkedArgumentBuffer sites;
  // As in V8, strict functions are not handed out, and neither are those that called one.
  bool isSecret = false;
  for (size_t i = 0; i < records.size(); ++i) {
    auto native = std::make_unique<CallSite>(records[i]);
    CallSite& site = *native;
    sites.append(objectOf(wrap(realm, std::move(native))));
    isSecret = isSecret || records[i].isStrict;
    if (!isSecret && i < functions.size() && functions[i] && functions[i]->isCallable()) site.setFunction(functions[i]);
  }
  RELEASE_AND_RETURN(scope, constructArray(global, static_cast<ArrayAllocationProfile*>(nullptr), sites));
}

}  // namespace weft::js
