// Function objects for native functions.

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

static_assert(Call::kCalleeSlot == static_cast<int>(CallFrameSlot::callee));
static_assert(Call::kCountSlot == static_cast<int>(CallFrameSlot::argumentCountIncludingThis));
static_assert(Call::kThisSlot == static_cast<int>(CallFrameSlot::thisArgument));
static_assert(std::is_same_v<EncodedJSValue, int64_t>);

namespace {

// Names of native functions are literals, so their characters are not copied.
WTF::String literal(std::string_view name) {
  return WTF::String(WTF::StringImpl::createWithoutCopying(latin1(name)));
}

}  // namespace

Function createFunction(Realm& realm, const FunctionSpec& spec) {
  auto* function = JSFunction::create(jscVM(realm), realm.global(), spec.length, literal(spec.name),
                                      NativeFunction(spec.function), ImplementationVisibility::Private);
  return fromJSC(function).asFunction();
}

Function createClosure(Realm& realm, std::string_view name, int length, std::function<Result<Value>(Call&)> body) {
  auto* function =
      JSNativeStdFunction::create(jscVM(realm), realm.global(), length, toWTF(name),
                                  [body = std::move(body)](JSGlobalObject* global, CallFrame* frame) -> EncodedJSValue {
                                    Call call(realmOf(global), reinterpret_cast<const uint64_t*>(frame));
                                    return detail::finish(call.realm(), body(call));
                                  });
  return fromJSC(function).asFunction();
}

void defineFunctions(Realm& realm, Object target, std::span<const FunctionSpec> functions) {
  for (const FunctionSpec& spec : functions) {
    objectOf(target)->putDirect(jscVM(realm), Identifier::fromString(jscVM(realm), literal(spec.name)),
                                toJSC(createFunction(realm, spec)));
  }
}

}  // namespace weft::js
