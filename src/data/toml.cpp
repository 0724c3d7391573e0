#include "data/toml.h"

#include "base/utf.h"
#include "data/toml_scalars.h"
#include "data/toml_tables.h"

namespace weft::data {

namespace {

using Kind = TomlTables::Kind;
using Origin = TomlTables::Origin;
using Node = TomlTables::Node;

bool isBareKeyByte(char byte) {
  char lower = static_cast<char>(byte | 0x20);
  return (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'z') || byte == '_' || byte == '-';
}

struct KeyPart {
  TextRef text;
  size_t begin;
  size_t end;
};

/// Where a value will go.
struct Target {
  Node table = 0;
  TextRef key = {};
};

/// An array or an inline table that is not closed yet.
struct Open {
  bool isArray;
  size_t begin;  // its bracket
  Node node;
  Target target = {};  // of an inline table: of the value that comes next
};

class TomlReader : TomlScalars {
 public:
  TomlReader(const SourceText& source, Log& log) : TomlScalars(source, log) {}

  std::optional<Document> read() {
    while (!hasFailed()) {
      skipLines();
      if (isAtEnd()) break;
      if (peek() == '[') {
        readHeader();
      } else {
        Target target = readKey(current_);
        Node value = readValue();
        if (!hasFailed()) tables_.addMember(target.table, target.key, value);
      }
      if (!hasFailed()) readLineEnd();
    }
    if (hasFailed()) return std::nullopt;
    return tables_.finish();
  }

 private:
  // White space.

  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }

  /// Blanks, line breaks and comments.
  void skipLines() {
    do skipBlanks();
    while (skipComment() || skipLineEnd());
  }

  bool skipComment() {
    if (peek() != '#') return false;
    while (!isAtEnd()) {
      auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '\n' || startsWith("\r\n")) return true;
      if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
        return fail("control-character", at_, at_ + 1, "A comment can't hold " + found());
      ++at_;
    }
    return true;
  }

  void readLineEnd() {
    skipBlanks();
    skipComment();
    if (!hasFailed() && !isAtEnd() && !skipLineEnd()) failExpected("the end of the line");
  }

  // Keys and tables.

  std::vector<KeyPart> readKeyParts() {
    std::vector<KeyPart> parts;
    do {
      skipBlanks();
      size_t begin = at_;
      TextRef text;
      if (peek() == '"' || peek() == '\'') {
        if (startsWith("\"\"\"") || startsWith("'''")) {
          fail("invalid-key", at_, at_ + 3, "A key can't be a string of several lines");
          return parts;
        }
        text = readLineString(tables_.texts());
      } else {
        while (isBareKeyByte(peek())) ++at_;
        if (at_ == begin) {
          failKey();
          return parts;
        }
        text = tables_.texts().addText(text_.substr(begin, at_ - begin));
      }
      parts.push_back({text, begin, at_});
      skipBlanks();
    } while (!hasFailed() && accept('.'));
    return parts;
  }

  void failKey() {
    size_t end = at_;
    bool isLetter = !isAtEnd() && decodeUtf8(text_, end) >= 0x80;
    fail("invalid-key", at_, end, "Expected a key, found " + found(),
         isLetter ? "A key with other than ASCII letters stands in quotes." : "");
  }

  bool failTwice(const std::vector<KeyPart>& parts, size_t last, std::string_view what) {
    std::string name;
    for (size_t i = 0; i <= last; ++i) {
      if (i > 0) name.push_back('.');
      name.append(tables_.texts().textOf(parts[i].text));
    }
    return fail("defined-twice", parts.front().begin, parts[last].end, "'" + shown(name) + "' " + std::string(what));
  }

