// The structure of a YAML stream: documents, block collections by their columns, flow collections by their brackets.
//
// Whether a node is a key is known only behind it, at its colon: it is read first, and then becomes the first key of
// a mapping. So every byte is read once, or twice at the end of a plain scalar.

#include "data/yaml.h"

#include "base/utf.h"
#include "data/yaml_nodes.h"

namespace weft::data {

namespace {

constexpr int kDeepest = 1000;

/// What a block node belongs to.
enum class Place : uint8_t { Document, SequenceItem, ExplicitKey, ExplicitValue, MappingValue };

class YamlReader : YamlNodes {
 public:
  YamlReader(const SourceText& source, Log& log) : YamlNodes(source, log) {}

  std::optional<Document> read() {
    if (!checkCharacters()) return std::nullopt;
    size_t mark = builder_.elementMark();
    size_t count = 0;
    while (std::optional<ValueIndex> document = readDocument()) {
      builder_.addElement(*document);
      ++count;
    }
    if (hasFailed()) return std::nullopt;
    if (count == 0) builder_.add(Value::null());
    // A single document is the last value as it is.
    if (count > 1) builder_.closeArray(mark);
    return builder_.finish();
  }

 private:
  bool checkCharacters() {
    for (size_t i = 0; i < text_.size(); ++i) {
      auto byte = static_cast<unsigned char>(text_[i]);
      if (byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r') continue;
      at_ = i;
      return fail("control-character", i, i + 1, "YAML can't hold " + found(), "In double quotes it is written \\xHH.");
    }
    return true;
  }

  // Documents.

  std::optional<ValueIndex> readDocument() {
    bool hasDirectives = false;
    for (;;) {
      if (startsWith(kUtf8ByteOrderMark)) lineStart_ = at_ += kUtf8ByteOrderMark.size();
      skipToContent();
      hasDirectives = readDirectives();
      if (hasDirectives) skipToContent();
      if (hasFailed()) return std::nullopt;
      if (!isDocumentMarker() || peek() != '.' || hasDirectives) break;
      at_ += 3;
      readLineEnd();
    }
    if (isDocumentMarker() && peek() == '-') {
      at_ += 3;
    } else if (hasDirectives) {
      failExpected("--- after the lines that begin with %");
    } else if (isAtEnd()) {
      return std::nullopt;
    }
    forgetAnchors();
    YamlNode root = readBlockNode(-1, Place::Document);
    skipToContent();
    if (!hasFailed() && !isAtEnd() && !isDocumentMarker()) failUnexpected();
    bool hasEnd = isDocumentMarker() && peek() == '.';
    if (hasEnd) {
      at_ += 3;
      readLineEnd();
    }
    forgetDirectives();
    if (hasFailed()) return std::nullopt;
    return place(root);
  }

  void readLineEnd() {
    skipToContent();
    if (!hasFailed() && !isAtEnd() && !isFresh_) failExpected("the end of the line");
  }

  // Space.

  /// Goes to the next thing that is neither space nor comment, and says where it stands: `isFresh_`, `column_`,
  /// `hasTab_`.
  void skipToContent() {
    if (at_ == contentAt_) return;
    isFresh_ = at_ == lineStart_;
    for (;;) {
      size_t begin = at_;
      while (peek() == ' ') ++at_;
      column_ = column();
      hasTab_ = peek() == '\t';
      skipBlanks();
      if (!isFresh_) {
        hasTab_ = text_.substr(begin, at_ - begin).find('\t') != text_.npos;
        column_ = column();
      }
      bool isComment = peek() == '#' && (at_ == lineStart_ || text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t');
      if (isComment)
        while (!isAtEnd() && !isBreak()) ++at_;
      if (!isBreak()) break;
      skipBreak();
      isFresh_ = true;
    }
    contentAt_ = at_;
  }

  [[nodiscard]] bool isIndicator(char byte) const { return peek() == byte && !isAtEnd() && isSpaceAt(1); }

  /// Whether what comes next lies outside of a collection at `parent`.
  [[nodiscard]] bool isOutside(int parent, Place place) const {
    if (isAtEnd()) return true;
    if (!isFresh_) return false;
    if (isDocumentMarker()) return true;
    if (column_ > parent) return false;
    // A sequence may stand in the column of the key whose value it is.
    bool isUnderKey = place == Place::MappingValue || place == Place::ExplicitKey || place == Place::ExplicitValue;
    return !(isUnderKey && column_ == parent && isIndicator('-'));
  }

  // Faults that several places tell.

  YamlNode failUnexpected() {
    if (hasTab_ && isFresh_) return failTab();
    size_t end = afterCharacter();
    fail("unexpected-character", at_, end, "Unexpected " + found(),
         isFresh_ ? "It is not indented as the lines before it." : "A string with such characters stands in quotes.");
    return {};
  }

  YamlNode failTab() {
    fail("tab-indentation", lineStart_, at_, "A tab can't indent", "Indent with spaces.");
    return {};
  }

  bool enter() {
    if (++depth_ <= kDeepest) return true;
    return fail("too-deep", at_, at_ + 1, "Collections are nested more than 1,000 deep");
  }

  // Block nodes.

  YamlNode readBlockNode(int parent, Place nodePlace) {
    YamlProperties outer;  // on lines before the one where the node begins
    YamlProperties inner;  // on that line: of the first key, if the node is a mapping that begins with it
    size_t begin = 0;
    int start = 0;
    bool mayOpen = false;
    for (;;) {
      skipToContent();
      if (isOutside(parent, nodePlace)) return withProperties(emptyNode(), outer);
      begin = at_;
      start = column_;
      bool isCompact = nodePlace != Place::Document && nodePlace != Place::MappingValue;
      mayOpen = (isFresh_ || isCompact) && !hasTab_;
      if (!isAtProperty()) break;
      readProperties(inner);
      if (hasFailed()) return {};
      skipToContent();
      if (!isFresh_ && !isAtEnd()) break;
      outer = joined(outer, inner);
      inner = {};
    }
    if (hasFailed()) return {};
    return readBlockContent(parent, {begin, start, mayOpen}, outer, inner);
  }

  YamlProperties joined(const YamlProperties& outer, const YamlProperties& inner) {
    if (!outer.isAny()) return inner;
    if (!inner.isAny()) return outer;
    YamlProperties both = outer;
    if (!outer.anchor.empty() && !inner.anchor.empty())
      fail("two-anchors", inner.begin, inner.end, "A value can't have two anchors");
    if (outer.tag != YamlTag::None && inner.tag != YamlTag::None)
      fail("two-tags", inner.begin, inner.end, "A value can't have two tags");
    if (both.anchor.empty()) both.anchor = inner.anchor;
    if (both.tag == YamlTag::None) both.tag = inner.tag;
    both.end = inner.end;
    return both;
  }

  /// Where a node begins, its properties included.
  struct Start {
    size_t begin;
    int column;
    bool mayOpen;  // a block collection may begin there
  };

  YamlNode readBlockContent(int parent, Start start, const YamlProperties& outer, const YamlProperties& inner) {
    bool isSequence = isIndicator('-');
    bool isExplicit = isIndicator('?');
    openAnchor(outer);
    if (isSequence || isExplicit) {
      if (!start.mayOpen || inner.isAny()) return failNotHere(start, isSequence ? "A sequence" : "A mapping");
      YamlNode collection =
          isSequence ? readSequence(start.column, parent == start.column) : readMapping(start, std::nullopt);
      return withProperties(collection, outer);
    }
    if (peek() == '|' || peek() == '>') {
      size_t begin = at_;
      uint32_t mark = builder_.textMark();
      readBlockScalar(builder_.text(), parent);
      return withProperties(scalarNode(mark, YamlStyle::Quoted, begin), joined(outer, inner));
    }
    size_t line = lineStart_;
    openAnchor(inner);
    YamlNode node = isIndicator(':') ? emptyNode() : readFlowContent(parent, Context::Block);
    if (hasFailed()) return {};
    skipBlanks();
    if (isIndicator(':')) {
      YamlNode key = withProperties(node, inner);
      key.begin = start.begin;
      if (lineStart_ != line) return failKeyOfLines(start.begin);
      if (!start.mayOpen) return failNotHere(start, "A mapping");
      return withProperties(readMapping(start, key), outer);
    }
    skipToContent();
    if (!isFresh_ && !isAtEnd()) return failUnexpected();
    return withProperties(node, joined(outer, inner));
  }

  YamlNode failKeyOfLines(size_t begin) {
    uint32_t line = source_.lines().positionAt(static_cast<uint32_t>(begin)).line;
    fail("key-of-lines", at_, at_ + 1,
         "A key can't go over several lines, as this one does from line " + std::to_string(line),
         "Is this line indented too much, or does one before it lack its colon?");
    return {};
  }

  YamlNode failNotHere(const Start& start, const std::string& what) {
    if (hasTab_) return failTab();
    fail("not-on-this-line", start.begin, start.begin + 1, what + " can't begin on this line",
         "It begins on a line of its own, indented more than its key.");
    return {};
  }

  YamlNode readSequence(int column, bool isUnderKey) {
    if (!enter()) return {};
    size_t begin = at_;
    size_t mark = builder_.elementMark();
    for (;;) {
      ++at_;
      YamlNode item = readBlockNode(column, Place::SequenceItem);
      if (hasFailed()) return {};
      builder_.addElement(place(item));
      skipToContent();
      if (isAtEnd() || isDocumentMarker() || column_ < column) break;
      if (column_ > column || hasTab_ || !isFresh_) return failUnexpected();
      if (isIndicator('-')) continue;
      if (isUnderKey) break;
      failExpected("'- ' as before the other items of this sequence");
      return {};
    }
    --depth_;
    return closeSequence(mark, begin);
  }

  YamlNode readMapping(Start start, std::optional<YamlNode> first) {
    if (!enter()) return {};
    OpenMapping mapping{.begin = start.begin};
    for (bool isFirst = true;; isFirst = false) {
      if (!isFirst) {
        skipToContent();
        if (isAtEnd() || isDocumentMarker() || column_ < start.column) break;
        if (column_ > start.column || hasTab_ || !isFresh_) return failUnexpected();
      }
      if (!first && isIndicator('?')) {
        readExplicitEntry(start.column, mapping);
      } else {
        YamlNode key = first ? *first : readImplicitKey(start.column);
        first.reset();
        if (hasFailed()) return {};
        ++at_;
        addMember(mapping, key, readBlockNode(start.column, Place::MappingValue));
      }
      if (hasFailed()) return {};
    }
    --depth_;
    return closeMapping(mapping);
  }

  void readExplicitEntry(int column, OpenMapping& mapping) {
    ++at_;
    YamlNode key = readBlockNode(column, Place::ExplicitKey);
    skipToContent();
    bool hasValue = isFresh_ && column_ == column && isIndicator(':') && !hasTab_;
    if (!hasValue) return addMember(mapping, key, withProperties(emptyNode(), {}));
    ++at_;
    addMember(mapping, key, readBlockNode(column, Place::ExplicitValue));
  }

  /// Stands at the colon then.
  YamlNode readImplicitKey(int column) {
    size_t begin = at_;
    size_t line = lineStart_;
    if (isIndicator('-')) {
      failExpected("a key as before the other values of this mapping");
      return {};
    }
    YamlProperties properties;
    if (isAtProperty()) readProperties(properties);
    openAnchor(properties);
    YamlNode node = isIndicator(':') ? emptyNode() : readFlowContent(column, Context::Block);
    YamlNode key = withProperties(node, properties);
    if (hasFailed()) return {};
    skipBlanks();
    key.begin = begin;
    if (isIndicator(':') && lineStart_ == line) return key;
    fail("missing-colon", begin, lineStart_ == line ? at_ : begin + 1, "Expected ': ' after a key",
         "A line of a mapping is written key: value.");
    return {};
  }

  // Flow nodes, and scalars on one line in block collections.

  /// A node without its properties. In block context it is the caller who says what may follow.
  YamlNode readFlowContent(int parent, Context context) {
    size_t begin = at_;
    switch (peek()) {
      case '[':
        return readFlowSequence(parent);
      case '{':
        return readFlowMapping(parent);
      case '*':
        return readAlias();
      case '"':
      case '\'': {
        uint32_t mark = builder_.textMark();
        if (peek() == '"') {
          readDoubleQuoted(builder_.text(), parent);
        } else {
          readSingleQuoted(builder_.text(), parent);
        }
        return scalarNode(mark, YamlStyle::Quoted, begin);
      }
      default:
        break;
    }
    if (!mayBeginPlain(context)) {
      if (context == Context::Block && isFresh_ && hasTab_ && at_ == contentAt_) return failUnexpected();
      size_t end = afterCharacter();
      fail("unexpected-character", at_, end, "A value can't begin with " + found(),
           isAtEnd() ? "" : "A string that begins so stands in quotes.");
      return {};
    }
    uint32_t mark = builder_.textMark();
    readPlain(builder_.text(), parent, context);
    return scalarNode(mark, YamlStyle::Plain, begin);
  }

  [[nodiscard]] bool mayBeginPlain(Context context) const {
    if (isAtEnd()) return false;
    char byte = peek();
    constexpr std::string_view kIndicators = ",[]{}#&*!|>'\"%@`";
    if (kIndicators.find(byte) != kIndicators.npos) return false;
    if (byte != '-' && byte != '?' && byte != ':') return true;
    return !isSpaceAt(1) && !(context == Context::Flow && isFlowIndicator(peek(1)));
  }

  /// To the next thing in a flow collection; false after a fault or at the end.
  bool skipInFlow(int parent, size_t begin) {
    skipToContent();
    if (hasFailed()) return false;
    if (isAtEnd() || (isFresh_ && isDocumentMarker()))
      return fail("unclosed", begin, begin + 1, text_[begin] == '[' ? "This '[' has no ']'" : "This '{' has no '}'");
    // A closing bracket may stand under the key.
    bool isClosing = peek() == ']' || peek() == '}';
    if (!isFresh_ || column_ > parent || (isClosing && column_ == parent)) return true;
    return fail("indentation", at_, at_ + 1, "What is in brackets must be indented more than its key");
  }

  /// A colon behind a key. After a quoted string or a bracket no space needs to follow it.
  [[nodiscard]] bool isColonInFlow(bool isAfterJson) const {
    return peek() == ':' && !isAtEnd() && (isAfterJson || isSpaceAt(1) || isFlowIndicator(peek(1)));
  }

  /// A node with its properties; empty where a comma, a colon or a bracket follows.
  YamlNode readFlowNode(int parent, size_t begin, bool& isJson) {
    YamlProperties properties;
    while (!hasFailed() && isAtProperty()) {
      YamlProperties more;
      readProperties(more);
      properties = joined(properties, more);
      if (!skipInFlow(parent, begin)) return {};
    }
    if (hasFailed()) return {};
    char byte = peek();
    isJson = byte == '"' || byte == '\'' || byte == '[' || byte == '{';
    if (byte == ',' || byte == ']' || byte == '}' || isColonInFlow(false))
      return withProperties(emptyNode(), properties);
    openAnchor(properties);
    return withProperties(readFlowContent(parent, Context::Flow), properties);
  }

  /// The value behind a key's colon, if there is one.
  YamlNode readFlowValue(int parent, size_t begin, bool isAfterJson) {
    if (!isColonInFlow(isAfterJson)) return withProperties(emptyNode(), {});
    ++at_;
    if (!skipInFlow(parent, begin)) return {};
    bool isJson = false;
    return readFlowNode(parent, begin, isJson);
  }

  /// Past the comma, or to the closing bracket.
  bool readSeparator(int parent, size_t begin, char close) {
    if (!skipInFlow(parent, begin)) return false;
    if (accept(',')) return true;
    if (peek() == close) return true;
    return failExpected(close == ']' ? "',' or ']'" : "',' or '}'");
  }

  YamlNode readFlowSequence(int parent) {
    if (!enter()) return {};
    size_t begin = at_++;
    size_t mark = builder_.elementMark();
    while (skipInFlow(parent, begin) && peek() != ']') {
      readFlowItem(parent, begin);
      if (hasFailed() || !readSeparator(parent, begin, ']')) return {};
    }
    if (hasFailed()) return {};
    ++at_;
    --depth_;
    return closeSequence(mark, begin);
  }

  /// A node, or a pair: `[a: 1]` is `[{a: 1}]`.
  void readFlowItem(int parent, size_t begin) {
    size_t itemBegin = at_;
    size_t line = lineStart_;
    bool isExplicit = isIndicator('?');
    if (isExplicit) {
      ++at_;
      if (!skipInFlow(parent, begin)) return;
    } else if (peek() == ',') {
      failExpected("a value");
      return;
    }
    bool isJson = false;
    YamlNode node = readFlowNode(parent, begin, isJson);
    if (hasFailed() || !skipInFlow(parent, begin)) return;
    if (!isExplicit && !isColonInFlow(isJson)) {
      builder_.addElement(place(node));
      return;
    }
    if (!isExplicit && lineStart_ != line) {
      fail("key-of-lines", itemBegin, itemBegin + 1, "The key of a pair in [ ] can't go over several lines");
      return;
    }
    OpenMapping pair{.begin = itemBegin};
    addMember(pair, node, readFlowValue(parent, begin, isJson));
    YamlNode closed = closeMapping(pair);
    if (!hasFailed()) builder_.addElement(*closed.index);
  }

  YamlNode readFlowMapping(int parent) {
    if (!enter()) return {};
    size_t begin = at_++;
    OpenMapping mapping{.begin = begin};
    while (skipInFlow(parent, begin) && peek() != '}') {
      bool isExplicit = isIndicator('?');
      if (isExplicit) {
        ++at_;
        if (!skipInFlow(parent, begin)) return {};
      } else if (peek() == ',') {
        failExpected("a key");
        return {};
      }
      size_t keyBegin = at_;
      bool isJson = false;
      YamlNode key = readFlowNode(parent, begin, isJson);
      if (hasFailed() || !skipInFlow(parent, begin)) return {};
      key.begin = keyBegin;
      addMember(mapping, key, readFlowValue(parent, begin, isJson));
      if (hasFailed() || !readSeparator(parent, begin, '}')) return {};
    }
    if (hasFailed()) return {};
    ++at_;
    --depth_;
    return closeMapping(mapping);
  }

  size_t contentAt_ = SIZE_MAX;
  bool isFresh_ = true;
  bool hasTab_ = false;
  int column_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<Document> parseYaml(const SourceText& source, Log& log) {
  return YamlReader(source, log).read();
}

}  // namespace weft::data
