// Parts stand before what they belong to, so one loop makes all values, however deep they are nested.

#include "engine/data_values.h"

#include "base/utf.h"
#include "engine/internal.h"

#include <JavaScriptCore/DeferTermination.h>

namespace weft::js {

using namespace JSC;
using data::ValueKind;

namespace {

// UTF-8 in which lone surrogates keep their value: what has none is read as usual.
WTF::String stringOf(std::string_view text) {
  if (isValidUtf8(text)) return toWTF(text);
  WTF::Vector<char16_t> units;
  for (size_t at = 0; at < text.size();) {
    auto lead = static_cast<unsigned char>(text[at]);
    bool isSurrogate = lead == 0xED && at + 2 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0;
    if (isSurrogate) {
      units.append(static_cast<char16_t>(0xD000 | (text[at + 1] & 0x3F) << 6 | (text[at + 2] & 0x3F)));
      at += 3;
      continue;
    }
    char32_t character = decodeUtf8(text, at);
    if (character > 0xFFFF) units.append(static_cast<char16_t>(0xD7C0 + (character >> 10)));
    units.append(static_cast<char16_t>(character > 0xFFFF ? 0xDC00 | (character & 0x3FF) : character));
  }
  return WTF::String(units.span());
}

class ValueMaker {
 public:
  ValueMaker(JSGlobalObject* global, const data::Document& document)
      : global_(global), vm_(global->vm()), document_(document) {}

  Result<Value> make() {
    auto scope = DECLARE_CATCH_SCOPE(vm_);
    for (const data::Value& value : document_.values) {
      JSValue made = one(value);
      if (scope.exception()) return takeException(scope);
      made_.append(made);
    }
    if (made_.hasOverflowed()) return fail(JsError::rangeError("Out of memory"));
    return fromJSC(made_.last());
  }

 private:
  JSValue one(const data::Value& value) {
    switch (value.kind) {
      case ValueKind::Boolean:
        return jsBoolean(value.boolean);
      case ValueKind::Number:
        return toJSC(Value::number(value.number));
      case ValueKind::String:
        return jsString(vm_, stringOf(document_.textOf(value.text)));
      case ValueKind::Array:
        return array(value.parts);
      case ValueKind::Object:
        return object(value.parts);
      case ValueKind::Null:
        break;
    }
    return jsNull();
  }

  JSValue array(data::PartsRef parts) {
    DeferTerminationForAWhile whole(vm_);
    MarkedArgumentBuffer elements;
    for (uint32_t i = 0; i < parts.count; ++i) elements.append(made_.at(document_.elements[parts.begin + i]));
    return constructArray(global_, static_cast<ArrayAllocationProfile*>(nullptr), elements);
  }

  // Own properties whatever their names are: `__proto__` sets no prototype.
  JSValue object(data::PartsRef parts) {
    JSObject* object = constructEmptyObject(global_);
    for (uint32_t i = 0; i < parts.count; ++i) {
      const data::Member& member = document_.members[parts.begin + i];
      Identifier key = Identifier::fromString(vm_, stringOf(document_.textOf(member.key)));
      object->putDirectMayBeIndex(global_, key, made_.at(member.value));
    }
    return object;
  }

  JSGlobalObject* global_;
  JSC::VM& vm_;
  const data::Document& document_;
  MarkedArgumentBuffer made_;
};

}  // namespace

Result<Value> dataValue(Realm& realm, const data::Document& document) {
  return ValueMaker(realm.global(), document).make();
}

}  // namespace weft::js