  /// `a.b.c =`: the tables on the way are made, or were made by a dotted key before.
  Target readKey(Node table) {
    std::vector<KeyPart> parts = readKeyParts();
    if (!hasFailed() && !accept('=')) failExpected("'=' after a key");
    skipBlanks();
    if (hasFailed()) return {};
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      std::optional<Node> next = tables_.find(table, parts[i].text);
      if (!next) {
        next = tables_.makeTable(Origin::Dotted);
        tables_.addMember(table, parts[i].text, *next);
      } else if (tables_.kindOf(*next) != Kind::Table) {
        failTwice(parts, i, "has a value already, and is no table");
        return {};
      } else if (tables_.originOf(*next) != Origin::Dotted) {
        failTwice(parts, i, "is a table that is complete already: a dotted key can't add to it");
        return {};
      }
      table = *next;
    }
    if (tables_.find(table, parts.back().text)) {
      failTwice(parts, parts.size() - 1, "is defined twice");
      return {};
    }
    return {table, parts.back().text};
  }

  /// `[a.b]` or `[[a.b]]`
  void readHeader() {
    ++at_;
    bool isElement = accept('[');
    std::vector<KeyPart> parts = readKeyParts();
    if (!hasFailed() && !(accept(']') && (!isElement || accept(']'))))
      failExpected(isElement ? "']]' after the table's name" : "']' after the table's name");
    if (hasFailed()) return;
    Node table = TomlTables::root();
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      std::optional<Node> next = tables_.find(table, parts[i].text);
      if (!next) {
        next = tables_.makeTable(Origin::Implicit);
        tables_.addMember(table, parts[i].text, *next);
      }
      if (tables_.kindOf(*next) == Kind::TableArray) next = tables_.lastElement(*next);
      if (tables_.kindOf(*next) != Kind::Table) {
        failTwice(parts, i, "has a value already, and is no table");
        return;
      }
      if (tables_.originOf(*next) == Origin::Inline) {
        failTwice(parts, i, "is a table in braces, which a header can't add to");
        return;
      }
      table = *next;
    }
    if (isElement) {
      openElement(table, parts);
    } else {
      openTable(table, parts);
    }
  }

  void openTable(Node in, const std::vector<KeyPart>& parts) {
    std::optional<Node> known = tables_.find(in, parts.back().text);
    if (!known) {
      current_ = tables_.makeTable(Origin::Header);
      tables_.addMember(in, parts.back().text, current_);
      return;
    }
    if (tables_.kindOf(*known) != Kind::Table || tables_.originOf(*known) != Origin::Implicit) {
      failTwice(parts, parts.size() - 1, "is defined twice");
      return;
    }
    tables_.setOrigin(*known, Origin::Header);
    current_ = *known;
  }

  void openElement(Node in, const std::vector<KeyPart>& parts) {
    std::optional<Node> array = tables_.find(in, parts.back().text);
    if (!array) {
      array = tables_.makeArray(Kind::TableArray);
      tables_.addMember(in, parts.back().text, *array);
    } else if (tables_.kindOf(*array) != Kind::TableArray) {
      failTwice(parts, parts.size() - 1, "is defined already, and not by [[ ]]");
      return;
    }
    current_ = tables_.makeTable(Origin::Header);
    tables_.addElement(*array, current_);
  }

  // Values, with a stack of their own for what is open: nesting costs no stack.

  Node readValue() {
    for (;;) {
      std::optional<Node> value = beginValue();
      if (hasFailed()) return 0;
      while (value) {
        if (open_.empty()) return *value;
        value = continueAfter(*value);
        if (hasFailed()) return 0;
      }
    }
  }

  /// Reads a scalar or an empty array or table; nothing when one was opened whose first part comes next.
  std::optional<Node> beginValue() {
    if (!open_.empty() && open_.back().isArray) skipLines();
    if (peek() != '[' && peek() != '{') {
      if (isAtEnd() && !open_.empty()) {
        failUnclosed(open_.back());
        return std::nullopt;
      }
      return tables_.makeScalar(readScalar(tables_.texts()));
    }
    bool isArray = peek() == '[';
    Node node = isArray ? tables_.makeArray(Kind::Array) : tables_.makeTable(Origin::Header);
    open_.push_back({isArray, at_++, node});
    std::optional<Node> empty = closeIfNext();
    if (!empty && !isArray) readInlineKey();
    return empty;
  }

  /// After a value inside something that is open: what was closed by this, or nothing if another value comes.
  std::optional<Node> continueAfter(Node value) {
    Open& top = open_.back();
    if (top.isArray) {
      tables_.addElement(top.node, value);
    } else {
      tables_.addMember(top.target.table, top.target.key, value);
    }
    skipLines();
    bool hasComma = accept(',');
    std::optional<Node> closed = closeIfNext();
    if (closed || hasFailed()) return closed;
    if (!hasComma) {
      if (isAtEnd()) {
        failUnclosed(top);
      } else {
        failExpected(top.isArray ? "',' or ']' after an element" : "',' or '}' after a member");
      }
      return std::nullopt;
    }
    if (!top.isArray) readInlineKey();
    return std::nullopt;
  }

  std::optional<Node> closeIfNext() {
    skipLines();
    Open top = open_.back();
    if (!accept(top.isArray ? ']' : '}')) return std::nullopt;
    open_.pop_back();
    if (!top.isArray) tables_.closeInline(top.node);
    return top.node;
  }

  void readInlineKey() {
    if (hasFailed()) return;
    if (isAtEnd()) return failUnclosed(open_.back());
    open_.back().target = readKey(open_.back().node);
  }

  void failUnclosed(const Open& top) {
    fail("unclosed", top.begin, top.begin + 1,
         std::string(top.isArray ? "This '[' has no ']'" : "This '{' has no '}'"));
  }

  TomlTables tables_;
  Node current_ = TomlTables::root();
  std::vector<Open> open_;
};

}  // namespace

std::optional<Document> parseToml(const SourceText& source, Log& log) {
  return TomlReader(source, log).read();
}

}  // namespace weft::data
