// Values, strings, objects, arrays, functions: the out-of-line half of value.h.

#include "engine/internal.h"

#include <JavaScriptCore/DeferTermination.h>

namespace weft::js {

using namespace JSC;

static_assert(Value::kNumberTag == static_cast<uint64_t>(JSValue::NumberTag));
static_assert(Value::kOtherTag == JSValue::OtherTag);
static_assert(Value::kUndefinedTag == JSValue::UndefinedTag);
static_assert(Value::kNull == JSValue::ValueNull && Value::kUndefined == JSValue::ValueUndefined);
static_assert(Value::kFalse == JSValue::ValueFalse && Value::kTrue == JSValue::ValueTrue);
static_assert(Value::kDoubleOffset == 1ull << JSValue::DoubleEncodeOffsetBit);
static_assert(Value::kStringCell == StringType && Value::kSymbolCell == SymbolType);
static_assert(Value::kFirstObjectCell == ObjectType);
static_assert(sizeof(JSValue) == sizeof(Value));

WTF::String toWTF(std::string_view utf8) {
  std::span<const LChar> bytes = latin1(utf8);
  if (WTF::charactersAreAllASCII(bytes)) return WTF::String(bytes);
  return WTF::String::fromUTF8ReplacingInvalidSequences(WTF::byteCast<char8_t>(bytes));
}

std::string toUtf8(WTF::StringView view) {
  WTF::CString utf8 = view.utf8(WTF::StrictConversionReplacingUnpairedSurrogatesWithFFFD);
  return std::string(utf8.data(), utf8.length());
}

bool Value::isBigInt() const {
  return toJSC(*this).isBigInt();
}
bool Value::isCallable() const {
  return isObject() && toJSC(*this).isCallable();
}
bool Value::isArray() const {
  return isObject() && isJSArray(toJSC(*this));
}
bool Value::isError() const {
  return isCell() && cellType() == ErrorInstanceType;
}

bool Value::toBoolean(Realm& realm) const {
  return toJSC(*this).toBoolean(realm.global());
}

Result<double> Value::toNumber(Realm& realm) const {
  if (isNumber()) return asNumber();
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  double n = toJSC(*this).toNumber(realm.global());
  if (scope.exception()) return takeException(scope);
  return n;
}

Result<int32_t> Value::toInt32(Realm& realm) const {
  auto n = toNumber(realm);
  if (!n) return std::unexpected(std::move(n).error());
  return JSC::toInt32(*n);
}

Result<String> Value::toString(Realm& realm) const {
  if (isString()) return asString();
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  JSString* string = toJSC(*this).toString(realm.global());
  if (scope.exception()) return takeException(scope);
  return fromJSC(string).asString();
}

Result<std::string> Value::toUtf8(Realm& realm) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  WTF::String string = toJSC(*this).toWTFString(realm.global());
  if (scope.exception()) return takeException(scope);
  return js::toUtf8(string);
}

String String::fromUtf8(Realm& realm, std::string_view text) {
  return fromJSC(jsString(jscVM(realm), toWTF(text))).asString();
}

String String::fromLatin1(Realm& realm, std::span<const uint8_t> text) {
  return fromJSC(jsString(jscVM(realm), WTF::String(std::span<const LChar>(text.data(), text.size())))).asString();
}

String String::fromUtf16(Realm& realm, std::span<const char16_t> text) {
  return fromJSC(jsString(jscVM(realm), WTF::String(text))).asString();
}

String String::fromStatic(Realm& realm, std::string_view ascii) {
  return fromJSC(jsString(jscVM(realm), WTF::String(WTF::StringImpl::createWithoutCopying(latin1(ascii))))).asString();
}

size_t String::length() const {
  return JSC::asString(toJSC(*this))->length();
}

Result<StringChars> String::chars(Realm& realm) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  auto view = JSC::asString(toJSC(*this))->view(realm.global());
  if (scope.exception()) return takeException(scope);
  StringChars out{};
  out.is8Bit = view->is8Bit();
  out.length = view->length();
  if (out.is8Bit)
    out.latin1 = view->span8().data();
  else
    out.utf16 = view->span16().data();
  return out;
}

std::string String::utf8(Realm& realm) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  WTF::String string = JSC::asString(toJSC(*this))->value(realm.global()).data;
  if (scope.exception()) {
    scope.clearException();
    return {};
  }
  return js::toUtf8(string);
}

