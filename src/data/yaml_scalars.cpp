#include "data/yaml_scalars.h"

#include <algorithm>

#include "base/utf.h"
#include "data/number_text.h"

namespace weft::data {

namespace {

bool isBlank(char byte) {
  return byte == ' ' || byte == '\t';
}

void trimBlanks(std::string& out, size_t from) {
  while (out.size() > from && isBlank(out.back())) out.pop_back();
}

}  // namespace

bool YamlScalars::isSpaceAt(size_t ahead) const {
  if (at_ + ahead >= text_.size()) return true;
  char byte = text_[at_ + ahead];
  return isBlank(byte) || byte == '\n' || byte == '\r';
}

bool YamlScalars::isDocumentMarker() const {
  return at_ == lineStart_ && (startsWith("---") || startsWith("...")) && isSpaceAt(3);
}

bool YamlScalars::isFlowIndicator(char byte) {
  return byte == ',' || byte == '[' || byte == ']' || byte == '{' || byte == '}';
}

void YamlScalars::skipBlanks() {
  while (!isAtEnd() && isBlank(text_[at_])) ++at_;
}

void YamlScalars::skipBreak() {
  if (accept('\r')) {
    accept('\n');
  } else {
    accept('\n');
  }
  lineStart_ = at_;
}

bool YamlScalars::fold(std::string& out, int parent) {
  size_t breaks = 0;
  while (isBreak()) {
    skipBreak();
    ++breaks;
    if (isDocumentMarker()) return false;
    while (peek() == ' ') ++at_;
    int indent = column();
    skipBlanks();
    if (isBreak()) continue;
    if (isAtEnd() || indent <= parent) return false;
  }
  out.append(breaks == 1 ? 1 : breaks - 1, breaks == 1 ? ' ' : '\n');
  return true;
}

bool YamlScalars::endsPlain(Context context) const {
  bool isFlow = context == Context::Flow;
  if (peek() == ':') return isSpaceAt(1) || (isFlow && isFlowIndicator(peek(1)));
  return isFlow && isFlowIndicator(peek());
}

void YamlScalars::readPlain(std::string& out, int parent, Context context) {
  for (;;) {
    size_t begin = at_;
    size_t end = at_;  // behind the last character that is no blank
    while (!isAtEnd() && !isBreak()) {
      char byte = text_[at_];
      if (endsPlain(context) || (byte == '#' && at_ > begin && isBlank(text_[at_ - 1]))) break;
      ++at_;
      if (!isBlank(byte)) end = at_;
    }
    out.append(text_.substr(begin, end - begin));
    bool endsWithLine = isBreak();
    at_ = end;
    if (!endsWithLine) return;
    // It goes on with the next line that has text, unless that is a comment.
    size_t size = out.size();
    size_t lineStart = lineStart_;
    skipBlanks();
    if (fold(out, parent) && peek() != '#' && !endsPlain(context)) continue;
    out.resize(size);
    at_ = end;
    lineStart_ = lineStart;
    return;
  }
}

bool YamlScalars::foldQuoted(std::string& out, int parent, size_t begin) {
  if (fold(out, parent)) return true;
  if (isAtEnd()) return fail("unterminated-string", begin, begin + 1, "This string has no closing quote");
  if (isDocumentMarker())
    return fail("unterminated-string", begin, begin + 1, "This string has no closing quote before the document ends");
  return fail("indentation", lineStart_, at_ + 1, "The lines of a string must be indented more than what it is in");
}

void YamlScalars::readSingleQuoted(std::string& out, int parent) {
  size_t begin = at_++;
  size_t start = out.size();
  for (;;) {
    size_t run = at_;
    while (!isAtEnd() && peek() != '\'' && !isBreak()) ++at_;
    out.append(text_.substr(run, at_ - run));
    if (accept('\'')) {
      if (!accept('\'')) return;
      out.push_back('\'');
      continue;
    }
    if (isAtEnd()) {
      fail("unterminated-string", begin, begin + 1, "This string has no closing quote");
      return;
    }
    trimBlanks(out, start);
    if (!foldQuoted(out, parent, begin)) return;
    start = out.size();
  }
}

void YamlScalars::readDoubleQuoted(std::string& out, int parent) {
  size_t begin = at_++;
  size_t start = out.size();  // blanks before this came from escapes or from folding
  UnitAppender units(out);
  for (;;) {
    size_t run = at_;
    while (!isAtEnd() && peek() != '"' && peek() != '\\' && !isBreak()) ++at_;
    if (at_ > run) units.finish();
    out.append(text_.substr(run, at_ - run));
    if (accept('"')) return units.finish();
    if (isAtEnd()) {
      fail("unterminated-string", begin, begin + 1, "This string has no closing quote");
      return;
    }
    if (isBreak()) {
      units.finish();
      trimBlanks(out, start);
      if (!foldQuoted(out, parent, begin)) return;
    } else if (++at_; isBreak()) {
      // An escaped line break: blanks before it count, and no space stands for it.
      units.finish();
      size_t size = out.size();
      if (!foldQuoted(out, parent, begin)) return;
      if (out.size() == size + 1 && out.back() == ' ') out.pop_back();
    } else {
      readEscape(units);
      if (hasFailed()) return;
    }
    start = out.size();
  }
}

/// After the backslash. https://yaml.org/spec/1.2.2/#57-escaped-characters
void YamlScalars::readEscape(UnitAppender& units) {
  size_t begin = at_ - 1;
  char byte = peek();
  constexpr std::string_view kLetters = "0abt\tnvfre \"/\\N_LP";
  constexpr char32_t kMeanings[] = {0,    7,   8,   '\t', '\t', '\n', 0xB,  0xC,    '\r',
                                    0x1B, ' ', '"', '/',  '\\', 0x85, 0xA0, 0x2028, 0x2029};
  if (size_t at = kLetters.find(byte); !isAtEnd() && at != kLetters.npos) {
    ++at_;
    return units.append(kMeanings[at]);
  }
  if (isAtEnd() || (byte != 'x' && byte != 'u' && byte != 'U')) {
    size_t end = afterCharacter();
    fail("invalid-escape", begin, end, "There is no escape " + std::string(text_.substr(begin, end - begin)),
         "A backslash itself is written \\\\, or the string stands in single quotes.");
    return;
  }
  ++at_;
  char32_t value = 0;
  size_t digits = byte == 'x' ? 2 : byte == 'u' ? 4 : 8;
  for (size_t i = 0; i < digits; ++i) {
    unsigned digit = hexDigit(peek());
    if (digit > 15) {
      fail("invalid-escape", begin, at_, "Expected " + std::to_string(digits) + " hexadecimal digits");
      return;
    }
    value = value << 4 | digit;
    ++at_;
  }
  if (value > 0x10FFFF) {
    fail("invalid-escape", begin, at_, "There is no such character");
    return;
  }
  units.append(value);
}

bool YamlScalars::readBlockHeader(BlockHeader& header) {
  header.isFolded = text_[at_++] == '>';
  bool hasChomping = false;
  for (;; ++at_) {
    char byte = peek();
    if ((byte == '+' || byte == '-') && !hasChomping) {
      header.chomping = byte;
      hasChomping = true;
    } else if (byte >= '1' && byte <= '9' && header.indent == 0) {
      header.indent = byte - '0';
    } else {
      break;
    }
  }
  size_t end = at_;
  skipBlanks();
  if (peek() == '#' && at_ > end)
    while (!isAtEnd() && !isBreak()) ++at_;
  if (!isAtEnd() && !isBreak()) return failExpected("the end of the line after the sign of a block scalar");
  skipBreak();
  return true;
}

/// The indentation of the first line that is not empty; of lines that are all empty, the longest.
int YamlScalars::detectIndent(int parent) {
  size_t at = at_;
  int longest = 0;
  size_t longestAt = at_;
  for (;;) {
    size_t begin = at;
    while (at < text_.size() && text_[at] == ' ') ++at;
    int indent = static_cast<int>(at - begin);
    bool isEmptyLine = at < text_.size() && (text_[at] == '\n' || text_[at] == '\r');
    if (at == text_.size()) return std::max({longest, indent, parent + 1});
    if (!isEmptyLine) {
      if (longest > indent && indent > parent)
        fail("indentation", longestAt, longestAt + 1,
             "An empty line before the text has more spaces than the text's first line",
             "Write how far the text is indented behind its | or >.");
      return indent > parent ? indent : std::max(longest, parent + 1);
    }
    if (indent > longest) {
      longest = indent;
      longestAt = begin;
    }
    ++at;
  }
}

void YamlScalars::readBlockScalar(std::string& out, int parent) {
  BlockHeader header;
  if (!readBlockHeader(header)) return;
  int indent = header.indent ? std::max(parent, 0) + header.indent : detectIndent(parent);
  size_t breaks = 0;  // since the last line with text
  bool hasText = false;
  bool wasSpaced = false;
  while (!isAtEnd()) {
    if (isDocumentMarker()) break;
    while (column() < indent && peek() == ' ') ++at_;
    if (isBreak()) {
      skipBreak();
      ++breaks;
      continue;
    }
    if (isAtEnd() || column() < indent) break;
    bool isSpaced = header.isFolded && isBlank(peek());
    bool isFolded = header.isFolded && hasText && !isSpaced && !wasSpaced;
    if (isFolded && breaks == 1) {
      out.push_back(' ');
    } else {
      out.append(isFolded ? breaks - 1 : breaks, '\n');
    }
    size_t begin = at_;
    while (!isAtEnd() && !isBreak()) ++at_;
    out.append(text_.substr(begin, at_ - begin));
    hasText = true;
    wasSpaced = isSpaced;
    breaks = 1;  // the end of the text counts as one
    skipBreak();
  }
  at_ = isAtEnd() ? at_ : lineStart_;
  if (header.chomping == '+') {
    out.append(breaks, '\n');
  } else if (header.chomping == ' ' && hasText) {
    out.push_back('\n');
  }
}

}  // namespace weft::data
