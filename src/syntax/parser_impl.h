#pragma once

// The parser's state and its methods, which are spread over parse_*.cpp by what they parse. Recursive descent with one
// token of lookahead. What is ambiguous until later (arrow functions' parameters, destructuring assignments) is
// parsed as an expression and then converted in place (parse_patterns.cpp); faults that only one of the readings has
// wait in a Cover.
//
// Left-associative chains are loops, and every way into deeper recursion asks isTooDeep().

#include <string>
#include <unordered_set>
#include <vector>

#include "base/stack_limit.h"
#include "syntax/ast.h"
#include "syntax/lexer.h"
#include "syntax/parser.h"
#include "syntax/recovery.h"
#include "syntax/reporter.h"

namespace weft::syntax {

inline constexpr uint32_t kNowhere = UINT32_MAX;

/// Faults of an expression that are none if it turns out to be a pattern.
struct Cover {
  uint32_t initializer = kNowhere;     // { a = 1 }
  uint32_t duplicateProto = kNowhere;  // { __proto__: a, __proto__: b }
  [[nodiscard]] bool any() const { return initializer != kNowhere || duplicateProto != kNowhere; }
};

enum class AwaitMode : uint8_t { Name, Operator, Reserved };

/// What the function around allows.
struct FunctionState {
  bool isStrict = false;
  bool isGenerator = false;
  AwaitMode await = AwaitMode::Name;
  bool isInParameters = false;
  bool allowsReturn = false;
  bool allowsNewTarget = false;
  bool allowsSuperProperty = false;
  bool allowsSuperCall = false;
  bool forbidsArguments = false;  // initialisers of fields, static blocks
  bool isTopLevel = false;
  bool isInLoop = false;
  bool isInSwitch = false;
  uint32_t labelBase = 0;
};

/// Where the expression being read used what an arrow function's parameters may not.
struct ArrowHazards {
  uint32_t yieldAt = kNowhere;
  uint32_t awaitAt = kNowhere;      // as an operator
  uint32_t awaitNameAt = kNowhere;  // as a name
};

enum class StatementPlace : uint8_t { List, Body, IfBody, LabelBody };
enum class FunctionRole : uint8_t { Declaration, Expression, Method, Getter, Setter, Constructor, DerivedConstructor };
enum class TargetUse : uint8_t { Assignment, Binding };

struct FunctionHead {
  uint32_t start = 0;
  NodeKind kind = NodeKind::Function;
  NodeId name = {};
  FunctionRole role = FunctionRole::Expression;
  bool isAsync = false;
  bool isGenerator = false;
  bool mayLackBody = false;  // TypeScript's overloads, abstract methods, declarations
};

template <typename T>
class Restore {
 public:
  explicit Restore(T& place) : place_(place), value_(place) {}
  Restore(T& place, T now) : place_(place), value_(place) { place = now; }
  ~Restore() { place_ = value_; }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;
  [[nodiscard]] const T& saved() const { return value_; }

 private:
  T& place_;
  T value_;
};

class Parser {
 public:
  Parser(Ast& ast, const ParseOptions& options, Reporter& reporter);
  /// The file declares only (.d.ts): values may be missing.
  void beginAmbient() { isAmbient_ = true; }
  void parseProgram();

 private:
  // --- Tokens and errors (parser.cpp)
  [[nodiscard]] const Token& token() const { return lexer_.token; }
  [[nodiscard]] bool at(TokenKind kind) const { return lexer_.token.kind == kind; }
  [[nodiscard]] bool atWord(Atom name) const {
    return at(TokenKind::Identifier) && token().atom == name && !token().isEscaped;
  }
  [[nodiscard]] bool atIdentifier() const { return at(TokenKind::Identifier); }
  void next() { lexer_.next(); }
  bool eat(TokenKind kind);
  bool eatWord(Atom name);
  void expect(TokenKind kind);
  void unexpected();
  [[nodiscard]] bool isConsequence() const;
  [[nodiscard]] bool isMisplaced() const;
  void consumeSemicolon();
  [[nodiscard]] bool canInsertSemicolon() const;
  void error(const char* id, ByteRange range, std::string message, std::string suggestion = {});
  void errorAt(const char* id, uint32_t at, std::string message) { error(id, {at, at + 1}, std::move(message)); }
  NodeId fail();

