#include "engine/form_urlencoded.h"

#include "engine/internal.h"

#include <wtf/HexNumber.h>

namespace weft::js {

namespace {

using WTF::StringView;

/// Appends what the part's UTF-8 bytes are after decoding.
void decodeBytes(StringView part, WTF::Vector<char8_t>& out) {
  auto utf8 = part.utf8();
  auto bytes = utf8.span();
  for (size_t i = 0; i < bytes.size(); ++i) {
    char c = bytes[i];
    if (c == '+') {
      c = ' ';
    } else if (c == '%' && i + 2 < bytes.size() && isASCIIHexDigit(bytes[i + 1]) && isASCIIHexDigit(bytes[i + 2])) {
      c = static_cast<char>(toASCIIHexValue(bytes[i + 1], bytes[i + 2]));
      i += 2;
    }
    out.append(static_cast<char8_t>(c));
  }
}

WTF::String decodePart(StringView part) {
  auto isEncoded = [](char16_t c) { return c == '%' || c == '+'; };
  if (part.find(isEncoded) == WTF::notFound) return part.toString();
  WTF::Vector<char8_t> bytes;
  decodeBytes(part, bytes);
  return WTF::String::fromUTF8ReplacingInvalidSequences(bytes.span());
}

bool isUnreserved(uint8_t byte) {
  return isASCIIAlphanumeric(byte) || byte == '*' || byte == '-' || byte == '.' || byte == '_';
}

void appendByte(uint8_t byte, WTF::Vector<LChar>& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  if (isUnreserved(byte)) {
    out.append(byte);
  } else if (byte == ' ') {
    out.append('+');
  } else {
    out.append('%');
    out.append(static_cast<LChar>(kDigits[byte >> 4]));
    out.append(static_cast<LChar>(kDigits[byte & 15]));
  }
}

void appendEncoded(StringView text, WTF::Vector<LChar>& out) {
  if (text.containsOnlyASCII()) {
    for (unsigned i = 0; i < text.length(); ++i) appendByte(static_cast<uint8_t>(text[i]), out);
    return;
  }
  auto utf8 = text.utf8();
  for (char c : utf8.span()) appendByte(static_cast<uint8_t>(c), out);
}

}  // namespace

Result<Value> parseForm(Realm& realm, String text) {
  JSC::VM& vm = jscVM(realm);
  auto scope = DECLARE_CATCH_SCOPE(vm);
  JSC::JSGlobalObject* global = realm.global();
  WTF::String input = JSC::asString(toJSC(text))->value(global);
  if (scope.exception()) return takeException(scope);
  JSC::MarkedArgumentBuffer items;
  for (StringView part : StringView(input).split('&')) {
    auto equals = part.find('=');
    bool hasValue = equals != WTF::notFound;
    items.append(JSC::jsString(vm, decodePart(hasValue ? part.left(equals) : part)));
    items.append(hasValue ? JSC::jsString(vm, decodePart(part.substring(equals + 1))) : JSC::jsEmptyString(vm));
  }
  auto* list = JSC::constructArray(global, static_cast<JSC::ArrayAllocationProfile*>(nullptr), items);
  if (scope.exception()) return takeException(scope);
  return fromJSC(list);
}

Result<Value> serializeForm(Realm& realm, Object list) {
  JSC::VM& vm = jscVM(realm);
  auto scope = DECLARE_CATCH_SCOPE(vm);
  JSC::JSGlobalObject* global = realm.global();
  auto* array = JSC::jsDynamicCast<JSC::JSArray*>(toJSC(list));
  WTF::Vector<LChar> out;
  for (unsigned i = 0; array && i < array->length(); ++i) {
    if (i) out.append(i % 2 ? '=' : '&');
    WTF::String item = array->getIndex(global, i).toWTFString(global);
    if (scope.exception()) return takeException(scope);
    // A code unit takes three escapes at most.
    if (out.size() + size_t{item.length()} * 9 + 1 > WTF::String::MaxLength) {
      return fail(JsError(ErrorKind::Error, "ERR_STRING_TOO_LONG", "The parameters are longer than a string can be"));
    }
    appendEncoded(item, out);
  }
  return fromJSC(JSC::jsString(vm, WTF::String(out.span())));
}

}  // namespace weft::js
