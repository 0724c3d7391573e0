// Contexts of node:vm.

#include "engine/script_context.h"

#include "engine/capture_stack_trace.h"
#include "engine/internal.h"
#include "engine/source_provider.h"
#include "engine/syntax_error.h"

#include <JavaScriptCore/FunctionConstructor.h>
#include <JavaScriptCore/Nodes.h>
#include <JavaScriptCore/ParserError.h>
#include <JavaScriptCore/Watchdog.h>

namespace weft::js {

using namespace JSC;

namespace {

/// The global object of a context. With a sandbox, each property is looked for in that first, and what is written,
/// defined or deleted is so there.
///
/// Invariant: it has no cell or member of its own beyond GlobalObject, whose subspace it shares. Nothing that it
/// answers is cached, since the sandbox changes by itself.
class ContextGlobal final : public GlobalObject {
 public:
  using Base = GlobalObject;
  static constexpr unsigned StructureFlags = Base::StructureFlags | OverridesGetOwnPropertySlot | OverridesPut |
                                             OverridesGetOwnPropertyNames | OverridesGetPrototype |
                                             GetOwnPropertySlotMayBeWrongAboutDontEnum | ProhibitsPropertyCaching |
                                             InterceptsGetOwnPropertySlotByIndexEvenWhenLengthIsNotZero;

  static ContextGlobal* create(JSC::VM& vm, Realm& realm, JSObject* sandbox) {
    Structure* structure = Structure::create(vm, nullptr, jsNull(), TypeInfo(GlobalObjectType, StructureFlags), info());
    auto* global = new (NotNull, allocateCell<ContextGlobal>(vm)) ContextGlobal(vm, structure, realm);
    global->finishCreation(vm);
    if (sandbox) global->sandbox_.set(vm, global, sandbox);
    return global;
  }

  static bool getOwnPropertySlot(JSObject*, JSGlobalObject*, PropertyName, PropertySlot&);
  static bool getOwnPropertySlotByIndex(JSObject*, JSGlobalObject*, unsigned, PropertySlot&);
  static bool put(JSCell*, JSGlobalObject*, PropertyName, JSValue, PutPropertySlot&);
  static bool putByIndex(JSCell*, JSGlobalObject*, unsigned, JSValue, bool shouldThrow);
  static bool deleteProperty(JSCell*, JSGlobalObject*, PropertyName, DeletePropertySlot&);
  static bool deletePropertyByIndex(JSCell*, JSGlobalObject*, unsigned);
  static bool defineOwnProperty(JSObject*, JSGlobalObject*, PropertyName, const PropertyDescriptor&, bool shouldThrow);
  static void getOwnPropertyNames(JSObject*, JSGlobalObject*, PropertyNameArray&, DontEnumPropertiesMode);
  static JSValue getPrototype(JSObject*, JSGlobalObject*);
  static bool setPrototype(JSObject*, JSGlobalObject*, JSValue, bool shouldThrow);
  DECLARE_INFO;

