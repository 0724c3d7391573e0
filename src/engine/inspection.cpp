// Looking into objects.

#include "engine/inspection.h"

#include "engine/internal.h"

#include <JavaScriptCore/JSMapIterator.h>
#include <JavaScriptCore/JSSetIterator.h>
#include <JavaScriptCore/ProxyObject.h>

namespace weft::js {

using namespace JSC;

namespace {

/// Of the kinds that have no type number of their own in the engine.
ObjectKind rareKind(JSObject* object) {
  if (object->isCallable()) return ObjectKind::Function;
  const ClassInfo* info = object->classInfo();
  JSGlobalObject* global = object->globalObject();
  if (info == global->symbolObjectStructure()->classInfoForCells()) return ObjectKind::SymbolObject;
  if (info == global->bigIntObjectStructure()->classInfoForCells()) return ObjectKind::BigIntObject;
  return ObjectKind::Ordinary;
}

ObjectKind bufferKind(JSObject* object) {
  return jsCast<JSArrayBuffer*>(object)->isShared() ? ObjectKind::SharedArrayBuffer : ObjectKind::ArrayBuffer;
}

/// What is gathered while a table is walked; nothing is allocated in the heap until the walk is over.
struct Entries {
  MarkedArgumentBuffer list;
  uint32_t total = 0;
};

template <class Collection>
void walk(JSC::VM& vm, JSCell* storage, typename Collection::Helper::Entry entry, IterationKind kind, uint32_t limit,
          Entries& out) {
  while (storage != vm.orderedHashTableSentinel()) {
    auto step = Collection::Helper::transitAndNext(vm, *jsCast<typename Collection::Storage*>(storage), entry);
    if (!step.storage) return;
    if (out.total++ < limit) {
      if (kind != IterationKind::Values) out.list.append(step.key);
      if (kind != IterationKind::Keys) out.list.append(step.value);
    }
    entry = step.entry + 1;
    storage = step.storage;
  }
}

/// A set's table holds keys alone.
template <>
void walk<JSSet>(JSC::VM& vm, JSCell* storage, JSSet::Helper::Entry entry, IterationKind kind, uint32_t limit,
                 Entries& out) {
  while (storage != vm.orderedHashTableSentinel()) {
    auto step = JSSet::Helper::transitAndNext(vm, *jsCast<JSSet::Storage*>(storage), entry);
    if (!step.storage) return;
    if (out.total++ < limit) {
      out.list.append(step.key);
      if (kind == IterationKind::Entries) out.list.append(step.key);
    }
    entry = step.entry + 1;
    storage = step.storage;
  }
}

bool walkObject(JSC::VM& vm, JSObject* object, uint32_t limit, Entries& out) {
  switch (object->type()) {
    case JSMapType:
      walk<JSMap>(vm, jsCast<JSMap*>(object)->storageOrSentinel(vm), 0, IterationKind::Entries, limit, out);
      return true;
    case JSSetType:
      walk<JSSet>(vm, jsCast<JSSet*>(object)->storageOrSentinel(vm), 0, IterationKind::Keys, limit, out);
      return false;
    case JSMapIteratorType: {
      auto* iterator = jsCast<JSMapIterator*>(object);
      walk<JSMap>(vm, iterator->storage(), iterator->entry(), iterator->kind(), limit, out);
      return iterator->kind() == IterationKind::Entries;
    }
    case JSSetIteratorType: {
      auto* iterator = jsCast<JSSetIterator*>(object);
      walk<JSSet>(vm, iterator->storage(), iterator->entry(), iterator->kind(), limit, out);
      return iterator->kind() == IterationKind::Entries;
    }
    default:
      return object->type() == JSWeakMapType;
  }
}

}  // namespace

ObjectKind objectKind(Value value) {
  if (!value.isObject()) return ObjectKind::Ordinary;
  JSObject* object = asObject(toJSC(value));
  JSC::JSType type = object->type();
  switch (type) {
    case FinalObjectType:
      return ObjectKind::Ordinary;
    case ArrayType:
    case DerivedArrayType:
      return ObjectKind::Array;
    case JSFunctionType:
    case InternalFunctionType:
    case NullSetterFunctionType:
      return ObjectKind::Function;
    case ProxyObjectType:
      return ObjectKind::Proxy;
    case JSMapType:
      return ObjectKind::Map;
    case JSSetType:
      return ObjectKind::Set;
    case JSMapIteratorType:
      return ObjectKind::MapIterator;
    case JSSetIteratorType:
      return ObjectKind::SetIterator;
    case JSWeakMapType:
      return ObjectKind::WeakMap;
    case JSWeakSetType:
      return ObjectKind::WeakSet;
    case JSPromiseType:
      return ObjectKind::Promise;
    case JSDateType:
      return ObjectKind::Date;
    case RegExpObjectType:
      return ObjectKind::RegExp;
    case ErrorInstanceType:
      return ObjectKind::Error;
    case ArrayBufferType:
      return bufferKind(object);
    case DataViewType:
      return ObjectKind::DataView;
    case DirectArgumentsType:
    case ScopedArgumentsType:
    case ClonedArgumentsType:
      return ObjectKind::Arguments;
    case ModuleNamespaceObjectType:
      return ObjectKind::Namespace;
    case JSGeneratorType:
    case JSAsyncGeneratorType:
      return ObjectKind::Generator;
    case NumberObjectType:
      return ObjectKind::NumberObject;
    case StringObjectType:
    case DerivedStringObjectType:
      return ObjectKind::StringObject;
    case BooleanObjectType:
      return ObjectKind::BooleanObject;
    case GlobalObjectType:
    case GlobalProxyType:
      return ObjectKind::Ordinary;
    default:
      return isTypedArrayType(type) ? ObjectKind::TypedArray : rareKind(object);
  }
}

ProxyParts proxyParts(Object proxy) {
  auto* object = jsCast<ProxyObject*>(objectOf(proxy));
  if (object->isRevoked()) return {Value::null(), Value::null()};
  return {fromJSC(object->target()), fromJSC(object->handler())};
}

PromiseView promiseView(Object promise) {
  auto* object = jsCast<JSPromise*>(objectOf(promise));
  JSC::VM& vm = object->vm();
  auto status = object->status(vm);
  if (status == JSPromise::Status::Pending) return {0, Value()};
  return {status == JSPromise::Status::Fulfilled ? 1 : 2, fromJSC(object->result(vm))};
}

Result<EntryPreview> previewEntries(Realm& realm, Object collection, uint32_t limit) {
  JSC::VM& vm = jscVM(realm);
  auto scope = DECLARE_CATCH_SCOPE(vm);
  Entries found;
  bool keyed = walkObject(vm, objectOf(collection), limit, found);
  if (found.list.hasOverflowed()) return fail(JsError::rangeError("Too many entries to show"));
  JSArray* entries = constructArray(realm.global(), static_cast<ArrayAllocationProfile*>(nullptr), found.list);
  if (scope.exception()) return takeException(scope);
  return EntryPreview{Array::unchecked(fromJSC(entries)), keyed, found.total};
}

Result<Array> ownNonIndexKeys(Realm& realm, Object object, KeyFilter filter) {
  JSC::VM& vm = jscVM(realm);
  auto scope = DECLARE_CATCH_SCOPE(vm);
  PropertyNameArray names(vm, PropertyNameMode::StringsAndSymbols, PrivateSymbolMode::Exclude);
  objectOf(object)->getOwnNonIndexPropertyNames(
      realm.global(), names,
      filter == KeyFilter::All ? DontEnumPropertiesMode::Include : DontEnumPropertiesMode::Exclude);
  if (scope.exception()) return takeException(scope);
  MarkedArgumentBuffer keys;
  for (const Identifier& name : names)
    keys.append(name.isSymbol() ? JSValue(Symbol::create(vm, static_cast<SymbolImpl&>(*name.impl())))
                                : JSValue(jsOwnedString(vm, name.string())));
  JSArray* array = constructArray(realm.global(), static_cast<ArrayAllocationProfile*>(nullptr), keys);
  if (scope.exception()) return takeException(scope);
  return Array::unchecked(fromJSC(array));
}

bool hasOnlyIndices(Object object) {
  JSC::JSObject* target = objectOf(object);
  if (!target->inherits<JSC::JSArray>() && target->type() != JSC::FinalObjectType) return false;
  return target->structure()->maxOffset() == JSC::invalidOffset;
}

std::string_view className(Object object) {
  switch (objectKind(object)) {
    case ObjectKind::Namespace:
      return "Module";
    case ObjectKind::Arguments:
      return "Arguments";
    case ObjectKind::Generator:
      return "Generator";
    default:
      break;
  }
  auto name = objectOf(object)->classInfo()->className;
  return {name.characters(), name.length()};
}

FunctionKind functionKind(Value value) {
  FunctionKind kind{};
  auto* function = jsDynamicCast<JSFunction*>(toJSC(value));
  if (!function || function->isHostFunction()) return kind;
  FunctionExecutable* executable = function->jsExecutable();
  auto mode = executable->parseMode();
  kind.isGenerator = isGeneratorOrAsyncGeneratorWrapperParseMode(mode);
  kind.isAsync = isAsyncFunctionOrAsyncGeneratorWrapperParseMode(mode);
  kind.isClass = executable->isClassConstructorFunction();
  return kind;
}

}  // namespace weft::js