  /// What a list of statements or members gives back to whoever goes on after a fault in one of its items.
  struct ResumePoint {
    uint32_t start;
    size_t listMark;
    uint32_t scope;
    size_t labels;
  };
  [[nodiscard]] ResumePoint beginItem() {
    itemStart_ = token().start;
    return {token().start, listScratch_.size(), scopes_.current(), labels_.size()};
  }
  /// The list that is being read: while it lives, its items are what faults are in.
  class OpenList {
   public:
    explicit OpenList(Parser& parser) : first_(parser.listStart_, parser.token().start), item_(parser.itemStart_) {}

   private:
    Restore<uint32_t> first_;
    Restore<uint32_t> item_;
  };
  bool tryResume(const ResumePoint& point, ListForm form);

  [[nodiscard]] bool isTooDeep();
  void reportTooDeep();
  [[nodiscard]] std::string quoted(Atom name) const;

  // --- Nodes
  template <typename T, typename... Fields>
  NodeId make(NodeKind kind, uint32_t start, Fields... fields) {
    T* node = ast_.arena().make<T>(Node{kind, 0, TokenKind::Eof, 0, start}, fields...);
    return {ast_.arena().unitOf(node)};
  }
  NodeId makeIdentifier(uint32_t start, Atom name) {
    if (isTypeScript_) ast_.identifiers.push_back(name);
    return make<Identifier>(NodeKind::Identifier, start, name, kNoSymbol);
  }
  template <typename T>
  [[nodiscard]] T& as(NodeId id) const {
    return ast_.as<T>(id);
  }
  [[nodiscard]] Node& node(NodeId id) const { return ast_.node(id); }
  [[nodiscard]] NodeKind kindOf(NodeId id) const { return ast_.kindOf(id); }
  [[nodiscard]] bool isBare(NodeId id, NodeKind kind) const {
    return kindOf(id) == kind && !node(id).has(kParenthesized);
  }
  [[nodiscard]] size_t listMark() const { return listScratch_.size(); }
  void push(NodeId id) { listScratch_.push_back(id); }
  NodeList finishList(size_t mark);

  // --- Expressions (parse_expressions.cpp, parse_primary.cpp)
  NodeId parseExpression();
  NodeId parseExpressionAllowingIn();
  NodeId parseSequenceRest(NodeId first, uint32_t start);
  NodeId parseAssignment(Cover* outer = nullptr);
  NodeId parseAssignmentAllowingIn(Cover* outer = nullptr);
  NodeId parseAssignmentRest(NodeId left, uint32_t start, Cover& cover);
  NodeId parseConditional(Cover& cover);
  NodeId parseYield();
  NodeId parseBinaryRest(NodeId left, uint32_t start, uint8_t above);
  NodeId parseBinaryOperand(Cover& cover, uint8_t precedence);
  NodeId makeBinary(TokenKind op, uint32_t start, uint32_t opStart, NodeId left, NodeId right);
  [[nodiscard]] uint8_t binaryPrecedence() const;
  NodeId parseUnary(Cover& cover);
  NodeId parsePrefix(TokenKind op);
  NodeId parseAwait();
  void checkDelete(NodeId operand, uint32_t start);
  NodeId parseUpdate(Cover& cover);
  NodeId parseLeftHandSide(Cover& cover);
  NodeId parseSubscripts(NodeId expression, uint32_t start, bool allowsCalls);
  NodeId parseOptionalSubscript(NodeId object, uint32_t start, bool isInChain);
  NodeId parseMemberName(NodeId object, uint32_t start);
  NodeId parseCall(NodeId callee, uint32_t start);
  NodeList parseArguments();
  void parseArgumentsInto(Cover* cover);
  NodeId parseSpread(Cover* cover);
  NodeId parseNew();
  NodeId parseAsyncCallOrArrow(NodeId callee, uint32_t start);
  void reportCover(const Cover& cover);

