// Expressions and patterns. Chains of operators and of members are walked by loops, since they nest to the left
// without limit.

#include <cmath>
#include <vector>

#include "syntax/printer_impl.h"

namespace weft::syntax {

namespace {

Level levelOfOperator(TokenKind op) {
  return static_cast<Level>(static_cast<uint8_t>(Level::Nullish) + precedenceOf(op) - kPrecedenceNullish);
}

Level above(Level level) {
  return static_cast<Level>(static_cast<uint8_t>(level) + 1);
}

bool isOrAnd(TokenKind op) {
  return op == TokenKind::LogicalOr || op == TokenKind::LogicalAnd;
}

/// `??` beside `||` or `&&` needs parentheses.
bool isMixed(TokenKind a, TokenKind b) {
  return (a == TokenKind::Nullish && isOrAnd(b)) || (b == TokenKind::Nullish && isOrAnd(a));
}

/// Of the kinds that are one token, or begin with their own.
bool beginsWithWord(const Node& node) {
  switch (node.kind) {
    case NodeKind::Identifier:
    case NodeKind::Name:
    case NodeKind::Number:
    case NodeKind::BigInt:
    case NodeKind::Null:
    case NodeKind::This:
    case NodeKind::Super:
    case NodeKind::NewTarget:
    case NodeKind::ImportMeta:
    case NodeKind::Function:
    case NodeKind::Await:
    case NodeKind::Yield:
    case NodeKind::New:
    case NodeKind::ImportCall:
      return true;
    default:
      return false;
  }
}

}  // namespace

Level Printer::levelOf(const Node& node) {
  switch (node.kind) {
    case NodeKind::Sequence:
      return Level::Comma;
    case NodeKind::Assign:
    case NodeKind::AssignmentPattern:
    case NodeKind::Arrow:
    case NodeKind::Yield:
      return Level::Assignment;
    case NodeKind::Conditional:
      return Level::Conditional;
    case NodeKind::Binary:
      return levelOfOperator(node.op);
    case NodeKind::Unary:
    case NodeKind::Await:
      return Level::Prefix;
    case NodeKind::Update:
      return node.has(kPrefix) ? Level::Prefix : Level::Postfix;
    case NodeKind::Call:
    case NodeKind::ImportCall:
      return Level::Call;
    default:
      return Level::Member;
  }
}

/// What TypeScript says of an expression is gone, the expression is not.
NodeId Printer::withoutCasts(NodeId id) const {
  while (kindOf(id) == NodeKind::TypeCast) id = as<TypeCast>(id).expression;
  return id;
}

/// !0 and !1, and numbers that folding made negative.
bool Printer::isPrintedAsUnary(NodeId id) const {
  NodeKind kind = kindOf(id);
  if (kind == NodeKind::True || kind == NodeKind::False) return options_.minifySyntax;
  return kind == NodeKind::Number && as<NumberLiteral>(id).end == 0 && std::signbit(valueOf(as<NumberLiteral>(id)));
}

void Printer::expression(NodeId id, Level level, uint8_t flags) {
  if (!id || isTooDeep()) return;
  id = withoutCasts(id);
  const Node& it = node(id);
  bool needs = levelOf(it) < level;
  // An optional chain in parentheses ends there.
  if (isChainKind(it.kind) && (flags & kHasNonOptionalChainParent) && it.has(kOptional | kChain)) needs = true;
  if ((flags & kNoIn) && it.kind == NodeKind::Binary && it.op == TokenKind::In) needs = true;
  if (level > Level::Prefix && isPrintedAsUnary(id)) needs = true;
  if (needs) return parenthesized(id);
  expressionInside(id, level, flags & kNoIn);
}

void Printer::parenthesized(NodeId id) {
  put('(');
  expressionInside(id, Level::Lowest, 0);
  put(')');
}

void Printer::expressionInside(NodeId id, Level level, uint8_t flags) {
  const Node& it = node(id);
  commentsInside(it.start);
  if (beginsWithWord(it)) separateWord();
  if (it.kind == NodeKind::Identifier)
    mapIdentifier(as<Identifier>(id));
  else
    map(it.start);
  switch (it.kind) {
    case NodeKind::Identifier:
      return name(as<Identifier>(id).name);
    case NodeKind::Name:
      return name(as<Name>(id).name);
    case NodeKind::PrivateName:
      put('#');
      return put(ast_.text(as<Name>(id).name));
    case NodeKind::Number:
      return number(as<NumberLiteral>(id));
    case NodeKind::BigInt:
      return word(ast_.slice(it.start, as<BigIntLiteral>(id).end));
    case NodeKind::String:
      return stringExpression(ast_.text(as<StringLiteral>(id).value));
    case NodeKind::RegExp:
      sign(ast_.slice(it.start, as<RegExpLiteral>(id).end));
      regExpEnd_ = out_.size();
      return;
    case NodeKind::Template:
      return templateLiteral(id);
    case NodeKind::Null:
      return word("null");
    case NodeKind::True:
      return options_.minifySyntax ? put("!0") : word("true");
    case NodeKind::False:
      return options_.minifySyntax ? put("!1") : word("false");
    case NodeKind::This:
      return word("this");
    case NodeKind::Super:
      return word("super");
    case NodeKind::NewTarget:
      return word("new.target");
    case NodeKind::ImportMeta:
      return word("import.meta");
    case NodeKind::Array:
    case NodeKind::ArrayPattern:
      return array(id);
    case NodeKind::Object:
    case NodeKind::ObjectPattern:
      return object(id);
    case NodeKind::Function:
      return function(as<Function>(id));
    case NodeKind::Arrow:
      return arrow(as<Function>(id), flags);
    case NodeKind::Class:
      return classLike(as<Class>(id));
    case NodeKind::Unary:
    case NodeKind::Update:
    case NodeKind::Await:
    case NodeKind::Yield:
    case NodeKind::Spread:
    case NodeKind::Rest:
      return unary(as<UnaryExpression>(id), flags);
    case NodeKind::Binary:
      return binary(id, flags);
    case NodeKind::Assign:
    case NodeKind::AssignmentPattern: {
      const auto& assign = as<BinaryExpression>(id);
      bool isPattern = kindOf(assign.left) == NodeKind::ArrayPattern || kindOf(assign.left) == NodeKind::ObjectPattern;
      if (isPattern)
        pattern(assign.left);
      else
        expression(assign.left, Level::Postfix, flags);
      infix(it.kind == NodeKind::Assign ? textOf(it.op) : "=");
      return expression(assign.right, Level::Assignment, flags);
    }
    case NodeKind::Conditional: {
      const auto& conditional = as<ConditionalExpression>(id);
      expression(conditional.test, Level::Nullish, flags);
      // Minified, `?.5:` is read as what it is: a digit after `?.` begins a number.
      infix("?");
      expression(conditional.consequent, Level::Assignment);
      infix(":");
      return expression(conditional.alternate, Level::Assignment, flags);
    }
    case NodeKind::Call:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::TaggedTemplate:
      return chain(id);
    case NodeKind::New:
      return construction(as<CallExpression>(id), level);
    case NodeKind::ImportCall:
      return importCall(as<ImportCall>(id));
    case NodeKind::Sequence: {
      bool isFirst = true;
      for (NodeId item : ast_.list(as<ListNode>(id).items)) {
        if (!isFirst) comma();
        isFirst = false;
        expression(item, Level::Assignment, flags);
      }
      return;
    }
    case NodeKind::TypeCast:
      return expression(as<TypeCast>(id).expression, level, flags);
    case NodeKind::JsxElement:
      return jsx(id);
    default:
      return;
  }
}

void Printer::binary(NodeId id, uint8_t flags) {
  auto needsParentheses = [&](NodeId operand, const Node& parent) {
    const Node& child = node(operand);
    if (parent.op == TokenKind::Power) return levelOf(child) < Level::Postfix;
    if (child.kind == NodeKind::Binary) {
      if (isMixed(parent.op, child.op)) return true;
      if (child.op == TokenKind::In && (flags & kNoIn)) return true;
    }
    return levelOf(child) < levelOfOperator(parent.op);
  };
  auto operandAfter = [&](const Node& operation, NodeId right) {
    right = withoutCasts(right);
    const Node& child = node(right);
    if (child.kind == NodeKind::Binary && isMixed(operation.op, child.op)) return parenthesized(right);
    Level level = levelOfOperator(operation.op);
    expression(right, operation.op == TokenKind::Power ? level : above(level), flags);
  };
  const auto& outermost = as<BinaryExpression>(id);
  NodeId first = withoutCasts(outermost.left);
  if (kindOf(first) != NodeKind::Binary || needsParentheses(first, outermost)) {
    // One operator, by far the most frequent case.
    if (needsParentheses(first, outermost))
      parenthesized(first);
    else
      expression(first, outermost.op == TokenKind::Power ? Level::Postfix : Level::Lowest, flags);
    infix(textOf(outermost.op));
    return operandAfter(outermost, outermost.right);
  }
  // Down the left side while the operands there need no parentheses, then up again.
  std::vector<NodeId> spine;
  NodeId at = id;
  for (;;) {
    spine.push_back(at);
    first = withoutCasts(as<BinaryExpression>(at).left);
    if (kindOf(first) != NodeKind::Binary || needsParentheses(first, node(at))) break;
    at = first;
  }
  if (needsParentheses(first, node(at)))
    parenthesized(first);
  else
    expression(first, node(at).op == TokenKind::Power ? Level::Postfix : Level::Lowest, flags);
  for (size_t i = spine.size(); i-- > 0;) {
    const auto& operation = as<BinaryExpression>(spine[i]);
    infix(textOf(operation.op));
    operandAfter(operation, operation.right);
  }
}

void Printer::pureComment() {
  if (!isMinified_) put("/* @__PURE__ */ ");
}

/// a.b(c)[d]`e`: likewise.
void Printer::chain(NodeId id) {
  if (node(id).kind == NodeKind::Call && node(id).has(kPure)) pureComment();
  constexpr size_t kUsual = 16;
  NodeId usual[kUsual];
  std::vector<NodeId> long_;
  size_t count = 0;
  NodeId at = id;
  for (;; ++count) {
    if (count < kUsual)
      usual[count] = at;
    else
      long_.push_back(at);
    NodeId object = as<BinaryExpression>(at).left;  // the object stands first in all of them
    NodeKind kind = kindOf(object);
    if (!isChainKind(kind)) break;
    bool isChainEnd = node(object).has(kOptional | kChain) && !node(at).has(kChain);
    if (isChainEnd) break;
    // What is marked there holds for that call alone.
    if (kind == NodeKind::Call && node(object).has(kPure)) break;
    at = object;
  }
  NodeId object = withoutCasts(as<BinaryExpression>(at).left);
  bool isOptional = node(at).has(kChain);
  if (kindOf(object) == NodeKind::Number && (node(at).kind == NodeKind::Member || isNamedIndex(at))) {
    const auto& literal = as<NumberLiteral>(object);
    std::string text = isMinified_ ? numberText(literal) : std::string();
    if (text.empty()) {
      parenthesized(object);
    } else {
      word(text);
      if (text.find_first_not_of("0123456789") == text.npos) put('.');
    }
  } else if (kindOf(object) == NodeKind::Call && node(object).has(kPure) && !isMinified_) {
    parenthesized(object);
  } else {
    expression(object, Level::Call, isOptional ? 0 : kHasNonOptionalChainParent);
  }
  for (size_t i = count + 1; i-- > 0;) chainLink(i < kUsual ? usual[i] : long_[i - kUsual]);
}

/// `a["b"]` that is written a.b.
bool Printer::isNamedIndex(NodeId id) const {
  if (!options_.minifySyntax || kindOf(id) != NodeKind::Index) return false;
  NodeId key = withoutCasts(as<BinaryExpression>(id).right);
  return kindOf(key) == NodeKind::String && isAsciiIdentifierName(ast_.text(as<StringLiteral>(key).value));
}

void Printer::chainLink(NodeId id) {
  const Node& link = node(id);
  switch (link.kind) {
    case NodeKind::Member:
      put(link.has(kOptional) ? "?." : ".");
      map(as<MemberExpression>(id).nameStart);
      if (link.has(kPrivateMember)) put('#');
      return put(ast_.text(as<MemberExpression>(id).name));
    case NodeKind::Index: {
      NodeId key = withoutCasts(as<BinaryExpression>(id).right);
      if (isNamedIndex(id)) {
        put(link.has(kOptional) ? "?." : ".");
        return put(ast_.text(as<StringLiteral>(key).value));
      }
      put(link.has(kOptional) ? "?.[" : "[");
      expression(key, Level::Lowest);
      return put(']');
    }
    case NodeKind::Call:
      if (link.has(kOptional)) put("?.");
      return arguments(as<CallExpression>(id).arguments);
    default:
      return templateLiteral(as<TaggedTemplate>(id).literal);
  }
}

void Printer::unary(const UnaryExpression& it, uint8_t flags) {
  switch (it.kind) {
    case NodeKind::Await:
      word("await");
      blank();
      return expression(it.operand, Level::Prefix, flags);
    case NodeKind::Yield:
      word(it.has(kDelegate) ? "yield*" : "yield");
      if (!it.operand) return;
      blank();
      return expression(it.operand, Level::Assignment, flags);
    case NodeKind::Spread:
    case NodeKind::Rest:
      put("...");
      return expression(it.operand, Level::Assignment);
    case NodeKind::Update:
      if (!it.has(kPrefix)) {
        expression(it.operand, Level::Postfix, flags);
        return sign(textOf(it.op));
      }
      break;
    default:
      break;
  }
  std::string_view text = textOf(it.op);
  bool isWord = it.op == TokenKind::Typeof || it.op == TokenKind::Void || it.op == TokenKind::Delete;
  if (isWord) {
    word(text);
    blank();
  } else {
    sign(text);
  }
  expression(it.operand, it.kind == NodeKind::Update ? Level::Postfix : Level::Prefix, flags);
}

void Printer::construction(const CallExpression& call, Level level) {
  if (call.has(kPure)) pureComment();
  word("new");
  blank();
  // A call anywhere in the callee would end it.
  NodeId at = call.callee;
  bool hasCall = false;
  while (at) {
    at = withoutCasts(at);
    NodeKind kind = kindOf(at);
    hasCall |= kind == NodeKind::Call || kind == NodeKind::ImportCall ||
               (isChainKind(kind) && node(at).has(kOptional | kChain));
    if (!isChainKind(kind)) break;
    at = as<BinaryExpression>(at).left;
  }
  if (hasCall)
    parenthesized(withoutCasts(call.callee));
  else
    expression(call.callee, Level::Member);
  if (isMinified_ && call.arguments.empty() && level < Level::Postfix) return;
  arguments(call.arguments);
}

void Printer::arguments(NodeList list) {
  put('(');
  items(list, false);
  put(')');
}

void Printer::items(NodeList list, bool isArray) {
  std::span<NodeId> nodes = ast_.list(list);
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (i != 0) comma();
    if (nodes[i])
      expression(nodes[i], Level::Assignment);
    else if (isArray && i + 1 == nodes.size())
      put(',');
  }
}

