// Classes: members, fields, private names, static blocks, decorators (ECMA-262, 15.7; the decorators proposal).

#include "syntax/parser_impl.h"

namespace weft::syntax {

namespace {

// What a private name was declared as, for `get #x` and `set #x` to be two halves of one.
enum PrivateKind : uint8_t { kPrivateOther = 1, kPrivateGetter = 2, kPrivateSetter = 4, kPrivateStatic = 8 };

}  // namespace

struct MemberHead {
  uint32_t start = 0;
  uint8_t flags = 0;
  bool isAsync = false;
  bool isGenerator = false;
  bool isAccessor = false;
  bool isAbstract = false;  // or declared: nothing of it is left at run time
  FunctionRole role = FunctionRole::Method;
  NodeId key = {};
  NodeList decorators = {};
};

NodeId Parser::parseClass(NodeKind kind, NodeList decorators, uint32_t start, bool needsName) {
  if (isTooDeep()) return fail();
  next();
  Restore<FunctionState> outer(function_);
  Restore<bool> in(allowIn_, true);
  function_.isStrict = true;
  NodeId name;
  bool hasName = atIdentifier() && !(isTypeScript_ && atWord(Atom::Implements));
  if (hasName)
    name = parseBindingIdentifier();
  else if (needsName)
    return fail();
  uint32_t scope = scopes_.open(ScopeKind::Class, true);
  if (kindOf(name) == NodeKind::Identifier) declareName(name, SymbolKind::Class);
  if (isTypeScript_) skipTypeParameters();
  size_t declaredBase = privateDeclared_.size();
  size_t usedBase = privateUsed_.size();
  NodeId heritage;
  if (eat(TokenKind::Extends)) {
    Cover cover;
    heritage = parseLeftHandSide(cover);
    reportCover(cover);
    if (isBare(heritage, NodeKind::Arrow)) unexpected();
  }
  if (isTypeScript_) skipHeritageTypes();
  uint32_t bodyStart = token().start;
  NodeList members = parseClassBody(bool{heritage});
  resolvePrivates(declaredBase, usedBase);
  scopes_.close();
  return make<Class>(kind, start, name, heritage, members, decorators, scope, bodyStart, lexer_.previousEnd);
}

NodeList Parser::parseClassBody(bool hasHeritage) {
  expect(TokenKind::OpenBrace);
  OpenList list(*this);
  size_t mark = listMark();
  bool hasConstructor = false;
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    if (eat(TokenKind::Semicolon)) continue;
    uint32_t start = token().start;
    ResumePoint point = beginItem();
    NodeId member = parseClassMember(hasHeritage, hasConstructor);
    if (reporter_.hasStopped() && tryResume(point, ListForm::ClassBody)) continue;
    if (member) push(member);
    // Index signatures, overloads, abstract and declared members.
    bool isErased = !member || (kindOf(member) == NodeKind::ClassMember && node(member).has(kDeclared));
    if (isTypeScript_ && isErased) erase(start, lexer_.previousEnd, ';');
  }
  expect(TokenKind::CloseBrace);
  return finishList(mark);
}

/// After a word that may be a modifier: is it the member's name instead?
bool Parser::endsModifier() {
  switch (token().kind) {
    case TokenKind::OpenParen:
    case TokenKind::Assign:
    case TokenKind::Semicolon:
    case TokenKind::CloseBrace:
    case TokenKind::Eof:
      return true;
    case TokenKind::Less:
    case TokenKind::Colon:
    case TokenKind::Question:
    case TokenKind::Not:
      return isTypeScript_;
    default:
      return false;
  }
}

NodeId Parser::parseClassMember(bool hasHeritage, bool& hasConstructor) {
  MemberHead head{.start = token().start};
  if (at(TokenKind::At)) head.decorators = parseDecorators();
  head.start = token().start;
  for (;;) {
    if (at(TokenKind::Star)) {
      next();
      head.isGenerator = true;
      head.key = parsePropertyKey(head.flags);
      break;
    }
    if (isTypeScript_ && at(TokenKind::OpenBracket) && skipIndexSignature()) return {};
    Token word = token();
    bool mayBeModifier = atIdentifier() && !word.isEscaped;
    head.key = parsePropertyKey(head.flags);
    if (!mayBeModifier || endsModifier()) break;
    bool sameLine = !token().hasLineBreakBefore;
    bool hasKind = head.role != FunctionRole::Method || head.isAsync || head.isAccessor;
    if (word.atom == Atom::Static && !(head.flags & kStatic) && !hasKind) {
      head.flags |= kStatic;
      if (at(TokenKind::OpenBrace)) return parseStaticBlock(head.start);
    } else if ((word.atom == Atom::Get || word.atom == Atom::Set) && !hasKind && !(at(TokenKind::Star) && !sameLine)) {
      // Also across a line break, if a name follows.
      head.role = word.atom == Atom::Get ? FunctionRole::Getter : FunctionRole::Setter;
      if (at(TokenKind::Star)) return fail();
    } else if (word.atom == Atom::Async && !hasKind && sameLine) {
      head.isAsync = true;
    } else if (word.atom == Atom::Accessor && !hasKind && sameLine) {
      head.isAccessor = true;
      if (at(TokenKind::Star)) return fail();
    } else if (isTypeScript_ && sameLine && !hasKind && isTypeScriptModifier(word.atom)) {
      // A name in brackets after it must not become an index into the member before.
      erase(word.start, word.end, word.start == head.start ? ';' : ' ');
      head.isAbstract |= word.atom == Atom::Abstract || word.atom == Atom::Declare;
    } else {
      break;
    }
    head.key = {};
  }
  return parseMemberRest(head, hasHeritage, hasConstructor);
}