  NodeId parsePrimary(Cover& cover);
  NodeId parseIdentifierOrArrow();
  NodeId parseAsyncPrimary();
  NodeId parseNode(NodeKind kind);
  NodeId parseNumber();
  NodeId parseString();
  NodeId parseRegExp();
  NodeId parseTemplate(bool isTagged);
  NodeId parseTemplateElement(bool isTagged);
  NodeId parseParenthesized();
  NodeId parseArray(Cover& cover);
  NodeId parseObject(Cover& cover);
  NodeId parseProperty(Cover& cover, bool& hasProto);
  NodeId parseShorthand(Cover& cover, const Token& name);
  NodeId parsePropertyKey(uint8_t& flags);
  NodeId parseSuper();
  NodeId parseImportExpression();
  NodeId parseNewTarget(uint32_t start);
  void checkIdentifier(const Token& name, TargetUse use);
  [[nodiscard]] bool isReservedHere(const Token& name) const;
  [[nodiscard]] bool isArrowHere() const { return at(TokenKind::Arrow) && !token().hasLineBreakBefore; }

  // --- Patterns (parse_patterns.cpp)
  NodeId parseBindingTarget();
  NodeId parseBindingIdentifier();
  NodeId parseBindingElement();
  NodeId parseBindingRest();
  NodeId parseArrayBinding();
  NodeId parseObjectBinding();
  NodeId parseBindingProperty();
  void toTarget(NodeId id, TargetUse use);
  void toPattern(NodeId id, TargetUse use);
  void toPatternItems(NodeId id, TargetUse use);
  void toRest(NodeId id, TargetUse use, bool isLast, bool hasTrailingComma, bool isObject);
  [[nodiscard]] bool isCallTarget(NodeId id) const;
  void checkSimpleTarget(NodeId id, const char* what);
  void declarePattern(NodeId id, SymbolKind kind);
  void declareName(NodeId identifier, SymbolKind kind);
  void checkStrictName(NodeId identifier);
  void checkStrictPattern(NodeId id);

  // --- Functions (parse_functions.cpp)
  NodeId parseFunctionDeclaration(StatementPlace place, uint32_t start, bool isAsync);
  NodeId parseFunctionExpression(uint32_t start, bool isAsync);
  NodeId parseFunctionRest(const FunctionHead& head);
  NodeId parseMethod(uint32_t start, FunctionRole role, bool isAsync, bool isGenerator, bool mayLackBody);
  NodeList parseParameters();
  NodeId parseParameter();
  uint32_t parseParameterModifiers();
  NodeList parseFunctionBody(uint32_t scope, uint32_t& bodyScope, bool hasSimpleParameters, bool& isStrict);
  NodeId parseArrow(uint32_t start, NodeList parameters, bool isAsync, uint32_t scopeMark, ByteRange returnType);
  NodeId finishArrow(uint32_t start, NodeList parameters, bool isAsync, uint32_t scope, ByteRange returnType);
  NodeId arrowFromItems(uint32_t start, size_t listMark, bool isAsync, uint32_t scopeMark, const ArrowHazards& hazards);
  [[nodiscard]] bool areSimple(NodeList parameters) const;
  uint32_t declareParameters(NodeList parameters);
  void checkAccessor(NodeList parameters, FunctionRole role, uint32_t start);
  void parseDirectives(bool hasSimpleParameters, bool& isStrict);

  // --- Classes (parse_classes.cpp)
  NodeId parseClass(NodeKind kind, NodeList decorators, uint32_t start, bool needsName);
  NodeList parseClassBody(bool hasHeritage);
  NodeId parseClassMember(bool hasHeritage, bool& hasConstructor);
  NodeId parseStaticBlock(uint32_t start);
  [[nodiscard]] static bool isTypeScriptModifier(Atom word);
  bool skipIndexSignature();
  NodeId parseMemberRest(struct MemberHead& head, bool hasHeritage, bool& hasConstructor);
  NodeId parseField(struct MemberHead& head);
  void checkMemberName(const struct MemberHead& head, bool isField, FunctionRole role);
  [[nodiscard]] bool endsModifier();
  NodeList parseDecorators();
  NodeId parseDecorator();
  void declarePrivate(Atom name, uint32_t start, uint8_t memberKind);
  void usePrivate(Atom name, uint32_t start);
  void resolvePrivates(size_t declaredBase, size_t usedBase);