 private:
  ContextGlobal(JSC::VM& vm, Structure* structure, Realm& realm) : Base(vm, structure, realm) {}
};
static_assert(sizeof(ContextGlobal) == sizeof(GlobalObject));

const ClassInfo ContextGlobal::s_info = {"global"_s, &Base::s_info, nullptr, nullptr,
                                         CREATE_METHOD_TABLE(ContextGlobal)};

/// The object of the sandbox's chain that has the property; what every object has, from Object.prototype, does not
/// count: the context has its own.
JSObject* ownerOf(JSGlobalObject* global, JSObject* sandbox, PropertyName name, PropertySlot& slot) {
  auto scope = DECLARE_THROW_SCOPE(global->vm());
  for (JSObject* object = sandbox; object;) {
    if (object != sandbox && object == object->globalObject()->objectPrototype()) return nullptr;
    bool isFound = object->methodTable()->getOwnPropertySlot(object, object->globalObject(), name, slot);
    RETURN_IF_EXCEPTION(scope, nullptr);
    if (isFound) return object;
    JSValue prototype = object->getPrototype(global);
    RETURN_IF_EXCEPTION(scope, nullptr);
    object = prototype.getObject();
  }
  return nullptr;
}

/// Whether the global object itself holds nothing but what declareIn() or the engine put there for a declared name.
bool isPlaceholder(JSC::VM& vm, JSGlobalObject* global, PropertyName name) {
  if (parseIndex(name)) return false;
  JSValue value = global->getDirect(vm, name);
  return value && value.isUndefined();
}

// The global object's own half. The engine's functions by name pass an index on by the method table, which would lead
// back here.

bool ownSlot(JSObject* object, JSGlobalObject* global, PropertyName name, PropertySlot& slot) {
  if (auto index = parseIndex(name)) return GlobalObject::getOwnPropertySlotByIndex(object, global, *index, slot);
  return GlobalObject::getOwnPropertySlot(object, global, name, slot);
}

bool ownPut(JSCell* cell, JSGlobalObject* global, PropertyName name, JSValue value, PutPropertySlot& slot) {
  if (auto index = parseIndex(name)) return GlobalObject::putByIndex(cell, global, *index, value, slot.isStrictMode());
  return GlobalObject::put(cell, global, name, value, slot);
}

bool ownDelete(JSCell* cell, JSGlobalObject* global, PropertyName name, DeletePropertySlot& slot) {
  if (auto index = parseIndex(name)) return GlobalObject::deletePropertyByIndex(cell, global, *index);
  return GlobalObject::deleteProperty(cell, global, name, slot);
}

bool ContextGlobal::getOwnPropertySlot(JSObject* object, JSGlobalObject* global, PropertyName name,
                                       PropertySlot& slot) {
  auto scope = DECLARE_THROW_SCOPE(global->vm());
  auto* self = jsCast<ContextGlobal*>(object);
  JSObject* sandbox = self->sandbox();
  if (!sandbox || name.isPrivateName()) RELEASE_AND_RETURN(scope, ownSlot(object, global, name, slot));
  // An inquiry may run nothing, and serves caches, which there are none of.
  if (slot.isVMInquiry()) return false;
  slot.disableCaching();

  bool isOwn = slot.internalMethodType() == PropertySlot::InternalMethodType::GetOwnProperty;
  PropertySlot inner(sandbox,
                     isOwn ? PropertySlot::InternalMethodType::GetOwnProperty : PropertySlot::InternalMethodType::Get);
  JSObject* owner = nullptr;
  if (isOwn) {
    bool isFound = sandbox->methodTable()->getOwnPropertySlot(sandbox, global, name, inner);
    RETURN_IF_EXCEPTION(scope, false);
    if (isFound) owner = sandbox;
  } else {
    owner = ownerOf(global, sandbox, name, inner);
    RETURN_IF_EXCEPTION(scope, false);
  }
  if (!owner) {
    bool isFound = ownSlot(object, global, name, slot);
    RETURN_IF_EXCEPTION(scope, false);
    return isFound && !isPlaceholder(global->vm(), self, name);
  }
  if (isOwn && inner.isAccessor()) {
    slot.setGetterSlot(self, inner.attributes(), inner.getterSetter());
    return true;
  }
  JSValue value = inner.getValue(global, name);
  RETURN_IF_EXCEPTION(scope, false);
  unsigned kept = static_cast<unsigned>(PropertyAttribute::ReadOnly) |
                  static_cast<unsigned>(PropertyAttribute::DontEnum) |
                  static_cast<unsigned>(PropertyAttribute::DontDelete);
  slot.setValue(self, inner.attributes() & kept, value);
  return true;
}

bool ContextGlobal::getOwnPropertySlotByIndex(JSObject* object, JSGlobalObject* global, unsigned index,
                                              PropertySlot& slot) {
  return getOwnPropertySlot(object, global, Identifier::from(global->vm(), index), slot);
}

bool ContextGlobal::put(JSCell* cell, JSGlobalObject* global, PropertyName name, JSValue value, PutPropertySlot& slot) {
  auto* self = jsCast<ContextGlobal*>(cell);
  JSObject* sandbox = self->sandbox();
  bool isForUs = slot.thisValue() == JSValue(self) || slot.thisValue() == JSValue(self->globalThis());
  if (!sandbox || !isForUs || name.isPrivateName()) return ownPut(cell, global, name, value, slot);
  PutPropertySlot inner(sandbox, slot.isStrictMode());
  slot.disableCaching();
  return sandbox->methodTable()->put(sandbox, global, name, value, inner);
}

bool ContextGlobal::putByIndex(JSCell* cell, JSGlobalObject* global, unsigned index, JSValue value, bool shouldThrow) {
  PutPropertySlot slot(cell, shouldThrow);
  return put(cell, global, Identifier::from(global->vm(), index), value, slot);
}

bool ContextGlobal::deleteProperty(JSCell* cell, JSGlobalObject* global, PropertyName name, DeletePropertySlot& slot) {
  auto scope = DECLARE_THROW_SCOPE(global->vm());
  auto* self = jsCast<ContextGlobal*>(cell);
  if (JSObject* sandbox = self->sandbox(); sandbox && !name.isPrivateName()) {
    DeletePropertySlot inner;
    bool isDeleted = sandbox->methodTable()->deleteProperty(sandbox, global, name, inner);
    RETURN_IF_EXCEPTION(scope, false);
    if (!isDeleted || isPlaceholder(global->vm(), self, name)) return isDeleted;
  }
  RELEASE_AND_RETURN(scope, ownDelete(cell, global, name, slot));
}

bool ContextGlobal::deletePropertyByIndex(JSCell* cell, JSGlobalObject* global, unsigned index) {
  DeletePropertySlot slot;
  return deleteProperty(cell, global, Identifier::from(global->vm(), index), slot);
}

bool ContextGlobal::defineOwnProperty(JSObject* object, JSGlobalObject* global, PropertyName name,
                                      const PropertyDescriptor& descriptor, bool shouldThrow) {
  JSObject* sandbox = jsCast<ContextGlobal*>(object)->sandbox();
  if (!sandbox || name.isPrivateName()) return Base::defineOwnProperty(object, global, name, descriptor, shouldThrow);
  return sandbox->methodTable()->defineOwnProperty(sandbox, global, name, descriptor, shouldThrow);
}

void ContextGlobal::getOwnPropertyNames(JSObject* object, JSGlobalObject* global, PropertyNameArray& names,
                                        DontEnumPropertiesMode mode) {
  auto scope = DECLARE_THROW_SCOPE(global->vm());
  if (JSObject* sandbox = jsCast<ContextGlobal*>(object)->sandbox()) {
    sandbox->methodTable()->getOwnPropertyNames(sandbox, global, names, mode);
    RETURN_IF_EXCEPTION(scope, void());
  }
  RELEASE_AND_RETURN(scope, Base::getOwnPropertyNames(object, global, names, mode));
}

JSValue ContextGlobal::getPrototype(JSObject* object, JSGlobalObject*) {
  JSValue set = jsCast<ContextGlobal*>(object)->prototype_.get();
  return set ? set : object->getPrototypeDirect();
}

/// The engine runs no script where a Proxy is behind the global object that it knows of. jsdom puts one there: so the
/// engine keeps the prototype that it had, and asks for this one, as nothing about this object is cached.
bool ContextGlobal::setPrototype(JSObject* object, JSGlobalObject* global, JSValue prototype, bool shouldThrow) {
  JSC::VM& vm = global->vm();
  auto scope = DECLARE_THROW_SCOPE(vm);
  auto* self = jsCast<ContextGlobal*>(object);
  if (getPrototype(object, global) == prototype) return true;
  for (JSValue next = prototype; next.isObject(); next = asObject(next)->getPrototypeDirect()) {
    if (asObject(next) == self || asObject(next) == self->globalThis())
      return typeError(global, scope, shouldThrow, "cyclic __proto__ value"_s);
    if (asObject(next)->type() == ProxyObjectType) break;
  }
  self->prototype_.set(vm, self, prototype);
  return true;
}

GlobalObject* globalOf(Realm& realm, Value context) {
  return context.isObject() ? jsCast<GlobalObject*>(objectOf(context.asObject()))
                            : jsCast<GlobalObject*>(realm.global());
}

SourceCode sourceOf(WTF::String text, const ScriptPlace& place, uint32_t prefixLength = 0) {
  auto provider = SourceProvider::create(std::move(text), originOf(place.file), toWTF(place.file),
                                         SourceProviderSourceType::Program);
  if (prefixLength) provider->positions()->setPrefixLength(prefixLength);
  return SourceCode(WTFMove(provider), place.line + 1, place.column + 1);
}

Result<WTF::String> textOf(Realm& realm, String text) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  WTF::String value = asString(toJSC(text))->value(realm.global());
  if (scope.exception()) return takeException(scope);
  return value;
}

/// Gives what a script declares by `var` and `function` to the sandbox, where there is none yet. The engine would keep
/// it as a variable beside the global object's properties, out of the sandbox's sight, did it not find a property of
/// that name on the global object itself: a placeholder.
Result<void> declareIn(GlobalObject* global, const SourceCode& source) {
  JSObject* sandbox = global->sandbox();
  if (!sandbox) return {};
  JSC::VM& vm = global->vm();
  ParserError error;
  auto program = parseRootNode<ProgramNode>(vm, source, ImplementationVisibility::Public,
                                            JSParserBuiltinMode::NotBuiltin, NoLexicallyScopedFeatures,
                                            JSParserScriptMode::Classic, SourceParseMode::ProgramMode, error);
  if (!program) return fail(syntaxError(error, source));
  auto scope = DECLARE_CATCH_SCOPE(vm);
  for (auto& variable : program->varDeclarations()) {
    Identifier name = Identifier::fromUid(vm, variable.key.get());
    PropertySlot slot(global, PropertySlot::InternalMethodType::GetOwnProperty);
    bool isThere = global->methodTable()->getOwnPropertySlot(global, global, name, slot);
    if (!scope.exception() && !isThere) {
      PutPropertySlot put(sandbox, false);
      sandbox->methodTable()->put(sandbox, global, name, jsUndefined(), put);
    }
    bool isKnown = global->getDirect(vm, name) || !global->symbolTable()->get(name.impl()).isNull();
    if (!scope.exception() && !isKnown)
      global->putDirect(vm, name, jsUndefined(), static_cast<unsigned>(PropertyAttribute::DontEnum));
    if (scope.exception()) return takeException(scope);
  }
  return {};
}

}  // namespace

