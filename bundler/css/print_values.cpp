// Component values as text (https://drafts.csswg.org/css-syntax-3/#serialization).

#include <charconv>

#include "css/lexer.h"
#include "css/printer.h"

namespace weft::css {

namespace {

void appendHexEscape(std::string& out, unsigned char c) {
  char digits[4];
  auto end = std::to_chars(digits, digits + sizeof digits, c, 16).ptr;
  out.push_back('\\');
  out.append(digits, end);
  out.push_back(' ');
}

bool isControl(unsigned char c) {
  return c < 0x20 || c == 0x7f;
}

bool isWord(const Value& value) {
  return value.kind == ValueKind::Ident || value.kind == ValueKind::Function || value.kind == ValueKind::Url;
}

/// Whether two values with nothing between them would be read as something else.
bool wouldMerge(const Value& before, const Value& after) {
  bool isMinus = after.isDelim('-');
  // A plus sign goes on no name and no number.
  bool isNumber = after.isNumeric() && after.text[0] != '+';
  bool joinsName = isWord(after) || isNumber || isMinus;
  switch (before.kind) {
    case ValueKind::Ident:
      return joinsName || after.kind == ValueKind::Paren;
    case ValueKind::AtKeyword:
    case ValueKind::Hash:
    case ValueKind::Dimension:
      return joinsName;
    case ValueKind::Number:
      return isWord(after) || after.isNumeric() || after.isDelim('%');
    case ValueKind::Percentage:
      return false;
    case ValueKind::Delim:
      switch (before.text[0]) {
        case '#':
        case '-':
          return joinsName;
        case '@':
          return isWord(after) || isMinus;
        case '.':
        case '+':
          return after.isNumeric();
        case '/':
          return after.isDelim('*');
        case '<':
          return after.isDelim('!');
        default:
          return false;
      }
    default:
      return false;
  }
}

class ValuePrinter {
 public:
  ValuePrinter(std::string& out, ValueStyle style, const std::vector<std::string>* references)
      : out_(out), style_(style), references_(references) {}

  void list(const Values& values, bool isMath) {
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) between(values[i - 1], values[i], isMath);
      one(values[i], isMath);
    }
  }

 private:
  void between(const Value& before, const Value& after, bool isMath) {
    switch (style_) {
      case ValueStyle::Exact:
        if (after.spaceBefore())
          out_.push_back(' ');
        else
          keepApart(before, after);
        return;
      case ValueStyle::Pretty:
        if (after.kind == ValueKind::Comma) return;
        if (before.kind == ValueKind::Comma || after.spaceBefore())
          out_.push_back(' ');
        else
          keepApart(before, after);
        return;
      case ValueStyle::Minified:
        if (after.spaceBefore() && isSpaceNeeded(before, after, isMath))
          out_.push_back(' ');
        else
          keepApart(before, after);
    }
  }

  void keepApart(const Value& before, const Value& after) {
    if (wouldMerge(before, after)) out_ += "/**/";
  }

  static bool isSpaceNeeded(const Value& before, const Value& after, bool isMath) {
    if (before.kind == ValueKind::Comma || after.kind == ValueKind::Comma) return false;
    if (before.kind == ValueKind::Colon || after.kind == ValueKind::Colon) return false;
    for (const Value* value : {&before, &after}) {
      if (value->kind != ValueKind::Delim) continue;
      char c = value->text[0];
      if (c == '/' || c == '*' || c == '<' || c == '>' || c == '=' || c == '!') return wouldMerge(before, after);
      return true;
    }
    if (isMath) return true;
    if (wouldMerge(before, after)) return true;
    // `(a) and (b)`: the keyword stays apart.
    if (before.kind == ValueKind::Paren && after.kind == ValueKind::Ident) return true;
    if (before.kind == ValueKind::Invalid || after.kind == ValueKind::Invalid) return true;
    return false;
  }

  void one(const Value& value, bool isMath) {
    switch (value.kind) {
      case ValueKind::Ident:
        return name(value);
      case ValueKind::AtKeyword:
        out_.push_back('@');
        return name(value);
      case ValueKind::Hash:
        out_.push_back('#');
        if (value.has(Value::Escaped)) return hash(value.text);
        out_ += value.text;
        return;
      case ValueKind::String:
        return appendString(out_, value.text);
      case ValueKind::Url:
        return url(value);
      case ValueKind::Percentage:
        out_ += value.text;
        out_.push_back('%');
        return;
      case ValueKind::Dimension:
        out_ += value.number();
        unit(value);
        return;
      case ValueKind::Function:
        name(value);
        return block(value, '(', ')', isMathFunction(value.text));
      case ValueKind::Paren:
        return block(value, '(', ')', isMath);
      case ValueKind::Bracket:
        return block(value, '[', ']', false);
      case ValueKind::Brace:
        return block(value, '{', '}', false);
      case ValueKind::Invalid:
        out_ += value.text;
        if (!value.text.empty() && (value.text[0] == '"' || value.text[0] == '\'')) out_.push_back('\n');
        return;
      default:
        out_ += value.text;
        // A backslash that escapes nothing stands before the end of a line.
        if (value.isDelim('\\')) out_.push_back('\n');
    }
  }