  // --- Statements (parse_statements.cpp, parse_loops.cpp)
  NodeId parseStatement(StatementPlace place);
  NodeId parseStatementInside(StatementPlace place);
  NodeId parseKeywordStatement(StatementPlace place);
  NodeId parseIdentifierStatement(StatementPlace place);
  NodeId parseExpressionStatement();
  NodeId parseLabeled(StatementPlace place);
  NodeId parseBlock();
  NodeId parseBlockIn(ScopeKind kind);
  void parseStatementsUntilBrace();
  NodeId parseListedStatement(ListForm form);
  NodeId parseVariables(VariableKind kind, uint32_t start);
  NodeList parseDeclarators(VariableKind kind, bool isInFor);
  void checkDeclaration(StatementPlace place, const char* what);
  [[nodiscard]] bool isLetDeclaration(StatementPlace place);
  [[nodiscard]] bool isUsingDeclaration(bool isInFor);
  [[nodiscard]] bool isAwaitUsing();
  NodeId parseIf();
  NodeId parseIfBody();
  NodeId parseLoopBody();
  NodeId parseFor();
  NodeId parseForRest(uint32_t start, uint32_t scope, bool isAwait);
  NodeId parseForDeclaration(uint32_t start, uint32_t scope, bool isAwait, VariableKind kind);
  NodeId parseForExpression(uint32_t start, uint32_t scope, bool isAwait);
  NodeId parseForEach(uint32_t start, uint32_t scope, bool isAwait, NodeId target);
  NodeId parseForThree(uint32_t start, uint32_t scope, NodeId init);
  NodeId parseWhile();
  NodeId parseDoWhile();
  NodeId parseWith();
  NodeId parseSwitch();
  NodeId parseTry();
  NodeId parseJump(NodeKind kind);
  NodeId parseReturn();
  NodeId parseThrow();
  NodeId parseParenthesizedTest();

  // --- Modules (parse_modules.cpp)
  NodeId parseImportDeclaration();
  NodeId parseImportClause(uint32_t start, ModuleDeclaration& declaration, uint8_t& flags);
  NodeList parseImportSpecifiers(SymbolKind symbol);
  NodeId parseImportSpecifier(SymbolKind symbol);
  NodeId parseModuleName();
  NodeId parseFrom();
  NodeList parseAttributes();
  NodeId parseExport(NodeList decorators);
  NodeId parseExportAll(uint32_t start, bool isTypeOnly);
  NodeId parseExportList(uint32_t start, bool isTypeOnly);
  NodeId parseExportSpecifier();
  NodeId parseExportDefault(uint32_t start, NodeList decorators);
  void exportName(NodeId name);
  void exportDeclared(NodeId declaration);
  void exportPattern(NodeId pattern);
  void checkExports();
  [[nodiscard]] std::string_view exportText(NodeId name) const;

