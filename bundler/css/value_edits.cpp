#include "css/value_edits.h"

#include <algorithm>

#include "css/parser.h"

namespace weft::css {

Values makeValues(Pool& pool, std::string_view text) {
  SourceText source("", SourceText::Borrowed{pool.copy(text)});
  Log log;
  return parseValues(source, pool, log);
}

Value makeIdent(std::string_view text) {
  Value out;
  out.text = text;
  return out;
}

Value makeNumber(std::string_view text) {
  Value out;
  out.kind = ValueKind::Number;
  out.flags = Value::IsInteger;
  out.text = text;
  return out;
}

Value makeComma() {
  Value out;
  out.kind = ValueKind::Comma;
  out.text = ",";
  return out;
}

void setColor(Pool& pool, Value& value, std::string_view text) {
  Value made;
  if (text.starts_with('#')) {
    made.kind = ValueKind::Hash;
    made.text = pool.copy(text.substr(1));
  } else if (text.ends_with(')')) {
    made = makeValues(pool, text)[0];
  } else {
    made.text = pool.copy(text);
  }
  made.offset = value.offset;
  made.setSpaceBefore(value.spaceBefore());
  value = made;
}

std::vector<Values> splitAtCommas(const Values& values) {
  std::vector<Values> out;
  size_t from = 0;
  for (size_t i = 0; i <= values.size(); ++i) {
    if (i < values.size() && values[i].kind != ValueKind::Comma) continue;
    out.push_back(values.slice(from, i - from));
    from = i + 1;
  }
  return out;
}

Values joinWithCommas(Pool& pool, const std::vector<Values>& parts) {
  Values out;
  for (const Values& part : parts) {
    if (&part != &parts[0]) out.push(pool, makeComma());
    for (const Value& value : part) out.push(pool, value);
  }
  return out;
}

Values joinWithBlanks(Pool& pool, const std::vector<Value>& parts) {
  Values out(pool, parts);
  for (size_t i = 0; i < out.size(); ++i) out[i].setSpaceBefore(i > 0);
  return out;
}

bool isWideKeyword(const Value& value) {
  return value.isIdent("inherit") || value.isIdent("initial") || value.isIdent("unset") || value.isIdent("revert") ||
         value.isIdent("revert-layer");
}

bool hasSubstitution(const Values& values) {
  return std::ranges::any_of(values, [](const Value& value) {
    return value.isFunction("var") || value.isFunction("env") || value.isFunction("attr") ||
           hasSubstitution(value.children);
  });
}

}  // namespace weft::css
