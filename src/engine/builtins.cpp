// The embedded builtins: found in the image, run at first use, shared by what imports them.

#include <mutex>

#include "base/check.h"
#include "base/zstd_block.h"
#include "engine/builtin_image.h"
#include "engine/builtin_names.h"
#include "engine/bytecode.h"
#include "engine/internal.h"
#include "engine/source_provider.h"

namespace weft::js {

using namespace JSC;

namespace {

// Read-only after start: set once by main, before the first realm.
std::span<const uint8_t> image;

std::span<const BuiltinImageEntry> entries() {
  if (image.empty()) return {};
  auto* header = reinterpret_cast<const BuiltinImageHeader*>(image.data());
  return {reinterpret_cast<const BuiltinImageEntry*>(header + 1), header->count};
}

std::string_view textAt(uint32_t offset, uint32_t length) {
  return {reinterpret_cast<const char*>(image.data()) + offset, length};
}
std::string_view idOf(const BuiltinImageEntry& e) {
  return textAt(e.idOffset, e.idLength);
}

const BuiltinImageEntry* find(std::string_view id) {
  auto list = entries();
  auto at = std::lower_bound(list.begin(), list.end(), id,
                             [](const BuiltinImageEntry& e, std::string_view key) { return idOf(e) < key; });
  return at != list.end() && idOf(*at) == id ? &*at : nullptr;
}

// Public builtins are what `require` gives: their default export.
bool isPublic(std::string_view id) {
  return !id.starts_with("internal/") && !id.starts_with("web/");
}

/// Those that go by names of packages, and so are there for test files only: the runtime names them.
bool isForTests(std::string_view id) {
  return id.starts_with("jest/") || id.starts_with("vitest/");
}

/// What a builtin's offsets are in: the image, or its block, which stays unpacked from its first use on. Any thread.
const uint8_t* bytesOf(const BuiltinImageEntry& entry) {
  if (entry.blockLength == 0) return image.data();
  static std::mutex mutex;
  static auto& blocks = *new std::vector<std::unique_ptr<uint8_t[]>>(entries().size());
  std::lock_guard lock(mutex);
  auto& block = blocks[static_cast<size_t>(&entry - entries().data())];
  if (!block) {
    size_t size = size_t{entry.bytecodeOffset} + entry.bytecodeLength;
    block = std::make_unique_for_overwrite<uint8_t[]>(size);
    CHECK(decompressBlock(image.subspan(entry.blockOffset, entry.blockLength), {block.get(), size}));
  }
  return block.get();
}

Result<JSObject*> run(Realm& realm, const BuiltinImageEntry& entry, size_t index);

Result<Value> requireRaw(Realm& realm, std::string_view id) {
  const BuiltinImageEntry* entry = find(id);
  if (!entry)
    return fail(JsError(ErrorKind::Error, "ERR_UNKNOWN_BUILTIN_MODULE", "No such built-in module: " + std::string(id)));
  size_t index = static_cast<size_t>(entry - entries().data());
  auto& table = realm.impl().builtins;
  if (table.size() < entries().size()) table.resize(entries().size());
  JSObject* module = table[index].get();
  if (!module) {
    WEFT_TRY(made, run(realm, *entry, index));
    module = made;
  }
  return fromJSC(module->getDirect(jscVM(realm), identifier(jscVM(realm), "exports")));
}

Result<Value> requireFromBuiltin(Realm& realm, std::string id) {
  return requireRaw(realm, id);
}

Result<Value> nativeBinding(Realm& realm, std::string name) {
  auto list = realm.bindings();
  auto& made = realm.impl().bindings;
  made.resize(list.size());
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i]->name != name) continue;
    if (!made[i]) {
      Object exports = Object::create(realm);
      made[i].set(jscVM(realm), objectOf(exports));
      defineFunctions(realm, exports, list[i]->functions);
      if (list[i]->extend) list[i]->extend(realm, exports);
    }
    return fromJSC(made[i].get());
  }
  return fail(JsError(ErrorKind::Error, {}, "No native half named " + name));
}

constexpr FunctionSpec kRequire = fn<&requireFromBuiltin>("require");
constexpr FunctionSpec kNative = fn<&nativeBinding>("native");

/// The function of a builtin: the image holds `(function (exports, require, module, native) {…})`.
Result<Function> functionOf(Realm& realm, const BuiltinImageEntry& entry, size_t index) {
  JSC::VM& vm = jscVM(realm);
  BuiltinCode::Entry& code = clientData(vm).builtinCode.at(index);
  if (code.function) {
    FunctionExecutable* executable = code.function->link(vm, nullptr, code.source);
    return fromJSC(JSFunction::create(vm, realm.global(), executable, realm.global()->globalScope())).asFunction();
  }
  // What stacks call it: by this name, tools that clean stacks know what is internal.
  WTF::String name = toWTF(std::string(isPublic(idOf(entry)) ? "" : "node:") + std::string(idOf(entry)));
  const uint8_t* bytes = bytesOf(entry);
  std::string_view text(reinterpret_cast<const char*>(bytes) + entry.sourceOffset, entry.sourceLength);
  auto bytecode = clientData(vm).heldBytecode.over({bytes + entry.bytecodeOffset, entry.bytecodeLength});
  auto provider = SourceProvider::create(WTF::StringImpl::createWithoutCopying(latin1(text)),
                                         WTF::URL(makeString("weft-builtin:"_s, name)), WTF::String(name),
                                         SourceProviderSourceType::Program, WTFMove(bytecode), entry.sourceHash);
  SourceCode source(WTFMove(provider));
  WTF::NakedPtr<Exception> thrown;
  JSValue function = JSC::evaluate(realm.global(), source, JSValue(), thrown);
  if (thrown) return fail(JsError::caught(fromJSC(thrown.get())));
  code.source = source;
  code.function.set(vm, jsCast<JSFunction*>(function)->jsExecutable()->unlinkedExecutable());
  return fromJSC(function).asFunction();
}