/// Whether the source breaks the line after the bracket.
bool Printer::isOnSeveralLines(NodeId id, NodeList list) const {
  if (isMinified_ || list.empty()) return false;
  NodeId first = ast_.list(list)[0];
  if (!first) return false;
  uint32_t from = node(id).start;
  uint32_t to = node(first).start;
  std::string_view source = ast_.source();
  if (from >= to || to > source.size() || (source[from] != '{' && source[from] != '[')) return false;
  return source.substr(from, to - from).find('\n') != source.npos;
}

void Printer::array(NodeId id) {
  NodeList list = as<ListNode>(id).items;
  if (!isOnSeveralLines(id, list)) {
    put('[');
    items(list, true);
    return put(']');
  }
  put('[');
  ++indent_;
  std::span<NodeId> nodes = ast_.list(list);
  for (size_t i = 0; i < nodes.size(); ++i) {
    newline();
    if (nodes[i]) expression(nodes[i], Level::Assignment);
    if (i + 1 < nodes.size() || !nodes[i]) put(',');
  }
  --indent_;
  newline();
  put(']');
}

void Printer::object(NodeId id) {
  NodeList list = as<ListNode>(id).items;
  bool isTall = isOnSeveralLines(id, list);
  put('{');
  ++indent_;
  bool isFirst = true;
  for (NodeId item : ast_.list(list)) {
    if (!isFirst) put(',');
    isFirst = false;
    if (isTall)
      newline();
    else
      blank();
    commentsInside(node(item).start);
    if (kindOf(item) == NodeKind::Property)
      property(item);
    else
      expression(item, Level::Assignment);
  }
  --indent_;
  if (isTall)
    newline();
  else if (!isFirst)
    blank();
  put('}');
}

