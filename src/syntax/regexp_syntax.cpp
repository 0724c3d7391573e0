#include "syntax/regexp_syntax.h"

#include <string>
#include <vector>

#include "base/stack_limit.h"
#include "base/utf.h"
#include "syntax/unicode_identifiers.h"

namespace weft::syntax {

namespace {

constexpr char32_t kEnd = 0xFFFFFFFF;
constexpr unsigned kDeepest = 2000;
constexpr uint64_t kLargestCount = uint64_t{1} << 53;

bool isDigit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool isSyntaxCharacter(char32_t c) {
  return c < 0x80 && std::string_view("^$\\.*+?()[]{}|/").find(static_cast<char>(c)) != std::string_view::npos;
}
int hexValue(char32_t c) {
  if (isDigit(c)) return static_cast<int>(c - '0');
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f' && c < 0x80) return static_cast<int>((c | 0x20) - 'a' + 10);
  return -1;
}

/// A named group with the alternatives that lead to it: two groups of one name must lie in different alternatives of
/// one disjunction.
struct NamedGroup {
  std::string name;
  std::vector<uint32_t> path;  // disjunction, alternative, disjunction, alternative, …
};

class Checker {
 public:
  Checker(std::string_view pattern, bool isUnicode, bool isSets)
      : pattern_(pattern), isUnicode_(isUnicode), isSets_(isSets) {}

  RegExpFault run() {
    countGroups();
    hasNames_ |= isUnicode_;
    disjunction();
    if (!fault_.message && at_ != pattern_.size())
      fail(peek() == ')' ? "This ) closes nothing" : "Unexpected character");
    checkReferences();
    return fault_;
  }