  static bool isMathFunction(std::string_view name) {
    return equalsIgnoringCase(name, "calc") || equalsIgnoringCase(name, "min") || equalsIgnoringCase(name, "max") ||
           equalsIgnoringCase(name, "clamp") || equalsIgnoringCase(name, "-webkit-calc") ||
           equalsIgnoringCase(name, "-moz-calc");
  }

  void block(const Value& value, char open, char close, bool isMath) {
    out_.push_back(open);
    const Values& children = value.children;
    bool isExact = style_ == ValueStyle::Exact;
    if (isExact && !children.empty() && children[0].spaceBefore()) out_.push_back(' ');
    list(children, isMath);
    bool isAfterComma = !children.empty() && children.back().kind == ValueKind::Comma;
    if (value.has(Value::SpaceAtEnd) && (isExact || isAfterComma)) out_.push_back(' ');
    out_.push_back(close);
  }

  void name(const Value& value) {
    if (value.has(Value::Escaped))
      appendIdent(out_, value.text);
    else
      out_ += value.text;
  }

  /// Which may begin with a digit.
  void hash(std::string_view text) {
    for (char c : text) {
      auto byte = static_cast<unsigned char>(c);
      if (isControl(byte))
        appendHexEscape(out_, byte);
      else {
        if (!isNameByte(byte)) out_.push_back('\\');
        out_.push_back(c);
      }
    }
  }

  /// `1e3` would be a number.
  void unit(const Value& value) {
    std::string_view text = value.unit();
    bool looksLikeExponent = text.size() > 1 && (text[0] | 32) == 'e' &&
                             (isDigitByte(static_cast<unsigned char>(text[1])) ||
                              (text.size() > 2 && text[1] == '-' && isDigitByte(static_cast<unsigned char>(text[2]))));
    if (looksLikeExponent && value.number().find_first_of("eE") == std::string_view::npos) {
      out_ += "\\65 ";
      std::string rest;
      for (char c : text.substr(1)) {
        auto byte = static_cast<unsigned char>(c);
        if (!isNameByte(byte)) rest.push_back('\\');
        rest.push_back(c);
      }
      out_ += rest;
    } else if (value.has(Value::Escaped)) {
      appendIdent(out_, text);
    } else {
      out_ += text;
    }
  }

  void url(const Value& value) {
    if (!value.has(Value::IsReference) || !references_) return appendUrl(out_, value.text);
    size_t index = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), index);
    appendUrl(out_, (*references_)[index]);
  }

  std::string& out_;
  ValueStyle style_;
  const std::vector<std::string>* references_;
};

}  // namespace

void appendIdent(std::string& out, std::string_view name) {
  for (size_t i = 0; i < name.size(); ++i) {
    auto c = static_cast<unsigned char>(name[i]);
    bool isFirst = i == 0 || (i == 1 && name[0] == '-');
    if (isControl(c) || (isFirst && isDigitByte(c))) {
      appendHexEscape(out, c);
    } else {
      bool isLoneMinus = c == '-' && name.size() == 1;
      if (!isNameByte(c) || isLoneMinus) out.push_back('\\');
      out.push_back(name[i]);
    }
  }
}

void appendString(std::string& out, std::string_view text) {
  size_t doubles = 0;
  size_t singles = 0;
  for (char c : text) {
    doubles += c == '"';
    singles += c == '\'';
  }
  char quote = doubles > singles ? '\'' : '"';
  out.push_back(quote);
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == quote || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n' || c == '\r' || c == '\f' || c == 0) {
      appendHexEscape(out, static_cast<unsigned char>(c));
      // The space ends the digits; it is needed before another digit or a blank alone.
      auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
      if (!isHexByte(next) && !isBlankByte(next)) out.pop_back();
    } else {
      out.push_back(c);
    }
  }
  out.push_back(quote);
}

void appendUrl(std::string& out, std::string_view address) {
  bool isPlain = true;
  for (char c : address) {
    auto byte = static_cast<unsigned char>(c);
    if (isControl(byte) || c == ' ' || c == '"' || c == '\'' || c == '(' || c == ')' || c == '\\') {
      isPlain = false;
      break;
    }
  }
  out += "url(";
  if (isPlain)
    out += address;
  else
    appendString(out, address);
  out.push_back(')');
}

bool isPlainIdent(std::string_view text) {
  if (text.empty()) return false;
  size_t i = text[0] == '-' ? 1 : 0;
  if (i == text.size()) return false;
  auto first = static_cast<unsigned char>(text[i]);
  if (!isNameStartByte(first) && !(i == 1 && first == '-')) return false;
  for (char c : text)
    if (!isNameByte(static_cast<unsigned char>(c))) return false;
  return true;
}

void appendValues(std::string& out, const Values& values, ValueStyle style,
                  const std::vector<std::string>* references) {
  ValuePrinter(out, style, references).list(values, false);
}

}  // namespace weft::css
