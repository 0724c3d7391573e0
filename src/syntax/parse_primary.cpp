// Names, literals, object and array literals, parentheses (ECMA-262, 13.2).

#include <cstring>

#include "syntax/parser_impl.h"
#include "syntax/regexp_syntax.h"

namespace weft::syntax {

NodeId Parser::parseNode(NodeKind kind) {
  NodeId result = make<Node>(kind, token().start);
  next();
  return result;
}

NodeId Parser::parsePrimary(Cover& cover) {
  using enum TokenKind;
  switch (token().kind) {
    case Identifier:
      return parseIdentifierOrArrow();
    case Number:
      return parseNumber();
    case String:
      return parseString();
    case OpenParen:
      return parseParenthesized();
    case OpenBrace:
      return parseObject(cover);
    case OpenBracket:
      return parseArray(cover);
    case This:
      return parseNode(NodeKind::This);
    case Null:
      return parseNode(NodeKind::Null);
    case True:
      return parseNode(NodeKind::True);
    case False:
      return parseNode(NodeKind::False);
    case Function:
      return parseFunctionExpression(token().start, false);
    case Class:
      return parseClass(NodeKind::Class, {}, token().start, false);
    case At: {
      uint32_t start = token().start;
      NodeList decorators = parseDecorators();
      return at(Class) ? parseClass(NodeKind::Class, decorators, start, false) : fail();
    }
    case New:
      return parseNew();
    case Super:
      return parseSuper();
    case Import:
      return parseImportExpression();
    case Template:
    case TemplateHead:
      return parseTemplate(false);
    case Slash:
    case SlashAssign:
      return parseRegExp();
    case BigInt: {
      NodeId result = make<BigIntLiteral>(NodeKind::BigInt, token().start, token().end);
      next();
      return result;
    }
    case Less:
      if (isJsx_) return parseJsx(token().start, false);
      return fail();
    default:
      return fail();
  }
}

bool Parser::isReservedHere(const Token& name) const {
  if (name.kind == TokenKind::EscapedKeyword) return true;
  if (name.atom == Atom::Await) return function_.await != AwaitMode::Name || options_.goal == SourceGoal::Module;
  if (name.atom == Atom::Yield) return function_.isGenerator || function_.isStrict;
  return function_.isStrict && isStrictReservedAtom(name.atom);
}

/// Of a token of kind Identifier that names a variable.
void Parser::checkIdentifier(const Token& name, TargetUse use) {
  if (name.atom == Atom::Await && hazards_.awaitNameAt == kNowhere) hazards_.awaitNameAt = name.start;
  // Every name with a rule of its own is known; most names are not.
  if (name.atom >= Atom::KnownCount) [[likely]]
    return;
  if (isReservedHere(name)) {
    error("reserved-word", name.range(), quoted(name.atom) + " is a reserved word here");
  } else if (name.atom == Atom::Arguments && function_.forbidsArguments && use == TargetUse::Assignment) {
    error("arguments-in-field", name.range(), "\"arguments\" may not be used in a field or static block");
  } else if (use == TargetUse::Binding && function_.isStrict && !isAmbient_ &&
             (name.atom == Atom::Eval || name.atom == Atom::Arguments)) {
    error("strict-binding", name.range(), quoted(name.atom) + " may not be bound in strict code");
  }
}

NodeId Parser::parseIdentifierOrArrow() {
  if (token().atom == Atom::Async && !token().isEscaped) return parseAsyncPrimary();
  Token name = token();
  bool mayBeArrow = arrowStart_ == name.start;
  next();
  NodeId identifier = makeIdentifier(name.start, name.atom);
  if (name.isEscaped) node(identifier).flags |= kEscaped;
  if (mayBeArrow && isArrowHere()) {
    size_t mark = listMark();
    push(identifier);
    checkIdentifier(name, TargetUse::Binding);
    return parseArrow(name.start, finishList(mark), false, scopes_.scopeCount(), {});
  }
  checkIdentifier(name, TargetUse::Assignment);
  return identifier;
}

/// `async function`, `async x =>`, or the name. `async (…) =>` is seen by parseSubscripts.
NodeId Parser::parseAsyncPrimary() {
  Token async = token();
  bool mayBeArrow = arrowStart_ == async.start;
  next();
  if (at(TokenKind::Function) && !token().hasLineBreakBefore) return parseFunctionExpression(async.start, true);
  NodeId identifier = makeIdentifier(async.start, Atom::Async);
  if (!mayBeArrow) return identifier;
  size_t mark = listMark();
  if (isArrowHere()) {
    push(identifier);
    return parseArrow(async.start, finishList(mark), false, scopes_.scopeCount(), {});
  }
  if (!atIdentifier() || token().hasLineBreakBefore || lexer_.peek().kind != TokenKind::Arrow) return identifier;
  Token name = token();
  next();
  if (name.atom == Atom::Await) error("await-parameter", name.range(), "await may not name a parameter here");
  checkIdentifier(name, TargetUse::Binding);
  if (!isArrowHere()) return fail();
  push(makeIdentifier(name.start, name.atom));
  return parseArrow(async.start, finishList(mark), true, scopes_.scopeCount(), {});
}

NodeId Parser::parseNumber() {
  uint32_t bits[2];
  std::memcpy(bits, &token().number, sizeof bits);
  if (token().isLegacyOctal && function_.isStrict)
    error("legacy-octal", token().range(), "Numbers with a leading 0 are not allowed in strict code",
          "Write 0o for octal numbers");
  NodeId result = make<NumberLiteral>(NodeKind::Number, token().start, token().end, bits[0], bits[1]);
  next();
  return result;
}

NodeId Parser::parseString() {
  if (token().isLegacyOctal && function_.isStrict)
    error("legacy-octal", {token().octalStart, token().octalStart + 2}, "Octal escapes are not allowed in strict code",
          "Write \\x and two hexadecimal digits");
  NodeId result = make<StringLiteral>(NodeKind::String, token().start, token().text, token().end);
  if (token().isEscaped) node(result).flags |= kEscaped;
  next();
  return result;
}

NodeId Parser::parseRegExp() {
  lexer_.readRegExp();
  if (reporter_.hasStopped()) return fail();
  uint32_t flagsStart = token().octalStart;
  std::string_view pattern = ast_.slice(token().start + 1, flagsStart - 1);
  std::string_view flags = ast_.slice(flagsStart, token().end);
  RegExpFault fault = checkRegExp(pattern, flags);
  if (fault.message) {
    uint32_t base = fault.isInFlags ? flagsStart : token().start + 1;
    error("invalid-regexp", {base + fault.offset, base + fault.offset + 1}, fault.message);
  }
  NodeId result = make<RegExpLiteral>(NodeKind::RegExp, token().start, flagsStart, token().end);
  next();
  return result;
}

NodeId Parser::parseTemplateElement(bool isTagged) {
  if (token().hasInvalidEscape && !isTagged)
    error("invalid-escape", token().range(), "This template has a malformed escape");
  bool isLast = at(TokenKind::Template) || at(TokenKind::TemplateTail);
  NodeId result =
      make<TemplateElement>(NodeKind::TemplateElement, token().start + 1, token().text, token().end - (isLast ? 1 : 2));
  if (token().hasInvalidEscape) node(result).flags |= kInvalidEscape;
  return result;
}

NodeId Parser::parseTemplate(bool isTagged) {
  if (isTooDeep()) return fail();
  uint32_t start = token().start;
  std::vector<NodeId> expressions;
  size_t mark = listMark();
  push(parseTemplateElement(isTagged));
  bool isDone = at(TokenKind::Template);
  while (!isDone) {
    next();
    expressions.push_back(parseExpressionAllowingIn());
    if (!at(TokenKind::CloseBrace)) {
      unexpected();
      break;
    }
    lexer_.readTemplateContinuation();
    if (reporter_.hasStopped()) break;
    push(parseTemplateElement(isTagged));
    isDone = at(TokenKind::TemplateTail);
  }
  next();
  NodeList elements = finishList(mark);
  for (NodeId expression : expressions) push(expression);
  return make<TemplateLiteral>(NodeKind::Template, start, elements, finishList(mark));
}

/// `( … )`: an expression, or the parameters of an arrow function.
NodeId Parser::parseParenthesized() {
  uint32_t start = token().start;
  bool mayBeArrow = arrowStart_ == start;
  uint32_t scopeMark = scopes_.scopeCount();
  size_t mark = listMark();
  ArrowHazards outer = hazards_;
  hazards_ = {};
  Cover cover;
  Restore<bool> in(allowIn_, true);
  Restore<bool> branch(isInTrueBranch_, false);
  next();
  uint32_t innerStart = token().start;
  bool mustBeArrow = at(TokenKind::CloseParen);
  while (!at(TokenKind::CloseParen) && !at(TokenKind::Eof)) {
    if (at(TokenKind::Ellipsis)) {
      push(parseBindingRest());
      mustBeArrow = true;
      break;
    }
    push(parseAssignment(&cover));
    if (!eat(TokenKind::Comma)) break;
    mustBeArrow = at(TokenKind::CloseParen);
  }
  expect(TokenKind::CloseParen);
  ArrowHazards inner = hazards_;
  hazards_ = outer;
  if (mayBeArrow && isArrowHere()) {
    allowIn_ = in.saved();
    NodeId arrow = arrowFromItems(start, mark, false, scopeMark, inner);
    // Its parameters may be part of those of an async one.
    if (hazards_.awaitNameAt == kNowhere) hazards_.awaitNameAt = inner.awaitNameAt;
    return arrow;
  }
  if (mustBeArrow) {
    listScratch_.resize(mark);
    return fail();
  }
  reportCover(cover);
  if (hazards_.yieldAt == kNowhere) hazards_.yieldAt = inner.yieldAt;
  if (hazards_.awaitAt == kNowhere) hazards_.awaitAt = inner.awaitAt;
  if (hazards_.awaitNameAt == kNowhere) hazards_.awaitNameAt = inner.awaitNameAt;
  NodeId result;
  if (listScratch_.size() == mark + 1) {
    result = listScratch_.back();
    listScratch_.resize(mark);
  } else {
    result = make<ListNode>(NodeKind::Sequence, innerStart, finishList(mark));
  }
  node(result).flags |= kParenthesized;
  return result;
}

NodeId Parser::parseArray(Cover& cover) {
  uint32_t start = token().start;
  size_t mark = listMark();
  bool hasTrailingComma = false;
  Restore<bool> in(allowIn_, true);
  Restore<bool> branch(isInTrueBranch_, false);
  next();
  while (!at(TokenKind::CloseBracket) && !at(TokenKind::Eof)) {
    hasTrailingComma = false;
    if (eat(TokenKind::Comma)) {
      push({});
      continue;
    }
    push(at(TokenKind::Ellipsis) ? parseSpread(&cover) : parseAssignment(&cover));
    if (!at(TokenKind::CloseBracket)) {
      expect(TokenKind::Comma);
      hasTrailingComma = true;
    }
  }
  expect(TokenKind::CloseBracket);
  NodeId result = make<ListNode>(NodeKind::Array, start, finishList(mark));
  if (hasTrailingComma) node(result).flags |= kTrailingComma;
  return result;
}

NodeId Parser::parseObject(Cover& cover) {
  uint32_t start = token().start;
  size_t mark = listMark();
  bool hasProto = false;
  bool hasTrailingComma = false;
  Restore<bool> in(allowIn_, true);
  Restore<bool> branch(isInTrueBranch_, false);
  next();
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    push(at(TokenKind::Ellipsis) ? parseSpread(&cover) : parseProperty(cover, hasProto));
    hasTrailingComma = at(TokenKind::Comma);
    if (!at(TokenKind::CloseBrace)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBrace);
  NodeId result = make<ListNode>(NodeKind::Object, start, finishList(mark));
  if (hasTrailingComma) node(result).flags |= kTrailingComma;
  return result;
}

/// The name of a member: Name, String, Number, BigInt, PrivateName or, with kComputed, an expression.
NodeId Parser::parsePropertyKey(uint8_t& flags) {
  if (isName(token().kind)) {
    NodeId result = make<Name>(NodeKind::Name, token().start, token().atom);
    next();
    return result;
  }
  switch (token().kind) {
    case TokenKind::String:
      return parseString();
    case TokenKind::Number:
      return parseNumber();
    case TokenKind::BigInt: {
      NodeId result = make<BigIntLiteral>(NodeKind::BigInt, token().start, token().end);
      next();
      return result;
    }
    case TokenKind::PrivateName: {
      NodeId result = make<Name>(NodeKind::PrivateName, token().start, token().atom);
      next();
      return result;
    }
    case TokenKind::OpenBracket: {
      flags |= kComputed;
      next();
      NodeId result = parseAssignmentAllowingIn();
      expect(TokenKind::CloseBracket);
      return result;
    }
    default:
      return fail();
  }
}

NodeId Parser::parseProperty(Cover& cover, bool& hasProto) {
  Token first = token();
  uint8_t flags = 0;
  bool isAsync = false;
  bool isGenerator = eat(TokenKind::Star);
  FunctionRole role = FunctionRole::Method;
  bool mayBeModifier = !isGenerator && atIdentifier() && !token().isEscaped;
  if (at(TokenKind::PrivateName)) return fail();
  NodeId key = parsePropertyKey(flags);
  auto endsKey = [&] {
    return at(TokenKind::OpenParen) || at(TokenKind::Colon) || at(TokenKind::Comma) || at(TokenKind::CloseBrace) ||
           at(TokenKind::Assign) || (isTypeScript_ && at(TokenKind::Less));
  };
  if (mayBeModifier && !endsKey() &&
      (first.atom == Atom::Get || first.atom == Atom::Set || first.atom == Atom::Async)) {
    if (first.atom == Atom::Async) {
      if (token().hasLineBreakBefore) return fail();
      isAsync = true;
      isGenerator = eat(TokenKind::Star);
    } else {
      role = first.atom == Atom::Get ? FunctionRole::Getter : FunctionRole::Setter;
      flags |= first.atom == Atom::Get ? kGetter : kSetter;
    }
    if (at(TokenKind::PrivateName)) return fail();
    key = parsePropertyKey(flags);
    if (!at(TokenKind::OpenParen) && !at(TokenKind::Less)) return fail();
  }
  NodeId value;
  if (at(TokenKind::OpenParen) || (isTypeScript_ && at(TokenKind::Less))) {
    if (role == FunctionRole::Method) flags |= kMethod;
    value = parseMethod(token().start, role, isAsync, isGenerator, false);
  } else if (isGenerator || isAsync) {
    return fail();
  } else if (eat(TokenKind::Colon)) {
    bool isProto = !(flags & kComputed) &&
                   ((kindOf(key) == NodeKind::Name && as<Name>(key).name == Atom::Proto) ||
                    (kindOf(key) == NodeKind::String && ast_.text(as<StringLiteral>(key).value) == "__proto__"));
    if (isProto && hasProto && cover.duplicateProto == kNowhere) cover.duplicateProto = first.start;
    hasProto |= isProto;
    value = parseAssignment(&cover);
  } else if (first.kind == TokenKind::Identifier) {
    flags |= kShorthand;
    value = parseShorthand(cover, first);
  } else if (first.kind == TokenKind::EscapedKeyword || isReservedWord(first.kind)) {
    error("reserved-word", first.range(), quoted(first.atom) + " is a reserved word");
    lexer_.stop();
  } else {
    return fail();
  }
  NodeId result = make<Property>(NodeKind::Property, first.start, key, value);
  node(result).flags |= flags;
  return result;
}

/// { name } or, in what will be a pattern, { name = value }.
NodeId Parser::parseShorthand(Cover& cover, const Token& name) {
  checkIdentifier(name, TargetUse::Assignment);
  NodeId identifier = makeIdentifier(name.start, name.atom);
  if (!at(TokenKind::Assign)) return identifier;
  if (cover.initializer == kNowhere) cover.initializer = token().start;
  next();
  NodeId value = parseAssignment();
  NodeId result = make<BinaryExpression>(NodeKind::Assign, name.start, identifier, value);
  node(result).op = TokenKind::Assign;
  return result;
}

NodeId Parser::parseSuper() {
  Token super = token();
  next();
  if (at(TokenKind::OpenParen)) {
    if (!function_.allowsSuperCall)
      error("super-call", super.range(), "super() may stand in the constructor of a derived class only");
  } else if (at(TokenKind::Dot) || at(TokenKind::OpenBracket)) {
    if (!function_.allowsSuperProperty)
      error("super-property", super.range(), "super may be used in methods and fields only");
  } else {
    return fail();
  }
  return make<Node>(NodeKind::Super, super.start);
}

NodeId Parser::parseNewTarget(uint32_t start) {
  next();
  if (!atWord(Atom::Target)) return fail();
  if (!function_.allowsNewTarget) error("new-target", {start, token().end}, "new.target may be used in functions only");
  next();
  return make<Node>(NodeKind::NewTarget, start);
}

/// import.meta, import(…), import.defer(…), import.source(…)
NodeId Parser::parseImportExpression() {
  uint32_t start = token().start;
  ImportPhase phase = ImportPhase::Evaluation;
  next();
  if (eat(TokenKind::Dot)) {
    if (atWord(Atom::Meta)) {
      if (options_.goal != SourceGoal::Module)
        error("import-meta", {start, token().end}, "import.meta may be used in modules only");
      ast_.usesModuleSyntax = true;
      next();
      return make<Node>(NodeKind::ImportMeta, start);
    }
    if (atWord(Atom::Defer))
      phase = ImportPhase::Defer;
    else if (atWord(Atom::Source))
      phase = ImportPhase::Source;
    else
      return fail();
    next();
  }
  expect(TokenKind::OpenParen);
  Restore<bool> in(allowIn_, true);
  NodeId source = parseAssignment();
  NodeId options;
  if (eat(TokenKind::Comma) && !at(TokenKind::CloseParen)) {
    options = parseAssignment();
    eat(TokenKind::Comma);
  }
  expect(TokenKind::CloseParen);
  NodeId result = make<ImportCall>(NodeKind::ImportCall, start, source, options);
  node(result).detail = static_cast<uint8_t>(phase);
  return result;
}

}  // namespace weft::syntax