 private:
  void fail(const char* message) { failAt(at_, message); }
  void failAt(size_t offset, const char* message) {
    if (!fault_.message) fault_ = {message, static_cast<uint32_t>(offset), false};
    at_ = pattern_.size();
  }
  [[nodiscard]] bool hasFailed() const { return fault_.message; }
  [[nodiscard]] char32_t peek() const {
    if (at_ >= pattern_.size()) return kEnd;
    auto byte = static_cast<unsigned char>(pattern_[at_]);
    if (byte < 0x80) return byte;
    size_t offset = at_;
    return decodeUtf8(pattern_, offset);
  }
  [[nodiscard]] char byteAt(size_t ahead) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0'; }
  char32_t take() {
    if (at_ >= pattern_.size()) return kEnd;
    return decodeUtf8(pattern_, at_);
  }
  bool eat(std::string_view text) {
    if (!pattern_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  /// How many groups there are must be known at the first reference, and whether any has a name.
  void countGroups() {
    bool isInClass = false;
    for (size_t i = 0; i < pattern_.size(); ++i) {
      char byte = pattern_[i];
      if (byte == '\\')
        ++i;
      else if (byte == '[')
        isInClass = true;
      else if (byte == ']')
        isInClass = false;
      else if (byte == '(' && !isInClass) {
        if (i + 1 >= pattern_.size() || pattern_[i + 1] != '?') {
          ++groupCount_;
        } else if (pattern_.substr(i + 2).starts_with('<') && i + 3 < pattern_.size() && pattern_[i + 3] != '=' &&
                   pattern_[i + 3] != '!') {
          ++groupCount_;
          hasNames_ = true;
        }
      }
    }
  }

  void disjunction() {
    if (++depth_ > kDeepest || stackLimit_.isReached()) return fail("This regular expression is nested too deeply");
    path_.push_back(disjunctionCount_++);
    path_.push_back(0);
    do {
      ++path_.back();
      while (at_ < pattern_.size() && peek() != '|' && peek() != ')') term();
    } while (eat("|"));
    path_.resize(path_.size() - 2);
    --depth_;
  }

  void term() {
    switch (peek()) {
      case '^':
      case '$':
        ++at_;
        return;
      case '(':
        return group();
      case '.':
        ++at_;
        return quantifier();
      case '[':
        ++at_;
        if (isSets_)
          setClass();
        else
          characterClass();
        return quantifier();
      case '\\':
        return escapeTerm();
      case '*':
      case '+':
      case '?':
        return fail("There is nothing to repeat");
      case '{':
        if (isUnicode_ || isQuantifierAhead()) return fail("There is nothing to repeat");
        ++at_;
        return quantifier();
      case '}':
      case ']':
        if (isUnicode_) return fail("This bracket must be escaped");
        [[fallthrough]];
      default:
        take();
        return quantifier();
    }
  }

  [[nodiscard]] bool isQuantifierAhead() {
    size_t from = at_;
    bool is = braces(false);
    at_ = from;
    return is;
  }

  /// `{1}`, `{1,}`, `{1,2}`
  bool braces(bool reports) {
    size_t from = at_;
    if (!eat("{") || !isDigit(peek())) {
      at_ = from;
      return false;
    }
    auto number = [&] {
      uint64_t value = 0;
      while (isDigit(peek())) value = std::min(value * 10 + (take() - '0'), kLargestCount);
      return value;
    };
    uint64_t least = number();
    uint64_t most = least;
    if (eat(",")) most = isDigit(peek()) ? number() : kLargestCount;
    if (!eat("}")) {
      at_ = from;
      return false;
    }
    if (reports && most < least) failAt(from, "The numbers of a quantifier are out of order");
    return true;
  }

  void quantifier() {
    if (hasFailed()) return;
    switch (peek()) {
      case '*':
      case '+':
      case '?':
        ++at_;
        break;
      case '{':
        if (braces(true)) break;
        if (isUnicode_) fail("This quantifier is incomplete");
        return;
      default:
        return;
    }
    eat("?");
  }

  void group() {
    size_t from = at_;
    ++at_;
    bool isQuantifiable = true;
    if (eat("?")) {
      if (eat("=") || eat("!"))
        isQuantifiable = !isUnicode_;
      else if (eat("<=") || eat("<!"))
        isQuantifiable = false;
      else if (eat("<"))
        groupName(from);
      else if (!eat(":"))
        modifiers();
    }
    disjunction();
    if (hasFailed()) return;
    if (!eat(")")) return failAt(from, "This group is never closed");
    if (isQuantifiable) quantifier();
  }

  /// `(?i-ms:`
  void modifiers() {
    std::string seen;
    bool isRemoving = false;
    size_t from = at_;
    for (;; ++at_) {
      char32_t c = peek();
      if (c == ':') break;
      if (c == '-' && !isRemoving) {
        isRemoving = true;
        continue;
      }
      if (c != 'i' && c != 'm' && c != 's') return fail("This group is malformed");
      if (seen.find(static_cast<char>(c)) != seen.npos) return fail("A modifier may be given once");
      seen.push_back(static_cast<char>(c));
    }
    if (seen.empty() && isRemoving) return failAt(from, "This group has no modifiers");
    ++at_;
  }

  void groupName(size_t from) {
    std::string name;
    if (!readName(name)) return failAt(from, "The name of this group is malformed");
    for (const NamedGroup& other : groups_)
      if (other.name == name && !excludes(other.path)) return failAt(from, "Two groups have the same name");
    groups_.push_back({std::move(name), path_});
  }

  [[nodiscard]] bool excludes(const std::vector<uint32_t>& other) const {
    for (size_t i = 0; i + 1 < std::min(path_.size(), other.size()); i += 2) {
      if (path_[i] != other[i]) return false;
      if (path_[i + 1] != other[i + 1]) return true;
    }
    return false;
  }

  /// From after the `<` to after the `>`.
  bool readName(std::string& name) {
    for (bool isFirst = true;; isFirst = false) {
      if (!isFirst && eat(">")) return true;
      char32_t c = take();
      if (c == '\\') {
        if (!eat("u") || !unicodeEscape(c, true)) return false;
      }
      if (c == kEnd || !(isFirst ? isIdentifierStart(c) : isIdentifierPart(c))) return false;
      appendUtf8(name, c);
    }
  }

  /// After `\u`. `acceptsBraces` beside the flag u.
  bool unicodeEscape(char32_t& value, bool acceptsBraces) {
    size_t from = at_;
    if (acceptsBraces && eat("{")) {
      value = 0;
      size_t digits = at_;
      while (hexValue(peek()) >= 0) {
        value = value * 16 + static_cast<char32_t>(hexValue(take()));
        if (value > 0x10FFFF) return false;
      }
      return at_ != digits && eat("}");
    }
    if (!hexDigits(4, value)) {
      at_ = from;
      return false;
    }
    bool isHigh = value >= 0xD800 && value <= 0xDBFF;
    if (!isHigh || !acceptsBraces || byteAt(0) != '\\' || byteAt(1) != 'u') return true;
    from = at_;
    at_ += 2;
    char32_t low = 0;
    if (hexDigits(4, low) && low >= 0xDC00 && low <= 0xDFFF) {
      value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
      return true;
    }
    at_ = from;
    return true;
  }

  bool hexDigits(unsigned count, char32_t& value) {
    value = 0;
    for (unsigned i = 0; i < count; ++i) {
      int digit = hexValue(peek());
      if (digit < 0) return false;
      value = value * 16 + static_cast<char32_t>(digit);
      ++at_;
    }
    return true;
  }

  void escapeTerm() {
    size_t from = at_++;
    char32_t c = peek();
    if (c == 'b' || c == 'B') {
      ++at_;
      return;
    }
    if (c == 'k' && hasNames_) {
      ++at_;
      std::string name;
      if (!eat("<") || !readName(name)) return failAt(from, "This reference to a group is malformed");
      references_.push_back({std::move(name), static_cast<uint32_t>(from)});
      return quantifier();
    }
    if (c >= '1' && c <= '9') {
      uint64_t number = 0;
      size_t digits = at_;
      while (isDigit(peek())) number = std::min(number * 10 + (take() - '0'), kLargestCount);
      if (number > groupCount_) {
        if (isUnicode_) return failAt(from, "There is no group of that number");
        at_ = digits;
        take();  // an octal escape, or the digit itself
      }
      return quantifier();
    }
    char32_t value = 0;
    bool isSet = false;
    characterEscape(from, value, isSet, false);
    quantifier();
  }

  /// After the backslash: one character, or a class (`isSet`) such as \d.
  void characterEscape(size_t from, char32_t& value, bool& isSet, bool isInClass) {
    char32_t c = take();
    value = c;
    switch (c) {
      case kEnd:
        return failAt(from, "A lone backslash stands at the end");
      case 'd':
      case 'D':
      case 's':
      case 'S':
      case 'w':
      case 'W':
        isSet = true;
        return;
      case 'f':
      case 'n':
      case 'r':
      case 't':
      case 'v':
        return;
      case 'p':
      case 'P':
        if (!isUnicode_) return;
        isSet = true;
        return property(from, c == 'P');
      case 'b':
        if (isInClass) value = 8;
        return;
      case '-':
        if (isInClass || !isUnicode_) return;
        return failAt(from, "This character needs no backslash, and may not have one");
      case 'c':
        return controlEscape(from, value, isInClass);
      case 'x': {
        size_t digits = at_;
        if (hexDigits(2, value)) return;
        at_ = digits;
        value = 'x';
        if (isUnicode_) failAt(from, "\\x takes two hexadecimal digits");
        return;
      }
      case 'u':
        if (unicodeEscape(value, isUnicode_)) return;
        value = 'u';
        if (isUnicode_) failAt(from, "\\u takes four hexadecimal digits, or some in braces");
        return;
      case '0':
        value = 0;
        if (isUnicode_ && isDigit(peek()))
          failAt(from, "Octal escapes are not allowed here");
        else if (!isUnicode_)
          octal(value);
        return;
      case 'k':
        if (hasNames_) failAt(from, "This reference to a group is malformed");
        return;
      default:
        break;
    }
    if (!isUnicode_) {
      if (c >= '1' && c <= '7') {
        value = c - '0';
        octal(value);
      }
      return;
    }
    if (!isSyntaxCharacter(c)) failAt(from, "This character needs no backslash, and may not have one");
  }

  void octal(char32_t& value) {
    for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7' && value * 8 + (peek() - '0') <= 0377; ++i)
      value = value * 8 + (take() - '0');
  }

  void controlEscape(size_t from, char32_t& value, bool isInClass) {
    char32_t letter = peek();
    bool isLetter = (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z' && letter < 0x80;
    bool isLegacy = !isUnicode_ && isInClass && (isDigit(letter) || letter == '_');
    if (isLetter || isLegacy) {
      value = take() % 32;
      return;
    }
    if (isUnicode_) return failAt(from, "\\c takes a letter");
    // The backslash stands for itself, and c comes again.
    at_ = from + 1;
    value = '\\';
  }

  void property(size_t from, bool isNegated) {
    if (!eat("{")) return failAt(from, "\\p takes the name of a property in braces");
    size_t close = pattern_.find('}', at_);
    if (close == pattern_.npos) return failAt(from, "\\p takes the name of a property in braces");
    std::string_view inside = pattern_.substr(at_, close - at_);
    size_t equals = inside.find('=');
    bool hasValue = equals != inside.npos;
    std::string_view value = hasValue ? inside.substr(equals + 1) : std::string_view();
    at_ = close + 1;
    if (!hasValue && isSets_ && isStringProperty(inside)) {
      mayHoldStrings_ = true;
      if (isNegated) failAt(from, "A property of strings cannot be negated");
      return;
    }
    if (!isUnicodeProperty(inside.substr(0, equals), value, hasValue)) failAt(from, "There is no such property");
  }

  // [ … ] without the flag v

  void characterClass() {
    size_t from = at_ - 1;
    eat("^");
    while (!hasFailed()) {
      if (at_ >= pattern_.size()) return failAt(from, "This class is never closed");
      if (eat("]")) return;
      size_t first = at_;
      char32_t low = 0;
      bool isSet = classAtom(low);
      if (peek() != '-' || byteAt(1) == ']' || at_ + 1 >= pattern_.size()) continue;
      ++at_;
      char32_t high = 0;
      bool isHighSet = classAtom(high);
      if (hasFailed()) return;
      if (isSet || isHighSet) {
        if (isUnicode_) return failAt(first, "A class may not be an end of a range");
      } else if (high < low) {
        return failAt(first, "The ends of this range are out of order");
      }
    }
  }

  bool classAtom(char32_t& value) {
    size_t from = at_;
    value = take();
    if (value != '\\') {
      // Without u a pair of surrogates is two characters, and the second ends a range to the right.
      if (!isUnicode_ && value > 0xFFFF && value != kEnd)
        value = peek() == '-' ? 0xDC00 + (value & 0x3FF) : 0xD800 + ((value - 0x10000) >> 10);
      return false;
    }
    bool isSet = false;
    if (isUnicode_ && isDigit(peek()) && !(peek() == '0' && !isDigit(static_cast<unsigned char>(byteAt(1))))) {
      failAt(from, "Octal escapes are not allowed here");
      return false;
    }
    if (peek() == 'B' && isUnicode_) {
      failAt(from, "\\B may not stand in a class");
      return false;
    }
    characterEscape(from, value, isSet, true);
    return isSet;
  }

  // [ … ] with the flag v

  void setClass() {
    size_t from = at_ - 1;
    if (++depth_ > kDeepest || stackLimit_.isReached()) return fail("This regular expression is nested too deeply");
    bool isNegated = eat("^");
    bool holdsStrings = false;
    enum class Operator { None, Union, Intersection, Subtraction } mode = Operator::None;
    bool isFirst = true;
    while (!hasFailed() && !eat("]")) {
      if (at_ >= pattern_.size()) return failAt(from, "This class is never closed");
      Operator op = Operator::Union;
      if (!isFirst && eat("&&"))
        op = Operator::Intersection;
      else if (!isFirst && eat("--"))
        op = Operator::Subtraction;
      if (op == Operator::Intersection && peek() == '&') return fail("Unexpected &");
      bool isFirstOperator = mode == Operator::None;
      if (!isFirst && !isFirstOperator && mode != op) return fail("Operators of a class may not be mixed");
      char32_t low = 0;
      mayHoldStrings_ = false;
      bool isCharacter = setOperand(low);
      bool operandHasStrings = mayHoldStrings_;
      bool isRange = false;
      if (isCharacter && !hasFailed() && peek() == '-' && byteAt(1) != '-') {
        size_t dash = at_++;
        char32_t high = 0;
        if (!setOperand(high) || high < low) return failAt(dash, "The ends of this range are out of order");
        isRange = true;
      }
      if (!isFirst || isRange) {
        if (isRange && (op != Operator::Union || (mode != Operator::None && mode != Operator::Union)))
          return fail("Operators of a class may not be mixed");
        mode = op;
      }
      if (isFirst || op == Operator::Union)
        holdsStrings |= operandHasStrings;
      else if (op == Operator::Intersection)
        holdsStrings &= operandHasStrings;
      isFirst = false;
    }
    if (isNegated && holdsStrings) failAt(from, "A class that holds strings cannot be negated");
    mayHoldStrings_ = holdsStrings && !isNegated;
    --depth_;
  }

  /// True for a single character, whose value it gives.
  bool setOperand(char32_t& value) {
    size_t from = at_;
    if (eat("[")) {
      setClass();
      return false;
    }
    if (eat("\\q{")) {
      bool holdsStrings = false;
      for (size_t length = 0;; ++length) {
        char32_t c = peek();
        if (c == kEnd) return failAt(from, "\\q is never closed"), false;
        if (c == '|' || c == '}') {
          holdsStrings |= length != 1;
          ++at_;
          if (c == '}') break;
          length = static_cast<size_t>(-1);
          continue;
        }
        setCharacter(value);
        if (hasFailed()) return false;
      }
      mayHoldStrings_ = holdsStrings;
      return false;
    }
    return setCharacter(value);
  }

  bool setCharacter(char32_t& value) {
    size_t from = at_;
    constexpr std::string_view kDoubled = "&!#$%*+,.:;<=>?@^`~";
    constexpr std::string_view kSyntax = "()[]{}/-|";
    constexpr std::string_view kEscapable = "&-!#%,:;<=>@`~";
    char next = byteAt(0);
    if (next == '\\') {
      ++at_;
      char escaped = byteAt(0);
      if (escaped != '\0' && kEscapable.find(escaped) != kEscapable.npos) {
        value = take();
        return true;
      }
      at_ = from;
      return !classAtom(value);
    }
    if (next != '\0' && next == byteAt(1) && kDoubled.find(next) != kDoubled.npos)
      return fail("This pair of characters is reserved"), false;
    if (next != '\0' && kSyntax.find(next) != kSyntax.npos) return fail("This character must be escaped here"), false;
    value = take();
    return true;
  }

  void checkReferences() {
    for (const auto& [name, offset] : references_) {
      bool isFound = false;
      for (const NamedGroup& group : groups_) isFound |= group.name == name;
      if (!isFound) failAt(offset, "There is no group of that name");
    }
  }

  std::string_view pattern_;
  size_t at_ = 0;
  bool isUnicode_;
  bool isSets_;
  bool hasNames_ = false;
  bool mayHoldStrings_ = false;
  unsigned depth_ = 0;
  StackLimit stackLimit_{size_t{1} << 20};
  uint64_t groupCount_ = 0;
  uint32_t disjunctionCount_ = 0;
  std::vector<uint32_t> path_;
  std::vector<NamedGroup> groups_;
  std::vector<std::pair<std::string, uint32_t>> references_;
  RegExpFault fault_;
};

}  // namespace

RegExpFault checkRegExp(std::string_view pattern, std::string_view flags) {
  constexpr std::string_view kFlags = "dgimsuvy";
  unsigned seen = 0;
  for (uint32_t i = 0; i < flags.size(); ++i) {
    size_t flag = kFlags.find(flags[i]);
    if (flag == kFlags.npos) return {"There is no such flag", i, true};
    if (seen & 1u << flag) return {"A flag may be given once", i, true};
    seen |= 1u << flag;
  }
  bool isUnicode = seen & 1u << 5;
  bool isSets = seen & 1u << 6;
  if (isUnicode && isSets) return {"The flags u and v exclude each other", 0, true};
  return Checker(pattern, isUnicode || isSets, isSets).run();
}

}  // namespace weft::syntax
