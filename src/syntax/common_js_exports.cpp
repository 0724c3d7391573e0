#include "syntax/common_js_exports.h"

#include "base/utf.h"
#include "syntax/matcher.h"
#include "syntax/star_export.h"
#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

/// The value of a name's token: a string literal or an identifier. Names that are no well-formed Unicode are
/// no export names.
bool decodeName(std::string_view token, std::string& name) {
  if (token.front() != '"' && token.front() != '\'') {
    name = token;
    return true;
  }
  return decodeStringLiteral(token, name) && isValidUtf8(name);
}

}  // namespace

void CommonJsExports::addExport(std::string_view token) {
  std::string name;
  if (decodeName(token, name) && seenExports_.insert(name).second) exports_.push_back(std::move(name));
}

void CommonJsExports::addReexport(std::string_view literal) {
  std::string specifier;
  if (decodeName(literal, specifier) && seenReexports_.insert(specifier).second)
    reexports_.push_back(std::move(specifier));
}

bool CommonJsExports::matchExportsObject(Matcher& m) const {
  const char* before = m.at();
  if (m.eat("module") && !m.eat(".")) {
    m.moveTo(before);
    return false;
  }
  if (m.eat("exports")) return true;
  m.moveTo(before);
  return false;
}

bool CommonJsExports::matchRequire(Matcher& m, std::string_view& literal) const {
  const char* before = m.at();
  if (m.eat("require") && m.eat("(") && m.string(literal) && m.eat(")")) return true;
  m.moveTo(before);
  return false;
}

void CommonJsExports::atExports(const char* word) {
  matchMember(Matcher(word + 7, end_));
}

// `.name =` or `['name'] =`
void CommonJsExports::matchMember(Matcher m) {
  std::string_view name;
  if (m.eat(".")) {
    if (m.identifier(name) && m.eat("=")) addExport(name);
  } else if (m.eat("[")) {
    if (m.string(name) && m.eat("]") && m.eat("=")) addExport(name);
  }
}

void CommonJsExports::atModule(const char* word) {
  Matcher m(word + 6, end_);
  if (!m.eat(".") || !m.eat("exports")) return;
  if (!m.eat("=")) return matchMember(m);
  if (!reexports_.empty()) {  // only the last assignment counts
    reexports_.clear();
    seenReexports_ = {};  // clear() would visit the buckets of all that ever were in it
  }
  std::string_view literal;
  if (m.eat("{")) {
    matchLiteral(m);
  } else if (matchRequire(m, literal)) {
    addReexport(literal);
  }
}

// `a, b: c, 'd': e, ...f, ...require('g') }`: what is found before the first member of another form counts.
void CommonJsExports::matchLiteral(Matcher m) {
  while (matchLiteralMember(m)) {
    if (!m.eat(",")) return;
  }
}

/// False where the analysis of the literal ends. After `name: value` Node's lexer wants the comma at once.
bool CommonJsExports::matchLiteralMember(Matcher& m) {
  std::string_view name;
  if (m.identifier(name)) {
    bool hasValue = m.eat(":");
    if (hasValue && !m.identifier()) return false;
    addExport(name);
    return !hasValue || m.peekDirectly() == ',';
  }
  if (m.eat("...")) {
    std::string_view literal;
    if (m.peekDirectly() != 'r' || !matchRequire(m, literal)) return m.identifier();
    addReexport(literal);
    return true;
  }
  if (!m.string(name)) return false;
  if (!m.eat(":")) return true;
  if (!m.identifier()) return false;
  addExport(name);
  return m.peekDirectly() == ',';
}

void CommonJsExports::atObject(const char* word, bool isTopLevel) {
  Matcher m(word + 6, end_);
  if (!m.eat(".")) return;
  if (m.eat("defineProperty")) {
    matchDefineProperty(m);
  } else if (isTopLevel && m.eat("keys")) {
    matchKeysForEach(m);
  }
}

// `(exports, 'name', { value: …` or `(exports, 'name', { enumerable: true, get() { return x.y; } })`. A getter
// of another form makes the name unsafe: reading it could have effects.
void CommonJsExports::matchDefineProperty(Matcher m) {
  std::string_view name;
  if (!m.eat("(") || !matchExportsObject(m) || !m.eat(",") || !m.string(name)) return;
  if (m.eat(",") && m.eat("{") && matchDescriptor(m)) return addExport(name);
  std::string decoded;
  if (decodeName(name, decoded)) unsafeGetters_.insert(std::move(decoded));
}

bool CommonJsExports::matchDescriptor(Matcher& m) const {
  if (m.eat("enumerable") && !(m.eat(":") && m.eat("true") && m.eat(","))) return false;
  if (m.eat("value")) return m.eat(":");
  return m.eat("get") && matchGetter(m);
}

bool CommonJsExports::matchGetter(Matcher& m) const {
  if (!matchGetterHead(m) || !m.eat("return") || !m.identifier()) return false;
  if (m.eat(".")) {
    if (!m.identifier()) return false;
  } else if (m.eat("[")) {
    std::string_view ignored;
    if (!m.string(ignored) || !m.eat("]")) return false;
  }
  return matchGetterTail(m);
}

void CommonJsExports::matchKeysForEach(Matcher m) {
  std::string_view variable;
  auto matchesExports = [this](Matcher& inner) { return matchExportsObject(inner); };
  if (!matchStarExportLoop(m, variable, matchesExports)) return;
  auto found = starImports_.find(variable);
  if (found != starImports_.end()) addReexport(found->second);
}

void CommonJsExports::atRequire(const char* word) {
  Matcher m(word, end_);
  std::string_view literal;
  if (matchRequire(m, literal)) bindStarImport(word, literal);
}

void CommonJsExports::atInteropRequireWildcard(const char* word) {
  Matcher m(word + std::string_view("_interopRequireWildcard").size(), end_);
  std::string_view literal;
  if (m.peekDirectly() != '(') return;
  m.moveTo(m.at() + 1);
  if (m.peekDirectly() == 'r' && matchRequire(m, literal)) bindStarImport(word, literal);
}

void CommonJsExports::atExportStar(const char* wordEnd) {
  Matcher m(wordEnd, end_);
  std::string_view literal;
  if (m.peekDirectly() != '(') return;
  m.moveTo(m.at() + 1);
  if (m.peekDirectly() == 'r' && matchRequire(m, literal)) addReexport(literal);
}

// Looks back from the call over `var name = `, with nothing but blanks between.
void CommonJsExports::bindStarImport(const char* word, std::string_view literal) {
  const char* at = word;
  auto skipBlanks = [&] {
    while (at > begin_ && at[-1] == ' ') --at;
  };
  skipBlanks();
  if (at == begin_ || at[-1] != '=') return;
  --at;
  skipBlanks();
  const char* nameEnd = at;
  while (at > begin_ && (isIdentifierPart(at[-1]) || static_cast<unsigned char>(at[-1]) >= 0x80)) --at;
  std::string_view name(at, static_cast<size_t>(nameEnd - at));
  if (name.empty() || charClassOf(name.front()) == CharClass::Digit) return;
  if (at == begin_ || at[-1] != ' ') return;
  skipBlanks();
  std::string_view before(begin_, static_cast<size_t>(at - begin_));
  if (before.ends_with("var") || before.ends_with("let") || before.ends_with("const")) starImports_[name] = literal;
}

void CommonJsExports::take(std::vector<std::string>& exports, std::vector<std::string>& reexports) {
  std::erase_if(exports_, [this](const std::string& name) { return unsafeGetters_.contains(name); });
  exports = std::move(exports_);
  reexports = std::move(reexports_);
}

}  // namespace weft::syntax