void Printer::property(NodeId id) {
  const Property& it = as<Property>(id);
  if (it.has(kMethod | kGetter | kSetter)) return method(it.key, it.value, it.flags);
  // `{ a }`, unless the variable has another name by now.
  if (!it.has(kComputed) && kindOf(it.key) == NodeKind::Name && (it.has(kShorthand) || options_.minifySyntax)) {
    NodeId target = it.value;
    if (kindOf(target) == NodeKind::AssignmentPattern) target = as<BinaryExpression>(target).left;
    bool isSame = kindOf(target) == NodeKind::Identifier && as<Identifier>(target).name == as<Name>(it.key).name;
    bool isPrototype = as<Name>(it.key).name == Atom::Proto;  // `__proto__: x` is no property
    if (isSame && (!isPrototype || it.has(kShorthand))) return expression(it.value, Level::Assignment);
    if (isPrototype && it.has(kShorthand)) {
      put("[\"__proto__\"]:");
      blank();
      return expression(it.value, Level::Assignment);
    }
  }
  key(it.key, it.has(kComputed));
  put(':');
  blank();
  expression(it.value, Level::Assignment);
}

void Printer::key(NodeId id, bool isComputed) {
  if (!isComputed) {
    if (kindOf(id) != NodeKind::String) return expressionInside(id, Level::Lowest, 0);
    map(node(id).start);
    std::string_view text = ast_.text(as<StringLiteral>(id).value);
    if (options_.minifySyntax && (isAsciiIdentifierName(text) || isArrayIndex(text))) return word(text);
    return string(text);
  }
  put('[');
  expression(id, Level::Assignment);
  put(']');
}

void Printer::importCall(const ImportCall& call) {
  constexpr std::string_view kNames[] = {"import", "import.defer", "import.source"};
  word(kNames[call.detail]);
  put('(');
  expression(call.source, Level::Assignment);
  if (call.options) {
    comma();
    expression(call.options, Level::Assignment);
  }
  put(')');
}

/// The expression that the text of this one begins with.
NodeId Printer::leftmost(NodeId id) const {
  for (;;) {
    switch (kindOf(id)) {
      case NodeKind::Binary:
      case NodeKind::Assign:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::Member:
      case NodeKind::TaggedTemplate:
      case NodeKind::Conditional:
      case NodeKind::TypeCast:
        id = as<UnaryExpression>(id).operand;  // the first field of them all
        break;
      case NodeKind::Update:
        if (node(id).has(kPrefix)) return id;
        id = as<UnaryExpression>(id).operand;
        break;
      case NodeKind::Sequence:
        id = ast_.list(as<ListNode>(id).items)[0];
        break;
      default:
        return id;
    }
  }
}

}  // namespace weft::syntax