Object Object::create(Realm& realm) {
  return fromJSC(constructEmptyObject(realm.global())).asObject();
}

Object Object::createNullPrototype(Realm& realm) {
  return fromJSC(constructEmptyObject(jscVM(realm), realm.global()->nullPrototypeObjectStructure())).asObject();
}

namespace {

Result<Value> getProperty(Realm& realm, Object object, PropertyName key) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  JSValue value = objectOf(object)->get(realm.global(), key);
  if (scope.exception()) return takeException(scope);
  return fromJSC(value);
}

Result<void> setProperty(Realm& realm, Object object, PropertyName key, Value value) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  PutPropertySlot slot(objectOf(object), true);
  objectOf(object)->methodTable()->put(objectOf(object), realm.global(), key, toJSC(value), slot);
  if (scope.exception()) return takeException(scope);
  return {};
}

Result<Identifier> propertyKey(Realm& realm, Value key) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  Identifier id = toJSC(key).toPropertyKey(realm.global());
  if (scope.exception()) return takeException(scope);
  return id;
}

unsigned attributesOf(PropertyFlags flags) {
  auto bits = static_cast<unsigned>(flags);
  unsigned out = 0;
  if (bits & static_cast<unsigned>(PropertyFlags::DontEnum)) out |= static_cast<unsigned>(PropertyAttribute::DontEnum);
  if (bits & static_cast<unsigned>(PropertyFlags::ReadOnly)) out |= static_cast<unsigned>(PropertyAttribute::ReadOnly);
  if (bits & static_cast<unsigned>(PropertyFlags::DontDelete))
    out |= static_cast<unsigned>(PropertyAttribute::DontDelete);
  return out;
}

}  // namespace

Result<Value> Object::get(Realm& realm, std::string_view key) const {
  return getProperty(realm, *this, identifier(jscVM(realm), key));
}

Result<Value> Object::get(Realm& realm, Value key) const {
  WEFT_TRY(id, propertyKey(realm, key));
  return getProperty(realm, *this, id);
}

Result<Value> Object::getIndex(Realm& realm, uint32_t index) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  JSValue value = objectOf(*this)->get(realm.global(), index);
  if (scope.exception()) return takeException(scope);
  return fromJSC(value);
}

Result<void> Object::set(Realm& realm, std::string_view key, Value value) const {
  return setProperty(realm, *this, identifier(jscVM(realm), key), value);
}

Result<void> Object::set(Realm& realm, Value key, Value value) const {
  WEFT_TRY(id, propertyKey(realm, key));
  return setProperty(realm, *this, id, value);
}

Result<void> Object::setIndex(Realm& realm, uint32_t index, Value value) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  objectOf(*this)->putByIndexInline(realm.global(), index, toJSC(value), true);
  if (scope.exception()) return takeException(scope);
  return {};
}

Result<bool> Object::has(Realm& realm, std::string_view key) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  bool found = objectOf(*this)->hasProperty(realm.global(), identifier(jscVM(realm), key));
  if (scope.exception()) return takeException(scope);
  return found;
}

Result<bool> Object::remove(Realm& realm, std::string_view key) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  DeletePropertySlot slot;
  bool removed = objectOf(*this)->methodTable()->deleteProperty(objectOf(*this), realm.global(),
                                                                identifier(jscVM(realm), key), slot);
  if (scope.exception()) return takeException(scope);
  return removed;
}

void Object::define(Realm& realm, std::string_view key, Value value, PropertyFlags flags) const {
  objectOf(*this)->putDirectMayBeIndex(realm.global(), identifier(jscVM(realm), key), toJSC(value));
  if (flags != PropertyFlags::None) {
    // putDirectMayBeIndex has no attributes; our own names are never indices when they have some.
    objectOf(*this)->putDirect(jscVM(realm), identifier(jscVM(realm), key), toJSC(value), attributesOf(flags));
  }
}

void Object::define(Realm& realm, Value key, Value value, PropertyFlags flags) const {
  auto id = propertyKey(realm, key);
  if (id) objectOf(*this)->putDirect(jscVM(realm), *id, toJSC(value), attributesOf(flags));
}