void Parser::checkMemberName(const MemberHead& head, bool isField, FunctionRole role) {
  if (head.flags & kComputed) return;
  NodeKind kind = kindOf(head.key);
  uint32_t start = node(head.key).start;
  if (kind == NodeKind::PrivateName) {
    Atom name = as<Name>(head.key).name;
    if (name == Atom::Constructor) errorAt("private-constructor", start, "#constructor may not name a member");
    uint8_t declared = role == FunctionRole::Getter && !isField   ? kPrivateGetter
                       : role == FunctionRole::Setter && !isField ? kPrivateSetter
                                                                  : kPrivateOther;
    return declarePrivate(name, start, declared | (head.flags & kStatic ? kPrivateStatic : 0));
  }
  std::string_view name = kind == NodeKind::Name     ? ast_.text(as<Name>(head.key).name)
                          : kind == NodeKind::String ? ast_.text(as<StringLiteral>(head.key).value)
                                                     : std::string_view();
  if ((head.flags & kStatic) && name == "prototype" && !head.isAbstract)
    errorAt("static-prototype", start, "A static member may not be named \"prototype\"");
  if (name != "constructor") return;
  if (isField) return errorAt("constructor-field", start, "A field may not be named \"constructor\"");
  bool isSpecial = head.isAsync || head.isGenerator || role == FunctionRole::Getter || role == FunctionRole::Setter;
  if (!(head.flags & kStatic) && isSpecial)
    errorAt("special-constructor", start, "A constructor is neither a getter, setter, generator nor async");
}

/// From after the name on.
NodeId Parser::parseMemberRest(MemberHead& head, bool hasHeritage, bool& hasConstructor) {
  if (reporter_.hasStopped()) return {};
  if (isTypeScript_ && !at(TokenKind::OpenParen)) {
    if (!eatMark(TokenKind::Question) && !token().hasLineBreakBefore) eatMark(TokenKind::Not);
  }
  if (!at(TokenKind::OpenParen) && !(isTypeScript_ && at(TokenKind::Less))) {
    if (head.isAsync || head.isGenerator || head.role != FunctionRole::Method) return fail();
    return parseField(head);
  }
  if (head.isAccessor) return fail();
  FunctionRole role = head.role;
  bool isNamedConstructor =
      !(head.flags & (kStatic | kComputed)) &&
      ((kindOf(head.key) == NodeKind::Name && as<Name>(head.key).name == Atom::Constructor) ||
       (kindOf(head.key) == NodeKind::String && ast_.text(as<StringLiteral>(head.key).value) == "constructor"));
  checkMemberName(head, false, role);
  if (isNamedConstructor && role == FunctionRole::Method)
    role = hasHeritage ? FunctionRole::DerivedConstructor : FunctionRole::Constructor;
  NodeId value = parseMethod(token().start, role, head.isAsync, head.isGenerator, isTypeScript_);
  bool hasBody = as<Function>(value).detail & kHasBody;
  if (kindOf(value) != NodeKind::Function || (isTypeScript_ && !hasBody)) return {};
  if (isNamedConstructor) {
    if (hasConstructor) errorAt("duplicate-constructor", head.start, "A class has one constructor at most");
    hasConstructor = true;
  }
  NodeId result = make<ClassMember>(NodeKind::ClassMember, head.start, head.key, value, head.decorators, ByteRange{});
  node(result).flags = head.flags | (role == FunctionRole::Getter   ? kGetter
                                     : role == FunctionRole::Setter ? kSetter
                                                                    : kMethod);
  node(result).detail = static_cast<uint8_t>(MemberKind::Method);
  return result;
}