Object createContext(Realm& realm, std::optional<Object> sandbox, CodeFromStrings strings, WebAssemblyCode wasm) {
  JSC::VM& vm = jscVM(realm);
  GlobalObject* global = ContextGlobal::create(vm, realm, sandbox ? objectOf(*sandbox) : nullptr);
  global->setStackTraceLimit(10);
  defineCaptureStackTrace(vm, global);
  if (strings == CodeFromStrings::Refused)
    global->setEvalEnabled(false, "Code generation from strings disallowed for this context"_s);
  if (wasm == WebAssemblyCode::Refused)
    global->setWebAssemblyEnabled(false, "Wasm code generation disallowed by embedder"_s);
  return fromJSC(global).asObject();
}

Object contextThis(Object context) {
  return fromJSC(jsCast<GlobalObject*>(objectOf(context))->globalThis()).asObject();
}

Result<void> checkScript(Realm& realm, String text, const ScriptPlace& place) {
  WEFT_TRY(source, textOf(realm, text));
  ParserError error;
  SourceCode code = sourceOf(std::move(source), place);
  if (!checkSyntax(jscVM(realm), code, error)) return fail(syntaxError(error, code));
  return {};
}

Result<ScriptRun> runScript(Realm& realm, Value context, String text, const ScriptPlace& place,
                            std::optional<double> timeout, std::optional<double> around) {
  WEFT_TRY(source, textOf(realm, text));
  JSC::VM& vm = jscVM(realm);
  GlobalObject* global = globalOf(realm, context);
  SourceCode code = sourceOf(std::move(source), place);
  WEFT_TRY_VOID(declareIn(global, code));
  auto begun = WTF::MonotonicTime::now();
  if (timeout) {
    // It may not have been there when the VM was entered.
    if (!vm.ensureWatchdog().isActive()) vm.watchdog()->enteredVM();
    vm.watchdog()->setTimeLimit(WTF::Seconds::fromMilliseconds(*timeout));
  }
  WTF::NakedPtr<Exception> thrown;
  JSValue value = JSC::evaluate(global, code, JSValue(), thrown);
  bool timedOut = timeout && thrown && vm.isTerminationException(thrown.get()) && !realm.vm().isStopped();
  if (timedOut) vm.clearHasTerminationRequest();
  if (timeout) {
    double elapsed = (WTF::MonotonicTime::now() - begun).milliseconds();
    vm.watchdog()->setTimeLimit(around ? WTF::Seconds::fromMilliseconds(std::max(*around - elapsed, 1.0))
                                       : Watchdog::noTimeLimit);
  }
  if (timedOut) return ScriptRun{Value(), true};
  if (thrown) return fail(JsError::caught(fromJSC(thrown.get())));
  return ScriptRun{fromJSC(value)};
}

