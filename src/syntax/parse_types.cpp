// TypeScript's types, which are read and left behind: nothing of them is kept but, for decorators' metadata, their
// ranges. Reading a type makes no symbols, so trying one costs no more than going back.

#include "syntax/parser_attempt.h"
#include "syntax/parser_impl.h"

namespace weft::syntax {

/// Type parameters or arguments, which have just been read. Where they run over several lines, the parenthesis after
/// them moves to where they began: `return <T,\n>(x) => x` must not end after `return`.
void Parser::eraseTypeList(uint32_t begin) {
  uint32_t end = lexer_.previousEnd;
  bool moves = at(TokenKind::OpenParen) && ast_.slice(begin, end).find('\n') != std::string_view::npos;
  erase(begin, end, moves ? '(' : ' ');
  if (moves) erase(token().range());
}

/// `?` or `!` after a name.
bool Parser::eatMark(TokenKind kind) {
  if (!at(kind)) return false;
  erase(token().range());
  next();
  return true;
}

ByteRange Parser::skipTypeAnnotation() {
  if (!at(TokenKind::Colon)) return {};
  uint32_t colon = token().start;
  next();
  ByteRange type = skipType();
  erase(colon, lexer_.previousEnd);
  return type;
}

ByteRange Parser::skipReturnType() {
  if (!at(TokenKind::Colon)) return {};
  uint32_t colon = token().start;
  uint32_t parenthesisEnd = lexer_.previousEnd;
  next();
  uint32_t start = token().start;
  skipPredicateOrType();
  // No line break may stand between `)` and `=>`: the parenthesis moves to the end of the type.
  bool moves = ast_.slice(parenthesisEnd, lexer_.previousEnd).find('\n') != std::string_view::npos;
  if (moves) erase(parenthesisEnd - 1, parenthesisEnd);
  erase(colon, lexer_.previousEnd, ' ', moves ? ')' : ' ');
  return {start, lexer_.previousEnd};
}

/// `x is T`, `asserts x`, `asserts x is T`, or a type.
void Parser::skipPredicateOrType() {
  auto isSubject = [](const Token& t) { return t.kind == TokenKind::Identifier || t.kind == TokenKind::This; };
  if (atWord(Atom::Asserts)) {
    Token after = lexer_.peek();
    if (isSubject(after) && !after.hasLineBreakBefore && after.atom != Atom::Is) {
      next();
      next();
      if (eatWord(Atom::Is)) skipType();
      return;
    }
  }
  if (isSubject(token())) {
    Token after = lexer_.peek();
    if (after.kind == TokenKind::Identifier && after.atom == Atom::Is && !after.hasLineBreakBefore) {
      next();
      next();
    }
  }
  skipType();
}

ByteRange Parser::skipType() {
  uint32_t start = token().start;
  if (isTooDeep()) return {start, start};
  Restore<bool> in(allowIn_, true);
  for (;;) {
    skipTypeBody();
    if (isInConditionalType_ || !at(TokenKind::Extends) || token().hasLineBreakBefore) break;
    next();
    {
      Restore<bool> conditional(isInConditionalType_, true);
      skipType();
    }
    expect(TokenKind::Question);
    skipType();
    expect(TokenKind::Colon);
  }
  return {start, lexer_.previousEnd};
}

void Parser::skipTypeBody() {
  if (atWord(Atom::Abstract) && lexer_.peek().kind == TokenKind::New) next();
  bool isConstructor = at(TokenKind::New);
  if (isConstructor || at(TokenKind::Less) || (at(TokenKind::OpenParen) && isFunctionTypeAhead())) {
    if (isConstructor) next();
    return skipFunctionType();
  }
  skipUnionType();
}

void Parser::skipFunctionType() {
  skipTypeParameters();
  skipSignatureParameters();
  expect(TokenKind::Arrow);
  Restore<bool> conditional(isInConditionalType_, false);
  skipPredicateOrType();
}

/// At `(`: parameters rather than a type in parentheses?
bool Parser::isFunctionTypeAhead() {
  Lexer::State state = lexer_.save();
  next();
  bool is = at(TokenKind::CloseParen) || at(TokenKind::Ellipsis);
  if (at(TokenKind::OpenBrace) || at(TokenKind::OpenBracket)) {
    lexer_.restore(state);
    return attempt([&] {
      next();
      parseBindingTarget();
      bool isParameter = at(TokenKind::Colon) || at(TokenKind::Comma) || at(TokenKind::Question) ||
                         at(TokenKind::Assign) || (eat(TokenKind::CloseParen) && at(TokenKind::Arrow));
      lexer_.restore(state);
      return isParameter;
    });
  }
  while (atIdentifier() && isTypeScriptModifier(token().atom) && lexer_.peek().kind == TokenKind::Identifier) next();
  if (atIdentifier() || at(TokenKind::This)) {
    next();
    is = at(TokenKind::Colon) || at(TokenKind::Comma) || at(TokenKind::Question) || at(TokenKind::Assign) ||
         (eat(TokenKind::CloseParen) && at(TokenKind::Arrow));
  }
  lexer_.restore(state);
  return is;
}

void Parser::skipUnionType() {
  if (at(TokenKind::Or) || at(TokenKind::And)) next();
  do {
    if (at(TokenKind::Or) || at(TokenKind::And)) next();
    bool isAbstract = atWord(Atom::Abstract) && lexer_.peek().kind == TokenKind::New;
    bool isFunction =
        isAbstract || at(TokenKind::New) || at(TokenKind::Less) || (at(TokenKind::OpenParen) && isFunctionTypeAhead());
    if (isFunction)
      skipTypeBody();
    else
      skipTypeOperator();
  } while (at(TokenKind::Or) || at(TokenKind::And));
}

void Parser::skipTypeOperator() {
  for (;;) {
    bool isOperator = atWord(Atom::Keyof) || atWord(Atom::Unique) || atWord(Atom::Readonly);
    if (isOperator) {
      Token after = lexer_.peek();
      bool isOperand =
          !after.hasLineBreakBefore &&
          (isName(after.kind) || after.kind == TokenKind::OpenBrace || after.kind == TokenKind::OpenParen ||
           after.kind == TokenKind::OpenBracket || after.kind == TokenKind::String ||
           after.kind == TokenKind::Template || after.kind == TokenKind::TemplateHead) &&
          after.kind != TokenKind::Extends;
      if (!isOperand) break;
      next();
      continue;
    }
    if (atWord(Atom::Infer) && lexer_.peek().kind == TokenKind::Identifier) {
      next();
      next();
      if (!at(TokenKind::Extends)) return;
      // A constraint, unless it is the condition of the conditional type around.
      static_cast<void>(attempt([&] {
        next();
        Restore<bool> conditional(isInConditionalType_, true);
        bool wasInside = conditional.saved();
        skipType();
        return wasInside || !at(TokenKind::Question);
      }));
      return;
    }
    break;
  }
  skipPostfixType();
}

void Parser::skipPostfixType() {
  skipPrimaryType();
  while (at(TokenKind::OpenBracket) && !token().hasLineBreakBefore) {
    next();
    if (!at(TokenKind::CloseBracket)) {
      Restore<bool> conditional(isInConditionalType_, false);
      skipType();
    }
    expect(TokenKind::CloseBracket);
  }
}

void Parser::skipPrimaryType() {
  using enum TokenKind;
  switch (token().kind) {
    case Identifier:
      return skipTypeReference();
    case This:
    case Void:
    case Null:
    case True:
    case False:
    case String:
    case Number:
    case BigInt:
      return next();
    case Minus:
      next();
      if (!at(Number) && !at(BigInt)) return unexpected();
      return next();
    case Typeof:
      next();
      if (at(Import)) return skipImportType();
      return skipTypeReference();
    case Import:
      return skipImportType();
    case Template:
    case TemplateHead:
      return skipTypeTemplate();
    case OpenBrace:
      return skipObjectType();
    case OpenBracket:
      return skipTupleType();
    case OpenParen:
      return skipParenthesizedType();
    default:
      return unexpected();
  }
}

void Parser::skipParenthesizedType() {
  Restore<bool> conditional(isInConditionalType_, false);
  next();
  skipType();
  expect(TokenKind::CloseParen);
}

void Parser::skipTypeReference() {
  if (!isName(token().kind)) return unexpected();
  next();
  while (eat(TokenKind::Dot)) {
    if (!isName(token().kind) && !at(TokenKind::PrivateName)) return unexpected();
    next();
  }
  if ((at(TokenKind::Less) || at(TokenKind::ShiftLeft)) && !token().hasLineBreakBefore) skipTypeArguments();
}

void Parser::skipImportType() {
  next();
  expect(TokenKind::OpenParen);
  skipType();
  if (eat(TokenKind::Comma) && !at(TokenKind::CloseParen)) {
    parseAssignmentAllowingIn();
    eat(TokenKind::Comma);
  }
  expect(TokenKind::CloseParen);
  while (eat(TokenKind::Dot)) {
    if (!isName(token().kind)) return unexpected();
    next();
  }
  if (at(TokenKind::Less)) skipTypeArguments();
}

void Parser::skipTypeTemplate() {
  while (!at(TokenKind::Template) && !at(TokenKind::TemplateTail) && !at(TokenKind::Eof)) {
    next();
    Restore<bool> conditional(isInConditionalType_, false);
    skipType();
    if (!at(TokenKind::CloseBrace)) return unexpected();
    lexer_.readTemplateContinuation();
  }
  next();
}

void Parser::skipTupleType() {
  Restore<bool> conditional(isInConditionalType_, false);
  next();
  while (!at(TokenKind::CloseBracket) && !at(TokenKind::Eof)) {
    eat(TokenKind::Ellipsis);
    if (isName(token().kind)) {
      Lexer::State state = lexer_.save();
      next();
      eat(TokenKind::Question);
      if (!eat(TokenKind::Colon)) lexer_.restore(state);
    }
    skipType();
    eat(TokenKind::Question);
    if (!at(TokenKind::CloseBracket)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBracket);
}

void Parser::skipObjectType() {
  Restore<bool> conditional(isInConditionalType_, false);
  expect(TokenKind::OpenBrace);
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    skipTypeMember();
    if (!eat(TokenKind::Comma)) consumeSemicolon();
  }
  expect(TokenKind::CloseBrace);
}

void Parser::skipTypeMember() {
  auto beginsSignature = [&] { return at(TokenKind::OpenParen) || at(TokenKind::Less); };
  auto signature = [&] {
    skipTypeParameters();
    skipSignatureParameters();
    skipReturnType();
  };
  if (beginsSignature()) return signature();
  if (at(TokenKind::New)) {
    next();
    if (beginsSignature()) return signature();
  } else {
    if (at(TokenKind::Plus) || at(TokenKind::Minus)) next();
    while (atWord(Atom::Readonly) || atWord(Atom::Get) || atWord(Atom::Set)) {
      Token after = lexer_.peek();
      bool isModifier = isName(after.kind) || after.kind == TokenKind::String || after.kind == TokenKind::Number ||
                        after.kind == TokenKind::OpenBracket;
      if (!isModifier || after.hasLineBreakBefore) break;
      next();
    }
    if (eat(TokenKind::OpenBracket)) {
      Lexer::State state = lexer_.save();
      bool isNamed = atIdentifier();
      if (isNamed) next();
      if (isNamed && eat(TokenKind::Colon)) {
        skipType();
      } else if (isNamed && eat(TokenKind::In)) {
        skipType();
        if (eatWord(Atom::As)) skipType();
      } else {
        lexer_.restore(state);
        parseAssignmentAllowingIn();
      }
      expect(TokenKind::CloseBracket);
    } else {
      uint8_t flags = 0;
      parsePropertyKey(flags);
    }
    if (at(TokenKind::Plus) || at(TokenKind::Minus)) next();
  }
  eat(TokenKind::Question);
  if (beginsSignature()) return signature();
  skipTypeAnnotation();
}

void Parser::skipTypeParameters() {
  if (!at(TokenKind::Less)) return;
  uint32_t start = token().start;
  skipTypeParameterList();
  eraseTypeList(start);
}

void Parser::skipTypeParameterList() {
  Restore<bool> conditional(isInConditionalType_, false);
  next();
  while (!at(TokenKind::Greater) && !at(TokenKind::Eof)) {
    while (at(TokenKind::Const) || at(TokenKind::In) ||
           (atWord(Atom::Out) && lexer_.peek().kind == TokenKind::Identifier))
      next();
    if (!atIdentifier()) return unexpected();
    next();
    if (eat(TokenKind::Extends)) skipType();
    if (eat(TokenKind::Assign)) skipType();
    if (!at(TokenKind::Comma)) break;
    next();
  }
  expectGreater();
}

void Parser::skipSignatureParameters() {
  Restore<bool> conditional(isInConditionalType_, false);
  Restore<bool> ambient(isAmbient_, true);  // names are free where nothing runs
  expect(TokenKind::OpenParen);
  size_t mark = listMark();
  static_cast<void>(parseParameters());
  listScratch_.resize(mark);
}

void Parser::skipTypeArguments() {
  Restore<bool> conditional(isInConditionalType_, false);
  uint32_t start = token().start;
  if (at(TokenKind::ShiftLeft)) lexer_.splitLess();
  next();
  do skipType();
  while (eat(TokenKind::Comma) && !at(TokenKind::Greater));
  expectGreater();
  eraseTypeList(start);
}

/// `>`, also where it is the first byte of a longer operator.
void Parser::expectGreater() {
  switch (token().kind) {
    case TokenKind::ShiftRight:
    case TokenKind::ShiftRightUnsigned:
    case TokenKind::GreaterEqual:
    case TokenKind::ShiftRightAssign:
    case TokenKind::ShiftRightUnsignedAssign:
      lexer_.splitGreater();
      break;
    default:
      break;
  }
  expect(TokenKind::Greater);
}

bool Parser::tryTypeArguments(ByteRange& range) {
  return attempt([&] {
    uint32_t start = token().start;
    if (at(TokenKind::ShiftLeft)) lexer_.splitLess();
    Restore<bool> conditional(isInConditionalType_, false);
    next();
    do skipType();
    while (eat(TokenKind::Comma));
    // `f<a>=b` and `f<a>>b` are comparisons.
    if (!at(TokenKind::Greater)) return false;
    next();
    range = {start, lexer_.previousEnd};
    eraseTypeList(start);
    return canFollowTypeArguments();
  });
}

/// What TypeScript lets follow the type arguments of an expression (canFollowTypeArgumentsInExpression).
bool Parser::canFollowTypeArguments() const {
  using enum TokenKind;
  switch (token().kind) {
    case OpenParen:
    case Template:
    case TemplateHead:
      return true;
    case Less:
    case Greater:
    case Plus:
    case Minus:
      return false;
    case Identifier:
      return token().hasLineBreakBefore || atWord(Atom::As) || atWord(Atom::Satisfies);
    case PrivateName:
    case EscapedKeyword:
    case Number:
    case BigInt:
    case String:
    case OpenBrace:
    case OpenBracket:
    case Not:
    case Tilde:
    case Increment:
    case Decrement:
    case At:
    case Slash:
    case SlashAssign:
    case Class:
    case Function:
    case New:
    case Null:
    case Super:
    case This:
    case True:
    case False:
    case Typeof:
    case Void:
    case Delete:
    case Import:
      return token().hasLineBreakBefore;
    default:
      return true;
  }
}

}  // namespace weft::syntax