// Runs a builtin.
Result<JSObject*> run(Realm& realm, const BuiltinImageEntry& entry, size_t index) {
  if (realm.vm().isStopped()) return fail(realm.vm().stopped());
  JSC::VM& vm = jscVM(realm);
  auto& impl = realm.impl();
  if (!impl.requireFunction) {
    impl.requireFunction.set(vm, jsCast<JSFunction*>(toJSC(createFunction(realm, kRequire))));
    impl.nativeFunction.set(vm, jsCast<JSFunction*>(toJSC(createFunction(realm, kNative))));
  }
  WEFT_TRY(function, functionOf(realm, entry, index));

  Object module = Object::create(realm), exports = Object::create(realm);
  module.define(realm, "exports", exports);
  impl.builtins[index].set(vm, objectOf(module));
  const Value args[] = {exports, fromJSC(impl.requireFunction.get()), module, fromJSC(impl.nativeFunction.get())};
  auto result = function.call(realm, Value(), args);
  if (!result) {
    impl.builtins[index].clear();
    return std::unexpected(std::move(result).error());
  }
  return objectOf(module);
}

JSC_DECLARE_CUSTOM_GETTER(lazyGlobalGetter);
JSC_DECLARE_CUSTOM_SETTER(lazyGlobalSetter);

JSC_DEFINE_CUSTOM_GETTER(lazyGlobalGetter, (JSGlobalObject * global, EncodedJSValue, PropertyName name)) {
  JSC::VM& vm = global->vm();
  Realm& realm = realmOf(global);
  auto scope = DECLARE_THROW_SCOPE(vm);
  auto found = realm.impl().lazyGlobals.find(name.uid());
  CHECK(found != realm.impl().lazyGlobals.end());
  const LazyGlobal& lazy = found->second;
  auto load = [&]() -> Result<Value> {
    WEFT_TRY(exports, requireRaw(realm, lazy.id));
    return exports.asObject().get(realm, lazy.exportName);
  };
  auto value = load();
  if (!value) {
    throwError(realm, value.error());
    return {};
  }
  unsigned attributes = lazy.isEnumerable ? 0 : static_cast<unsigned>(PropertyAttribute::DontEnum);
  realm.global()->putDirect(vm, name, toJSC(*value), attributes);
  RELEASE_AND_RETURN(scope, JSValue::encode(toJSC(*value)));
}

JSC_DEFINE_CUSTOM_SETTER(lazyGlobalSetter,
                         (JSGlobalObject * global, EncodedJSValue, EncodedJSValue value, PropertyName name)) {
  Realm& realm = realmOf(global);
  auto found = realm.impl().lazyGlobals.find(name.uid());
  bool enumerable = found != realm.impl().lazyGlobals.end() && found->second.isEnumerable;
  realm.global()->putDirect(global->vm(), name, JSValue::decode(value),
                            enumerable ? 0 : static_cast<unsigned>(PropertyAttribute::DontEnum));
  return true;
}

}  // namespace

void setBuiltinImage(std::span<const uint8_t> bytes) {
  CHECK(bytes.size() >= sizeof(BuiltinImageHeader));
  CHECK(reinterpret_cast<const BuiltinImageHeader*>(bytes.data())->magic == BuiltinImageHeader::kMagic);
  image = bytes;
}

bool hasBuiltin(std::string_view id) {
  return find(id);
}

std::vector<std::string_view> publicBuiltins() {
  std::vector<std::string_view> out;
  for (const BuiltinImageEntry& entry : entries())
    if (isPublic(idOf(entry)) && !isForTests(idOf(entry))) out.push_back(idOf(entry));
  return out;
}

size_t builtinCount() {
  return entries().size();
}

std::string_view builtinIdAt(size_t index) {
  return idOf(entries()[index]);
}

Result<Value> Realm::requireBuiltin(std::string_view id) {
  WEFT_TRY(exports, requireRaw(*this, id));
  if (!isPublic(id)) return exports;
  return exports.asObject().get(*this, "default");
}

bool Realm::isBuiltinLoaded(std::string_view id) const {
  const BuiltinImageEntry* entry = find(id);
  if (!entry) return false;
  size_t index = static_cast<size_t>(entry - entries().data());
  return index < impl_->builtins.size() && impl_->builtins[index];
}

void Realm::defineLazyGlobal(const LazyGlobal& lazy) {
  JSC::VM& vm = jscVM(*this);
  Identifier name = identifier(vm, lazy.name);
  impl_->lazyGlobals.emplace(name.impl(), lazy);
  impl_->lazyNames.push_back(name.string());
  auto attributes = static_cast<unsigned>(PropertyAttribute::CustomValue);
  if (!lazy.isEnumerable) attributes |= static_cast<unsigned>(PropertyAttribute::DontEnum);
  global_->putDirectCustomAccessor(vm, name, CustomGetterSetter::create(vm, lazyGlobalGetter, lazyGlobalSetter),
                                   attributes);
}

}  // namespace weft::js
