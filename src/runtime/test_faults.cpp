#include "runtime/test_faults.h"

namespace weft::runtime {

namespace {

js::Result<std::string> textAt(js::Realm& realm, js::Object object, std::string_view key) {
  WEFT_TRY(value, object.get(realm, key));
  if (value.isUndefined() || value.isNull()) return std::string();
  return value.toUtf8(realm);
}

js::Result<uint32_t> numberAt(js::Realm& realm, js::Object object, std::string_view key) {
  WEFT_TRY(value, object.get(realm, key));
  double number = value.isNumber() ? value.asNumber() : 0;
  return number >= 0 && number <= UINT32_MAX ? static_cast<uint32_t>(number) : 0;
}

// An error may answer with anything, and throw: then there is no such text.
std::string textOrNone(js::Realm& realm, js::Object object, std::string_view key) {
  auto value = object.get(realm, key);
  return value && value->isString() ? value->asString().utf8(realm) : std::string();
}

}  // namespace

js::Result<test::Fault> faultFrom(js::Realm& realm, js::Value described) {
  if (!described.isObject()) return js::fail(js::JsError::argType("fault", "of type object", described));
  js::Object object = described.asObject();
  test::Fault fault;
  WEFT_TRY(name, textAt(realm, object, "name"));
  WEFT_TRY(message, textAt(realm, object, "message"));
  WEFT_TRY(stack, textAt(realm, object, "stack"));
  WEFT_TRY(path, textAt(realm, object, "path"));
  WEFT_TRY(line, numberAt(realm, object, "line"));
  WEFT_TRY(column, numberAt(realm, object, "column"));
  WEFT_TRY(cause, textAt(realm, object, "cause"));
  return test::Fault{
      std::move(name), std::move(message), std::move(stack), {std::move(path), line, column}, std::move(cause)};
}

js::Result<std::vector<test::Fault>> faultsFrom(js::Realm& realm, js::Value list) {
  std::vector<test::Fault> faults;
  if (!list.isObject()) return faults;
  WEFT_TRY(length, numberAt(realm, list.asObject(), "length"));
  for (uint32_t i = 0; i < length; ++i) {
    WEFT_TRY(item, list.asObject().getIndex(realm, i));
    WEFT_TRY(fault, faultFrom(realm, item));
    faults.push_back(std::move(fault));
  }
  return faults;
}

test::Fault faultOf(Runtime& runtime, js::Value error) {
  js::Realm& realm = runtime.realm();
  test::Fault fault;
  fault.name = "Error";
  if (!error.isObject()) {
    auto text = error.toUtf8(realm);
    fault.message = "thrown: " + (text ? *text : std::string("a value that cannot be shown"));
    return fault;
  }
  js::Object object = error.asObject();
  if (std::string name = textOrNone(realm, object, "name"); !name.empty()) fault.name = std::move(name);
  fault.message = textOrNone(realm, object, "message");
  std::string stack = textOrNone(realm, object, "stack");
  constexpr std::string_view kFrame = "\n    at ";
  if (size_t frames = stack.find(kFrame); frames != std::string::npos) fault.stack = stack.substr(frames + 1);
  return fault;
}

test::Fault unsettledFault(const js::ModuleLoader& modules, const std::string& path) {
  test::Fault fault;
  fault.name = "Error";
  if (auto pending = modules.pendingAwait()) {
    fault.message = "The top-level await never settled: nothing is left that could settle it";
    fault.place = {pending->path, pending->at.line, pending->at.column};
  } else {
    fault.message = "The file came to no end: it waits for a promise that nothing is left to settle";
    fault.place = {path, 0, 0};
  }
  return fault;
}

}  // namespace weft::runtime
