// The parser's frame: tokens, errors, nodes, the program as a whole.

#include "syntax/parser.h"

#include "syntax/parser_impl.h"

namespace weft::syntax {

namespace {

// No byte of source makes more than this much tree (`=>`, four bytes, a function with two scopes, is the densest);
// the reservation costs address space only.
constexpr size_t kTreeBytesPerSourceByte = 96;
// And lowering adds (a decorator, `@a`, brings the most).
constexpr size_t kLoweredBytesPerSourceByte = 640;

}  // namespace

Ast parse(const SourceText& source, const ParseOptions& options, Log& log) {
  std::string_view text = source.text();
  Reporter reporter(log, source.path());
  size_t readable = text.size() < size_t{1} << 31 ? text.size() : 0;
  Ast ast({text.data() + (text.size() - readable), readable},
          readable * (options.isLowered ? kLoweredBytesPerSourceByte : kTreeBytesPerSourceByte) + options.extraBytes +
              (size_t{1} << 16),
          readable / 256 + 1);
  if (readable != text.size()) {
    reporter.error("file-too-large", {0, 0}, "Sources of 2 GB and more are not supported");
    return ast;
  }
  Parser parser(ast, options, reporter);
  const std::string& path = source.path();
  bool isDeclarations = path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts");
  if (isDeclarations) parser.beginAmbient();
  parser.parseProgram();
  return ast;
}

Parser::Parser(Ast& ast, const ParseOptions& options, Reporter& reporter)
    : ast_(ast),
      options_(options),
      reporter_(reporter),
      lexer_(ast, reporter),
      scopes_(ast.scopes()),
      isTypeScript_(options.dialect == Dialect::TypeScript),
      isJsx_(options.jsx == JsxMode::On),
      stackLimit_(options.stackBytes) {}

void Parser::parseProgram() {
  bool isModule = options_.goal == SourceGoal::Module;
  ast_.goal = options_.goal;
  lexer_.isModule = isModule;
  function_.isStrict = isModule || options_.isStrict;
  function_.await = isModule ? AwaitMode::Operator : AwaitMode::Name;
  function_.isTopLevel = true;
  function_.allowsReturn = function_.allowsNewTarget = options_.isFunctionBody;
  uint32_t scope = scopes_.open(isModule ? ScopeKind::Module : ScopeKind::Script, function_.isStrict);
  next();
  OpenList list(*this);
  size_t mark = listMark();
  bool isStrict = function_.isStrict;
  parseDirectives(true, isStrict);
  ast_.scopes().scopes[scope].isStrict = isStrict;
  while (!at(TokenKind::Eof)) {
    // After a fault, nobody knows what it belonged to.
    if (at(TokenKind::CloseBrace) && reporter_.isPartial())
      next();
    else
      push(parseListedStatement(ListForm::Program));
  }
  ast_.body = finishList(mark);
  // What only the whole of a program can tell.
  if (!reporter_.isPartial()) {
    checkExports();
    for (const PrivateUse& use : privateUsed_)
      error("undeclared-private-name", {use.start, use.start + 1},
            "Private name #" + std::string(ast_.text(use.name)) + " is not declared in any class around");
  }
  scopes_.close();
}

bool Parser::eat(TokenKind kind) {
  if (!at(kind)) return false;
  next();
  return true;
}

bool Parser::eatWord(Atom name) {
  if (!atWord(name)) return false;
  next();
  return true;
}

void Parser::expect(TokenKind kind) {
  if (at(kind)) return next();
  if (reporter_.hasStopped()) return;
  if (isConsequence()) return lexer_.stop();
  std::string found =
      at(TokenKind::Eof) ? "the file ends" : "there is \"" + std::string(ast_.slice(token().start, token().end)) + "\"";
  error("expected-token", token().range(), "Expected \"" + std::string(textOf(kind)) + "\", but " + found);
  lexer_.stop();
}

void Parser::unexpected() {
  if (reporter_.hasStopped()) return;
  if (isConsequence()) return lexer_.stop();
  if (at(TokenKind::Eof)) {
    error("unexpected-end", token().range(), "The file ends where more was expected");
  } else if (at(TokenKind::EscapedKeyword)) {
    error("escaped-keyword", token().range(), "A keyword may not be written with escapes");
  } else {
    error("unexpected-token", token().range(),
          "Unexpected \"" + std::string(ast_.slice(token().start, token().end)) + "\"");
  }
  lexer_.stop();
}

/// What cannot be read is hardly worth a word where a fault of the same line has been told.
bool Parser::isConsequence() const {
  if (isMisplaced()) return true;
  std::optional<uint32_t> last = reporter_.lastBegin();
  if (!last || *last > token().start) return false;
  return ast_.slice(*last, token().start).find_first_of("\n\r") == std::string_view::npos;
}

/// After a fault, what is indented otherwise than its list belongs to another: a brace is missing, or one too many.
bool Parser::isMisplaced() const {
  if (!reporter_.lastBegin() || reporter_.isAttempting() || listStart_ == itemStart_) return false;
  std::optional<uint32_t> list = indentationOf(ast_.source(), listStart_);
  std::optional<uint32_t> item = indentationOf(ast_.source(), itemStart_);
  return list && item && *list != *item;
}

/// After a fault: finds where the next item of a list begins, and forgets what was left open. False where that is the
/// matter of a list around, or of none.
bool Parser::tryResume(const ResumePoint& point, ListForm form) {
  FaultyItem item{point.start, lexer_.stoppedAt(), lastMarkup_ != kNowhere && lastMarkup_ >= point.start};
  while (reporter_.hasStopped()) {
    if (isExhausted_ || !reporter_.mayResume()) return false;
    uint32_t place = findNextItem(ast_.source(), item, form);
    if (place == kNoRecovery) return false;
    lexer_.resumeAt(place);
    item = {place, lexer_.stoppedAt(), false};
  }
  listScratch_.resize(point.listMark);
  labels_.resize(point.labels);
  while (scopes_.current() != point.scope) scopes_.close();
  return true;
}

/// Reports the current token as unexpected and gives a node to go on with.
NodeId Parser::fail() {
  unexpected();
  return make<Node>(NodeKind::None, token().start);
}

void Parser::error(const char* id, ByteRange range, std::string message, std::string suggestion) {
  if (isMisplaced()) return;
  reporter_.error(id, range, std::move(message), std::move(suggestion));
}

std::string Parser::quoted(Atom name) const {
  return "\"" + std::string(ast_.text(name)) + "\"";
}

bool Parser::canInsertSemicolon() const {
  return at(TokenKind::CloseBrace) || at(TokenKind::Eof) || token().hasLineBreakBefore;
}

void Parser::consumeSemicolon() {
  if (eat(TokenKind::Semicolon)) return;
  if (canInsertSemicolon()) {
    // What ended the statement was a type: without it, the next line might go on where this one ended.
    bool endsInType = !ast_.erasures.empty() && ast_.erasures.back().range.end == lexer_.previousEnd;
    if (endsInType && ast_.erasures.back().last == ' ') ast_.erasures.back().last = ';';
    return;
  }
  unexpected();
}

bool Parser::isTooDeep() {
  if (!stackLimit_.isReached()) [[likely]]
    return false;
  isExhausted_ = isExhausted_ || !reporter_.hasStopped();
  reportTooDeep();
  return true;
}

void Parser::reportTooDeep() {
  if (!reporter_.hasStopped())
    error("nested-too-deep", token().range(), "The source is nested too deeply here",
          "Split the expression, or build the data in a loop");
  lexer_.stop();
}

NodeList Parser::finishList(size_t mark) {
  size_t count = listScratch_.size() - mark;
  if (count == 0) return {};
  char* place = ast_.arena().allocate(count * sizeof(NodeId));
  __builtin_memcpy(place, listScratch_.data() + mark, count * sizeof(NodeId));
  listScratch_.resize(mark);
  return {ast_.arena().unitOf(place), static_cast<uint32_t>(count)};
}

}  // namespace weft::syntax
