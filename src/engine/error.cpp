// JsError to Error objects, and the throw.

#include "engine/error_stack.h"
#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

namespace {

// The text Node's ERR_INVALID_ARG_TYPE ends with: ` Received type string ('abc')`.
std::string describe(Value v) {
  if (v.isUndefined()) return " Received undefined";
  if (v.isNull()) return " Received null";
  if (v.isBoolean()) return std::string(" Received type boolean (") + (v.isTrue() ? "true)" : "false)");
  if (v.isNumber()) return " Received type number (" + toUtf8(WTF::String::number(v.asNumber())) + ")";
  if (v.isString()) {
    auto text = toUtf8(JSC::asString(toJSC(v))->tryGetValue().data);
    if (text.size() > 28) text = text.substr(0, 25) + "...";
    return " Received type string ('" + text + "')";
  }
  if (v.isCallable()) return " Received function";
  if (v.isObject()) return " Received an instance of " + toUtf8(JSObject::calculatedClassName(asObject(toJSC(v))));
  return " Received a value of another type";
}

Structure* errorStructureFor(JSGlobalObject* global, ErrorKind kind) {
  switch (kind) {
    case ErrorKind::TypeError:
      return global->errorStructure(ErrorType::TypeError);
    case ErrorKind::RangeError:
      return global->errorStructure(ErrorType::RangeError);
    case ErrorKind::SyntaxError:
      return global->errorStructure(ErrorType::SyntaxError);
    case ErrorKind::ReferenceError:
      return global->errorStructure(ErrorType::ReferenceError);
    case ErrorKind::Error:
      break;
  }
  return global->errorStructure(ErrorType::Error);
}

}  // namespace

JsError JsError::argType(std::string_view name, std::string_view expected, Value actual) {
  std::string message = "The \"" + std::string(name) + "\" argument must be " + std::string(expected) + ".";
  return JsError(ErrorKind::TypeError, "ERR_INVALID_ARG_TYPE", message + describe(actual));
}

JsError JsError::system(const SysError& sys) {
  JsError e(ErrorKind::Error, sys.name(), sys.message());
  e.errno_ = -sys.code;
  e.syscall_ = sys.syscall;
  e.path_ = sys.path;
  e.destination_ = sys.destination;
  return e;
}

Value JsError::toValue(Realm& realm) const {
  if (!thrown_.isEmpty()) return thrown_;
  if (!exception_.isEmpty()) return fromJSC(jsCast<Exception*>(toJSC(exception_))->value());
  auto& vm = jscVM(realm);
  JSGlobalObject* global = realm.global();
  auto* error = ErrorInstance::create(vm, errorStructureFor(global, kind_), toWTF(message_), {}, nullptr, TypeNothing,
                                      ErrorType::Error, true);
  if (!file_.empty()) {
    WTF::String place = makeString("\n    at "_s, toWTF(file_), ':', line_, ':', column_);
    replaceStack(vm, error, jsString(vm, makeString(errorHeader(vm, error), place)));
  }
  Object object = fromJSC(error).asObject();
  if (errno_) object.define(realm, "errno", Value::int32(errno_));
  if (!code_.empty()) object.define(realm, "code", String::fromUtf8(realm, code_));
  if (!syscall_.empty()) object.define(realm, "syscall", String::fromUtf8(realm, syscall_));
  if (!path_.empty()) object.define(realm, "path", String::fromUtf8(realm, path_));
  if (!destination_.empty()) object.define(realm, "dest", String::fromUtf8(realm, destination_));
  return object;
}

int64_t throwError(Realm& realm, const JsError& error) {
  auto& vm = jscVM(realm);
  auto scope = DECLARE_THROW_SCOPE(vm);
  if (!error.exceptionCell().isEmpty()) {
    auto* exception = jsCast<Exception*>(toJSC(error.exceptionCell()));
    // A termination is pending still and goes on as it is, unless evaluate() has taken it.
    if (!vm.isTerminationException(exception))
      scope.throwException(realm.global(), exception);
    else if (!scope.exception())
      vm.throwTerminationException();
  } else {
    throwException(realm.global(), scope, toJSC(error.toValue(realm)));
  }
  return JSValue::encode(JSValue());
}

JsError invalidThis(std::string_view className) {
  return JsError(ErrorKind::TypeError, "ERR_INVALID_THIS",
                 "Value of \"this\" must be of type " + std::string(className));
}

}  // namespace weft::js