Result<Value> compileFunction(Realm& realm, Value context, String body, std::span<const std::string> parameters,
                              std::span<const Value> extensions, const ScriptPlace& place) {
  WEFT_TRY(text, textOf(realm, body));
  JSC::VM& vm = jscVM(realm);
  GlobalObject* global = globalOf(realm, context);
  std::string list;
  for (const std::string& parameter : parameters) list += (list.empty() ? "" : ",") + parameter;
  std::string prefix = "(function (", close = "\n})";
  if (!extensions.empty()) {
    std::string names, scopes;
    for (size_t i = 0; i < extensions.size(); ++i) {
      std::string name = "extension" + std::to_string(i);
      names += (i ? "," : "") + name;
      scopes += "with (" + name + ") ";
    }
    prefix = "(function (" + names + ") { " + scopes + "return function (";
    close = "\n}})";
  }
  prefix += list + ") {";

  // Text that ends the function and begins another is one script, but not one function.
  auto scope = DECLARE_CATCH_SCOPE(vm);
  MarkedArgumentBuffer pieces;
  for (const std::string& parameter : parameters) pieces.append(jsString(vm, toWTF(parameter)));
  pieces.append(jsString(vm, text));
  WTF::String whole = makeString(toWTF(prefix), text, toWTF(close));
  SourceCode code = sourceOf(std::move(whole), place, static_cast<uint32_t>(toWTF(prefix).length()));
  ParserError error;
  if (!checkSyntax(vm, code, error)) return fail(syntaxError(error, code));
  constructFunction(realm.global(), pieces, vm.propertyNames->anonymous, SourceOrigin(), WTF::String(),
                    SourceTaintedOrigin::Untainted, WTF::TextPosition());
  if (scope.exception()) return takeException(scope);

  WTF::NakedPtr<Exception> thrown;
  JSValue made = JSC::evaluate(global, code, JSValue(), thrown);
  if (thrown) return fail(JsError::caught(fromJSC(thrown.get())));
  if (extensions.empty()) return fromJSC(made);
  return fromJSC(made).asFunction().call(realm, Value(), extensions);
}

}  // namespace weft::js
