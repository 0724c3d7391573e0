#include "syntax/request_parser.h"

#include "syntax/matcher.h"
#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

/// `{ a, b as c, "d" as e, default as f }`, from the opening brace.
bool skipNamedBindings(Matcher& m) {
  if (!m.eat("{")) return false;
  while (!m.eat("}")) {
    std::string_view ignored;
    if (!m.identifier() && !m.string(ignored) && !m.eat(",")) return false;
  }
  return true;
}

/// `* as ns`, from the star; the name may be a string in an export.
bool skipNamespaceBinding(Matcher& m) {
  std::string_view ignored;
  return m.eat("*") && m.eatWord("as") && (m.identifier() || m.string(ignored));
}

/// What stands between `import` and `from`.
bool skipImportClause(Matcher& m, ImportPhase& phase) {
  std::string_view name;
  if (m.peek() == '{') return skipNamedBindings(m);
  if (m.peek() == '*') return skipNamespaceBinding(m);
  if (!m.identifier(name)) return false;
  if (name == "defer" && m.peek() == '*') {
    phase = ImportPhase::Defer;
    return skipNamespaceBinding(m);
  }
  if (name == "source") {
    // `import source from "x"` binds `source`; `import source from from "x"` and `import source y from "x"`
    // are of the source phase.
    Matcher ahead = m;
    std::string_view binding;
    if (ahead.identifier(binding) && (binding != "from" || ahead.eatWord("from"))) {
      phase = ImportPhase::Source;
      return m.identifier();
    }
  }
  if (!m.eat(",")) return true;
  return m.peek() == '*' ? skipNamespaceBinding(m) : skipNamedBindings(m);
}

/// `{ type: "json", … }`
bool matchAttributes(Matcher& m, std::vector<ImportAttribute>& attributes) {
  if (!m.eat("{")) return false;
  while (!m.eat("}")) {
    ImportAttribute attribute;
    std::string_view key;
    std::string_view value;
    if (m.identifier(key)) {
      attribute.key = key;
    } else if (!m.string(key) || !decodeStringLiteral(key, attribute.key)) {
      return false;
    }
    if (!m.eat(":") || !m.constantString(value) || !decodeStringLiteral(value, attribute.value)) return false;
    attributes.push_back(std::move(attribute));
    if (m.peek() != '}' && !m.eat(",")) return false;
  }
  return true;
}

}  // namespace

ByteRange RequestParser::rangeOf(const char* from, const char* to) const {
  return {static_cast<uint32_t>(from - begin_), static_cast<uint32_t>(to - begin_)};
}

std::optional<ModuleRequest> RequestParser::makeRequest(const char* word, std::string_view literal,
                                                        RequestKind kind) const {
  ModuleRequest request;
  if (!decodeStringLiteral(literal, request.specifier)) return std::nullopt;
  request.kind = kind;
  request.specifierRange = rangeOf(literal.data(), literal.data() + literal.size());
  request.range = rangeOf(word, literal.data() + literal.size());
  return request;
}

std::optional<ModuleRequest> RequestParser::fromClause(const char* word, RequestKind kind, ImportPhase phase,
                                                       Matcher& m, const char*& after) const {
  std::string_view literal;
  if (!m.string(literal)) return std::nullopt;
  std::optional<ModuleRequest> request = makeRequest(word, literal, kind);
  after = m.at();
  if (!request) return std::nullopt;
  request->phase = phase;
  if (m.eatWord("with")) {
    std::vector<ImportAttribute> attributes;
    if (matchAttributes(m, attributes)) {
      request->attributes = std::move(attributes);
      request->range.end = rangeOf(word, m.at()).end;
      after = m.at();
    }
  }
  return request;
}

std::optional<ModuleRequest> RequestParser::importDeclaration(const char* word, const char*& after) const {
  Matcher m(word + 6, end_);
  ImportPhase phase = ImportPhase::Evaluation;
  char next = m.peek();
  bool hasClause = next != '"' && next != '\'';
  if (hasClause && (!skipImportClause(m, phase) || !m.eatWord("from"))) return std::nullopt;
  return fromClause(word, RequestKind::Import, phase, m, after);
}

std::optional<ModuleRequest> RequestParser::exportFrom(const char* word, const char*& after) const {
  Matcher m(word + 6, end_);
  if (m.peek() == '{') {
    if (!skipNamedBindings(m)) return std::nullopt;
    after = m.at();
  } else {
    Matcher star = m;
    if (skipNamespaceBinding(star)) {
      m = star;
    } else if (!m.eat("*")) {
      return std::nullopt;
    }
  }
  if (!m.eatWord("from")) return std::nullopt;
  return fromClause(word, RequestKind::ExportFrom, ImportPhase::Evaluation, m, after);
}

std::optional<ModuleRequest> RequestParser::dynamicImport(const char* word, const char* parenthesis,
                                                          ImportPhase phase) const {
  Matcher m(parenthesis, end_);
  std::string_view literal;
  if (!m.eat("(") || !m.constantString(literal)) return std::nullopt;
  std::optional<ModuleRequest> request = makeRequest(word, literal, RequestKind::DynamicImport);
  if (!request) return std::nullopt;
  request->phase = phase;
  if (m.eat(",") && m.peek() != ')') {
    bool isLiteral = m.eat("{") && m.eatWord("with") && m.eat(":") && matchAttributes(m, request->attributes);
    if (!isLiteral) return std::nullopt;
    m.eat(",");
    if (!m.eat("}")) return std::nullopt;
    m.eat(",");
  }
  if (!m.eat(")")) return std::nullopt;
  request->range.end = rangeOf(word, m.at()).end;
  return request;
}

std::optional<ModuleRequest> RequestParser::require(const char* word, const char* wordEnd) const {
  Matcher m(wordEnd, end_);
  std::string_view literal;
  if (!m.eat("(") || !m.constantString(literal) || !m.eat(")")) return std::nullopt;
  std::optional<ModuleRequest> request = makeRequest(word, literal, RequestKind::Require);
  if (request) request->range.end = rangeOf(word, m.at()).end;
  return request;
}

}  // namespace weft::syntax