  // --- TypeScript (parse_types.cpp skips types; parse_typescript.cpp the declarations)
  void erase(uint32_t begin, uint32_t end, char first = ' ', char last = ' ') {
    if (begin < end) ast_.erasures.push_back({{begin, end}, first, last});
  }
  void erase(ByteRange range) { erase(range.begin, range.end); }
  void eraseTypeList(uint32_t begin);
  bool eatMark(TokenKind kind);
  void needsCode(const char* what, uint32_t start, NodeId node = {}) {
    if (!isAmbient_) addCode(what, start, node);
  }
  void addCode(const char* what, uint32_t start, NodeId node) {
    ast_.typeScriptCode.push_back({what, {start, lexer_.previousEnd}, node});
  }
  ByteRange skipTypeAnnotation();
  ByteRange skipReturnType();
  ByteRange skipType();
  void skipTypeBody();
  void skipUnionType();
  void skipTypeOperator();
  void skipPostfixType();
  void skipPrimaryType();
  void skipFunctionType();
  void skipParenthesizedType();
  void skipTupleType();
  void skipObjectType();
  void skipTypeMember();
  void skipTypeTemplate();
  void skipImportType();
  void skipTypeReference();
  void skipTypeParameters();
  void skipTypeParameterList();
  void skipSignatureParameters();
  void skipTypeArguments();
  void skipPredicateOrType();
  void expectGreater();
  [[nodiscard]] bool isFunctionTypeAhead();
  bool tryTypeArguments(ByteRange& range);
  [[nodiscard]] bool canFollowTypeArguments() const;
  NodeId tryArrow(uint32_t start, bool isAsync);
  [[nodiscard]] bool mayBeginArrow();
  NodeId parseAngle(Cover& cover);
  NodeId tryTypeScriptStatement(StatementPlace place);
  NodeId parseTypeAlias(uint32_t start);
  NodeId parseInterface(uint32_t start);
  NodeId parseEnum(uint32_t start, uint8_t flags);
  NodeId parseNamespace(uint32_t start, uint8_t flags);
  [[nodiscard]] bool meansNothing(NodeId id) const;
  NodeId parseNamespaceRest(uint32_t start, uint8_t flags);
  NodeId parseDeclare(uint32_t start);
  NodeId parseImportEquals(uint32_t start, NodeId name, uint8_t flags);
  NodeId tryTypeScriptExport(uint32_t start);
  bool eatTypeModifier();
  void skipHeritageTypes();
  template <typename Attempt>
  bool attempt(Attempt&& parse);

  // --- JSX (parse_jsx.cpp)
  NodeId parseJsx(uint32_t start, bool isChild);
  NodeId parseJsxTag();
  void parseJsxAttributes();
  NodeId parseJsxAttribute();
  NodeId parseJsxAttributeValue();
  NodeId parseJsxContainer(bool isChild);
  NodeList parseJsxChildren(NodeId tag, uint32_t start);
  [[nodiscard]] std::string jsxTagText(NodeId tag) const;

  struct PrivateUse {
    Atom name;
    uint32_t start;
    uint8_t kind;  // of declarations
  };
  struct Label {
    Atom name;
    bool isLoop;
  };

  Ast& ast_;
  const ParseOptions& options_;
  Reporter& reporter_;
  Lexer lexer_;
  ScopeBuilder scopes_;
  FunctionState function_;
  ArrowHazards hazards_;
  const bool isTypeScript_;
  const bool isJsx_;
  bool allowIn_ = true;
  bool isAmbient_ = false;            // inside `declare`
  bool isInConditionalType_ = false;  // `extends` of a conditional type may not follow
  bool isInTrueBranch_ = false;       // between ? and :, where "):" may end the branch
  bool isExhausted_ = false;          // the stack's share is used up
  uint32_t classCount_ = 0;
  uint32_t listStart_ = 0;              // of the innermost list's first item
  uint32_t itemStart_ = 0;              // and of the item that is being read
  uint32_t lastMarkup_ = kNowhere;      // where the last JSX element begins
  uint32_t arrowStart_ = kNowhere;      // an arrow function may begin here
  uint32_t decoratorStart_ = kNowhere;  // where the expression of the last decorator begins
  StackLimit stackLimit_;
  std::vector<NodeId> listScratch_;
  std::vector<Label> labels_;
  std::vector<PrivateUse> privateDeclared_;
  std::vector<PrivateUse> privateUsed_;
  std::vector<uint64_t> privateStamps_;  // by atom: class number, kind
  std::vector<NodeId> exportedNames_;
  std::vector<NodeId> exportedLocals_;
  std::unordered_set<uint32_t> failedArrows_;  // where reading an arrow function has failed already
};

}  // namespace weft::syntax