NodeId Parser::parseField(MemberHead& head) {
  checkMemberName(head, true, head.role);
  ast_.hasClassFields |= !head.isAbstract;
  ByteRange type = isTypeScript_ ? skipTypeAnnotation() : ByteRange{};
  NodeId value;
  if (eat(TokenKind::Assign)) {
    Restore<FunctionState> outer(function_);
    Restore<ArrowHazards> hazards(hazards_, {});
    function_ = {.isStrict = true};
    function_.allowsNewTarget = function_.allowsSuperProperty = function_.forbidsArguments = true;
    value = parseAssignmentAllowingIn();
  }
  consumeSemicolon();
  if (head.isAccessor) needsCode("accessor", head.start);
  NodeId result = make<ClassMember>(NodeKind::ClassMember, head.start, head.key, value, head.decorators, type);
  node(result).flags = head.flags | (head.isAbstract ? kDeclared : 0);
  node(result).detail = static_cast<uint8_t>(head.isAccessor ? MemberKind::Accessor : MemberKind::Field);
  return result;
}

NodeId Parser::parseStaticBlock(uint32_t start) {
  Restore<FunctionState> outer(function_);
  Restore<ArrowHazards> hazards(hazards_, {});
  function_ = {.isStrict = true};
  function_.await = AwaitMode::Reserved;
  function_.allowsNewTarget = function_.allowsSuperProperty = function_.forbidsArguments = true;
  function_.labelBase = static_cast<uint32_t>(labels_.size());
  next();
  uint32_t scope = scopes_.open(ScopeKind::ClassStaticBlock, true);
  size_t mark = listMark();
  parseStatementsUntilBrace();
  scopes_.close();
  uint32_t end = token().end;
  expect(TokenKind::CloseBrace);
  return make<Block>(NodeKind::StaticBlock, start, finishList(mark), scope, end);
}

NodeList Parser::parseDecorators() {
  size_t mark = listMark();
  while (at(TokenKind::At)) push(parseDecorator());
  return finishList(mark);
}

/// `@a.b.c`, `@a.b(…)` or `@(…)`; in TypeScript any left-hand side.
NodeId Parser::parseDecorator() {
  uint32_t start = token().start;
  next();
  arrowStart_ = kNowhere;
  uint32_t expressionStart = token().start;
  NodeId expression;
  Cover cover;
  if (isTypeScript_) {
    // `@a [b]() {}` decorates a computed name.
    decoratorStart_ = expressionStart;
    expression = parseLeftHandSide(cover);
  } else if (at(TokenKind::OpenParen)) {
    expression = parseParenthesized();
  } else {
    if (!atIdentifier()) return fail();
    checkIdentifier(token(), TargetUse::Assignment);
    expression = makeIdentifier(token().start, token().atom);
    next();
    while (eat(TokenKind::Dot)) expression = parseMemberName(expression, expressionStart);
    if (at(TokenKind::OpenParen)) expression = parseCall(expression, expressionStart);
  }
  needsCode("decorator", start);
  return make<UnaryExpression>(NodeKind::Decorator, start, expression);
}

void Parser::declarePrivate(Atom name, uint32_t start, uint8_t memberKind) {
  privateDeclared_.push_back({name, start, memberKind});
}

void Parser::usePrivate(Atom name, uint32_t start) {
  privateUsed_.push_back({name, start, 0});
}

/// At a class' end: its names must differ, and uses that it does not declare are left to the class around.
void Parser::resolvePrivates(size_t declaredBase, size_t usedBase) {
  if (privateDeclared_.size() == declaredBase) return;
  ++classCount_;
  privateStamps_.resize(ast_.atoms().size());
  auto stampOf = [&](Atom name) -> uint64_t& { return privateStamps_[static_cast<uint32_t>(name)]; };
  for (size_t i = declaredBase; i < privateDeclared_.size(); ++i) {
    const PrivateUse& declared = privateDeclared_[i];
    uint64_t& stamp = stampOf(declared.name);
    if (stamp >> 8 != classCount_) {
      stamp = uint64_t{classCount_} << 8 | declared.kind;
      continue;
    }
    constexpr uint8_t kBoth = kPrivateGetter | kPrivateSetter;
    auto old = static_cast<uint8_t>(stamp);
    bool isOtherHalf = ((old & kBoth) | (declared.kind & kBoth)) == kBoth && (old & kBoth) != kBoth &&
                       (old & kPrivateStatic) == (declared.kind & kPrivateStatic);
    stamp |= declared.kind;
    if (!isOtherHalf)
      errorAt("duplicate-private-name", declared.start,
              "Private name #" + std::string(ast_.text(declared.name)) + " is declared twice");
  }
  size_t kept = usedBase;
  for (size_t i = usedBase; i < privateUsed_.size(); ++i)
    if (stampOf(privateUsed_[i].name) >> 8 != classCount_) privateUsed_[kept++] = privateUsed_[i];
  privateUsed_.resize(kept);
  privateDeclared_.resize(declaredBase);
}

}  // namespace weft::syntax
