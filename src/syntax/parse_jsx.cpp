// JSX (facebook.github.io/jsx). Text and attributes' strings are kept as written; entities are decoded when elements
// are lowered.

#include "syntax/parser_impl.h"

namespace weft::syntax {

/// From `<` on. The closing `>` of a child is left as the current token: what follows it is text, not a token.
NodeId Parser::parseJsx(uint32_t start, bool isChild) {
  if (isTooDeep()) return fail();
  ast_.hasJsx = true;
  lastMarkup_ = start;
  lexer_.nextJsxName();
  NodeId tag;
  size_t mark = listMark();
  if (!at(TokenKind::Greater)) {
    tag = parseJsxTag();
    if (isTypeScript_ && at(TokenKind::Less)) skipTypeArguments();
    parseJsxAttributes();
  }
  NodeList attributes = finishList(mark);
  NodeList children;
  bool isSelfClosing = tag && at(TokenKind::Slash);
  if (isSelfClosing)
    lexer_.nextJsxName();
  else
    children = parseJsxChildren(tag, start);
  if (at(TokenKind::GreaterEqual) || at(TokenKind::ShiftRight) || at(TokenKind::ShiftRightUnsigned))
    lexer_.splitGreater();
  if (!at(TokenKind::Greater)) return fail();
  if (!isChild) next();
  NodeId result = make<JsxElement>(NodeKind::JsxElement, start, tag, attributes, children);
  if (isSelfClosing) node(result).flags |= kSelfClosing;
  return result;
}

/// a, a-b, a:b, A.b.c, this.a
NodeId Parser::parseJsxTag() {
  uint32_t start = token().start;
  if (!isName(token().kind)) return fail();
  Atom name = token().atom;
  bool isThis = at(TokenKind::This);
  lexer_.nextJsxName();
  if (at(TokenKind::Colon)) {
    lexer_.nextJsxName();
    if (!isName(token().kind)) return fail();
    name = ast_.atoms().intern(ast_.slice(start, token().end));
    lexer_.nextJsxName();
    return make<Name>(NodeKind::JsxName, start, name);
  }
  std::string_view text = ast_.text(name);
  bool isIntrinsic =
      !at(TokenKind::Dot) && !isThis && ((text[0] >= 'a' && text[0] <= 'z') || text.find('-') != text.npos);
  if (isIntrinsic) {
    NodeId result = make<Name>(NodeKind::JsxName, start, name);
    node(result).flags |= kJsxIntrinsic;
    return result;
  }
  NodeId tag = isThis ? make<Node>(NodeKind::This, start) : makeIdentifier(start, name);
  while (at(TokenKind::Dot)) {
    lexer_.nextJsxName();
    if (!isName(token().kind)) return fail();
    tag = make<MemberExpression>(NodeKind::Member, start, tag, token().atom, token().start);
    lexer_.nextJsxName();
  }
  return tag;
}

void Parser::parseJsxAttributes() {
  while (!at(TokenKind::Greater) && !at(TokenKind::Slash) && !at(TokenKind::Eof)) push(parseJsxAttribute());
}

NodeId Parser::parseJsxAttribute() {
  uint32_t start = token().start;
  if (eat(TokenKind::OpenBrace)) {
    if (!at(TokenKind::Ellipsis)) return fail();
    NodeId spread = parseSpread(nullptr);
    if (!at(TokenKind::CloseBrace)) return fail();
    lexer_.nextJsxName();
    return spread;
  }
  if (!isName(token().kind)) return fail();
  Atom name = token().atom;
  lexer_.nextJsxName();
  if (at(TokenKind::Colon)) {
    lexer_.nextJsxName();
    if (!isName(token().kind)) return fail();
    name = ast_.atoms().intern(ast_.slice(start, token().end));
    lexer_.nextJsxName();
  }
  NodeId key = make<Name>(NodeKind::JsxName, start, name);
  NodeId value;
  if (at(TokenKind::Assign)) {
    lexer_.nextJsxAttribute();
    value = parseJsxAttributeValue();
  }
  return make<BinaryExpression>(NodeKind::JsxAttribute, start, key, value);
}

NodeId Parser::parseJsxAttributeValue() {
  NodeId value;
  if (at(TokenKind::String)) {
    value = make<StringLiteral>(NodeKind::String, token().start, token().text, token().end);
  } else if (at(TokenKind::OpenBrace)) {
    value = parseJsxContainer(false);
  } else if (at(TokenKind::Less)) {
    value = parseJsx(token().start, true);
  } else {
    return fail();
  }
  lexer_.nextJsxName();
  return value;
}

/// `{…}`, up to its brace, which stays the current token.
NodeId Parser::parseJsxContainer(bool isChild) {
  uint32_t start = token().start;
  next();
  NodeId result;
  if (isChild && at(TokenKind::Ellipsis)) {
    result = parseSpread(nullptr);
  } else {
    bool isEmpty = isChild && at(TokenKind::CloseBrace);
    result = make<UnaryExpression>(NodeKind::JsxContainer, start, isEmpty ? NodeId{} : parseExpressionAllowingIn());
  }
  return at(TokenKind::CloseBrace) ? result : fail();
}

/// From the opening tag's `>` to the closing tag's.
NodeList Parser::parseJsxChildren(NodeId tag, uint32_t start) {
  size_t mark = listMark();
  while (!reporter_.hasStopped()) {
    lexer_.nextJsxChild();
    if (at(TokenKind::JsxText)) {
      push(make<StringLiteral>(NodeKind::JsxText, token().start, token().text, token().end));
    } else if (at(TokenKind::OpenBrace)) {
      push(parseJsxContainer(true));
    } else if (at(TokenKind::Less)) {
      if (lexer_.peekByte() == '/') break;
      push(parseJsx(token().start, true));
    } else {
      if (!reporter_.hasStopped())
        error("jsx-unclosed", {start, start + 1}, "This element is never closed",
              "Close it with </" + jsxTagText(tag) + ">");
      lexer_.stop();
    }
  }
  lexer_.nextJsxName();
  lexer_.nextJsxName();
  uint32_t closeStart = token().start;
  NodeId close = at(TokenKind::Greater) || reporter_.hasStopped() ? NodeId{} : parseJsxTag();
  if (!reporter_.hasStopped() && jsxTagText(close) != jsxTagText(tag))
    error("jsx-tag", {closeStart, token().start}, "This closes another element than <" + jsxTagText(tag) + ">");
  return finishList(mark);
}

std::string Parser::jsxTagText(NodeId tag) const {
  std::vector<std::string_view> names;
  for (; kindOf(tag) == NodeKind::Member; tag = as<MemberExpression>(tag).object)
    names.push_back(ast_.text(as<MemberExpression>(tag).name));
  std::string text;
  if (kindOf(tag) == NodeKind::JsxName) text = ast_.text(as<Name>(tag).name);
  if (kindOf(tag) == NodeKind::Identifier) text = ast_.text(as<Identifier>(tag).name);
  if (kindOf(tag) == NodeKind::This) text = "this";
  for (size_t i = names.size(); i-- > 0;) text.append(".").append(names[i]);
  return text;
}

}  // namespace weft::syntax