Result<std::vector<std::string>> Object::ownKeys(Realm& realm) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  PropertyNameArray names(jscVM(realm), PropertyNameMode::Strings, PrivateSymbolMode::Exclude);
  objectOf(*this)->methodTable()->getOwnPropertyNames(objectOf(*this), realm.global(), names,
                                                      DontEnumPropertiesMode::Exclude);
  if (scope.exception()) return takeException(scope);
  std::vector<std::string> out;
  out.reserve(names.size());
  for (auto& name : names) out.push_back(js::toUtf8(name.string()));
  return out;
}

Result<Value> Object::invoke(Realm& realm, std::string_view name, std::span<const Value> args) const {
  WEFT_TRY(method, get(realm, name));
  if (!method.isCallable()) return fail(JsError::typeError(std::string(name) + " is not a function"));
  return method.asFunction().call(realm, *this, args);
}

Value Object::prototype(Realm& realm) const {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  JSValue prototype = objectOf(*this)->getPrototype(realm.global());
  if (scope.exception()) {
    scope.clearException();
    return Value::null();
  }
  return fromJSC(prototype);
}

Realm* Object::realm() const {
  JSGlobalObject* global = objectOf(*this)->globalObject();
  return global ? &realmOf(global) : nullptr;
}

Array Array::create(Realm& realm, std::span<const Value> values) {
  // A thread that is being stopped would get none; the next call that can fail does.
  DeferTerminationForAWhile whole(jscVM(realm));
  MarkedArgumentBuffer buffer;
  for (Value v : values) buffer.append(toJSC(v));
  return Array(fromJSC(constructArray(realm.global(), static_cast<ArrayAllocationProfile*>(nullptr), buffer)).bits());
}

uint32_t Array::length() const {
  return jsCast<JSArray*>(toJSC(*this))->length();
}

Result<void> Array::push(Realm& realm, Value value) const {
  return setIndex(realm, length(), value);
}

Result<Value> Function::call(Realm& realm, Value thisValue, std::span<const Value> args) const {
  if (realm.vm().isStopped()) [[unlikely]]
    return fail(realm.vm().stopped());
  auto& vm = jscVM(realm);
  auto scope = DECLARE_CATCH_SCOPE(vm);
  CallData callData = JSC::getCallData(toJSC(*this));
  MarkedArgumentBuffer buffer;
  for (Value v : args) buffer.append(toJSC(v));
  JSValue result = JSC::call(realm.global(), toJSC(*this), callData, toJSC(thisValue), buffer);
  if (scope.exception()) return takeException(scope);
  return fromJSC(result);
}

Result<Value> Function::construct(Realm& realm, std::span<const Value> args) const {
  if (realm.vm().isStopped()) [[unlikely]]
    return fail(realm.vm().stopped());
  auto& vm = jscVM(realm);
  auto scope = DECLARE_CATCH_SCOPE(vm);
  CallData data = JSC::getConstructData(toJSC(*this));
  if (data.type == CallData::Type::None) return fail(JsError::typeError("not a constructor"));
  MarkedArgumentBuffer buffer;
  for (Value v : args) buffer.append(toJSC(v));
  JSObject* result = JSC::construct(realm.global(), toJSC(*this), data, buffer);
  if (scope.exception()) return takeException(scope);
  return fromJSC(result);
}

Result<int64_t> FromJs<int64_t>::get(Realm& realm, Value v, int) {
  if (v.isInt32()) return v.asInt32();
  if (v.isBigInt()) return JSBigInt::toBigInt64(toJSC(v));
  WEFT_TRY(n, v.toNumber(realm));
  if (n != n) return 0;
  if (n >= 0x1p63) return INT64_MAX;
  if (n < -0x1p63) return INT64_MIN;
  return static_cast<int64_t>(n);
}

Value symbolToStringTag(Realm& realm) {
  JSC::VM& vm = jscVM(realm);
  return fromJSC(Symbol::create(vm, static_cast<SymbolImpl&>(*vm.propertyNames->toStringTagSymbol.impl())));
}

Value bigInt(Realm& realm, int64_t n) {
  return fromJSC(JSBigInt::createFrom(realm.global(), n));
}
Value bigIntUnsigned(Realm& realm, uint64_t n) {
  return fromJSC(JSBigInt::createFrom(realm.global(), n));
}

}  // namespace weft::js
