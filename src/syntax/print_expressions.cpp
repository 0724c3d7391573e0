// Expressions, patterns, functions, classes, JSX. Chains of operators and of members are walked by loops, since they
// nest to the left without limit.

#include <cstring>
#include <vector>

#include "base/number.h"
#include "syntax/printer_impl.h"

namespace weft::syntax {

namespace {

constexpr std::string_view kPureComment = "/* @__PURE__ */ ";

bool isNameByte(char byte) {
  auto c = static_cast<unsigned char>(byte);
  return c >= 0x80 || (c | 0x20u) - 'a' < 26u || c - '0' < 10u || c == '$' || c == '_' || c == '\\';
}

Level levelOfOperator(TokenKind op) {
  return static_cast<Level>(static_cast<uint8_t>(Level::Nullish) + precedenceOf(op) - kPrecedenceNullish);
}

Level above(Level level) {
  return static_cast<Level>(static_cast<uint8_t>(level) + 1);
}

bool isChainKind(NodeKind kind) {
  return kind == NodeKind::Member || kind == NodeKind::Index || kind == NodeKind::Call ||
         kind == NodeKind::TaggedTemplate;
}

}  // namespace

/// A token that begins with a letter or digit.
void Printer::word(std::string_view text) {
  if (!out_.empty() && isNameByte(out_.back())) out_.push_back(' ');
  out_.append(text);
}

/// An operator: + and - do not run into themselves, nor < into !--, nor / into a regular expression.
void Printer::sign(std::string_view text) {
  if (!out_.empty() && !text.empty()) {
    char last = out_.back();
    bool runs = (last == text[0] && (last == '+' || last == '-' || last == '/')) || (last == '<' && text[0] == '!') ||
                (last == '-' && text[0] == '>');
    if (runs) out_.push_back(' ');
  }
  out_.append(text);
}

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

void Printer::expression(NodeId id, Level level, uint8_t flags) {
  if (!id || isTooDeep()) return;
  // What TypeScript says of an expression is gone, the expression is not.
  while (kindOf(id) == NodeKind::TypeCast) id = as<TypeCast>(id).expression;
  const Node& it = node(id);
  bool needs = levelOf(it) < level;
  // An optional chain in parentheses ends there.
  if (isChainKind(it.kind) && (flags & kHasNonOptionalChainParent) && it.has(kOptional | kChain)) needs = true;
  if ((flags & kNoIn) && it.kind == NodeKind::Binary && it.op == TokenKind::In) needs = true;
  if (needs) return parenthesized(id);
  expressionInside(id, level, flags & kNoIn);
}

void Printer::parenthesized(NodeId id) {
  sign("(");
  expressionInside(id, Level::Lowest, 0);
  put(')');
}

void Printer::expressionInside(NodeId id, Level level, uint8_t flags) {
  const Node& it = node(id);
  map(it.start);
  switch (it.kind) {
    case NodeKind::Identifier:
      return name(as<Identifier>(id).name);
    case NodeKind::Name:
      return name(as<Name>(id).name);
    case NodeKind::PrivateName:
      sign("#");
      return put(ast_.text(as<Name>(id).name));
    case NodeKind::Number:
      return number(as<NumberLiteral>(id));
    case NodeKind::BigInt:
      return word(ast_.slice(it.start, as<BigIntLiteral>(id).end));
    case NodeKind::String:
      return string(ast_.text(as<StringLiteral>(id).value));
    case NodeKind::RegExp:
      return sign(ast_.slice(it.start, as<RegExpLiteral>(id).end));
    case NodeKind::Template:
      return templateLiteral(id);
    case NodeKind::Null:
      return word("null");
    case NodeKind::True:
      return word("true");
    case NodeKind::False:
      return word("false");
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
      put('[');
      items(as<ListNode>(id).items, true);
      return put(']');
    case NodeKind::Object:
    case NodeKind::ObjectPattern:
      return object(as<ListNode>(id));
    case NodeKind::Function:
      return function(as<Function>(id), "function");
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
      put(' ');
      put(it.kind == NodeKind::Assign ? textOf(it.op) : "=");
      put(' ');
      return expression(assign.right, Level::Assignment, flags);
    }
    case NodeKind::Conditional: {
      const auto& conditional = as<ConditionalExpression>(id);
      expression(conditional.test, Level::Nullish, flags);
      put(" ? ");
      expression(conditional.consequent, Level::Assignment);
      put(" : ");
      return expression(conditional.alternate, Level::Assignment, flags);
    }
    case NodeKind::Call:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::TaggedTemplate:
      return chain(id);
    case NodeKind::New:
      return construction(as<CallExpression>(id));
    case NodeKind::ImportCall:
      return importCall(as<ImportCall>(id));
    case NodeKind::Sequence: {
      bool isFirst = true;
      for (NodeId item : ast_.list(as<ListNode>(id).items)) {
        if (!isFirst) put(", ");
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
  // Down the left side while the operands there need no parentheses, then up again.
  std::vector<NodeId> spine;
  NodeId at = id;
  auto needsParentheses = [&](NodeId operand, const Node& parent) {
    const Node& child = node(operand);
    Level parentLevel = levelOfOperator(parent.op);
    if (parent.op == TokenKind::Power) return levelOf(child) < Level::Postfix;
    bool isNullish = parent.op == TokenKind::Nullish;
    bool isLogical = parent.op == TokenKind::LogicalOr || parent.op == TokenKind::LogicalAnd;
    if (child.kind == NodeKind::Binary) {
      if (isNullish && (child.op == TokenKind::LogicalOr || child.op == TokenKind::LogicalAnd)) return true;
      if (isLogical && child.op == TokenKind::Nullish) return true;
      if (child.op == TokenKind::In && (flags & kNoIn)) return true;
    }
    return levelOf(child) < parentLevel;
  };
  for (;;) {
    spine.push_back(at);
    NodeId left = as<BinaryExpression>(at).left;
    if (kindOf(left) != NodeKind::Binary || needsParentheses(left, node(at))) break;
    at = left;
  }
  NodeId first = as<BinaryExpression>(at).left;
  while (kindOf(first) == NodeKind::TypeCast) first = as<TypeCast>(first).expression;
  if (needsParentheses(first, node(at)))
    parenthesized(first);
  else
    expression(first, Level::Lowest, flags);
  for (size_t i = spine.size(); i-- > 0;) {
    const auto& operation = as<BinaryExpression>(spine[i]);
    Level level = levelOfOperator(operation.op);
    put(' ');
    put(textOf(operation.op));
    put(' ');
    NodeId right = operation.right;
    while (kindOf(right) == NodeKind::TypeCast) right = as<TypeCast>(right).expression;
    const Node& child = node(right);
    bool isMixed = child.kind == NodeKind::Binary &&
                   ((operation.op == TokenKind::Nullish &&
                     (child.op == TokenKind::LogicalOr || child.op == TokenKind::LogicalAnd)) ||
                    ((operation.op == TokenKind::LogicalOr || operation.op == TokenKind::LogicalAnd) &&
                     child.op == TokenKind::Nullish));
    if (isMixed)
      parenthesized(right);
    else
      expression(right, operation.op == TokenKind::Power ? level : above(level), flags);
  }
}

/// a.b(c)[d]`e`: likewise.
void Printer::chain(NodeId id) {
  if (node(id).kind == NodeKind::Call && node(id).has(kPure)) put(kPureComment);
  std::vector<NodeId> links;
  NodeId at = id;
  for (;;) {
    links.push_back(at);
    NodeId object = as<BinaryExpression>(at).left;  // the object stands first in all of them
    NodeKind kind = kindOf(object);
    if (!isChainKind(kind)) break;
    bool isChainEnd = node(object).has(kOptional | kChain) && !node(at).has(kChain);
    if (isChainEnd) break;
    at = object;
  }
  NodeId object = as<BinaryExpression>(at).left;
  bool isOptional = node(at).has(kChain);
  if (kindOf(object) == NodeKind::Number && node(at).kind == NodeKind::Member) {
    parenthesized(object);
  } else {
    expression(object, Level::Call, isOptional ? 0 : kHasNonOptionalChainParent);
  }
  for (size_t i = links.size(); i-- > 0;) chainLink(links[i]);
}

void Printer::chainLink(NodeId id) {
  const Node& link = node(id);
  switch (link.kind) {
    case NodeKind::Member:
      put(link.has(kOptional) ? "?." : ".");
      map(as<MemberExpression>(id).nameStart);
      if (link.has(kPrivateMember)) put('#');
      return put(ast_.text(as<MemberExpression>(id).name));
    case NodeKind::Index:
      put(link.has(kOptional) ? "?.[" : "[");
      expression(as<BinaryExpression>(id).right, Level::Lowest);
      return put(']');
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
      put(' ');
      return expression(it.operand, Level::Prefix, flags);
    case NodeKind::Yield:
      word(it.has(kDelegate) ? "yield*" : "yield");
      if (!it.operand) return;
      put(' ');
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
  if (isNameByte(text[0])) {
    word(text);
    put(' ');
  } else {
    sign(text);
  }
  expression(it.operand, it.kind == NodeKind::Update ? Level::Postfix : Level::Prefix, flags);
}

void Printer::construction(const CallExpression& call) {
  if (call.has(kPure)) put(kPureComment);
  word("new");
  put(' ');
  // A call anywhere in the callee would end it.
  NodeId at = call.callee;
  bool hasCall = false;
  while (at) {
    while (kindOf(at) == NodeKind::TypeCast) at = as<TypeCast>(at).expression;
    NodeKind kind = kindOf(at);
    hasCall |=
        kind == NodeKind::Call || kind == NodeKind::ImportCall || node(at).has(kOptional | kChain) * isChainKind(kind);
    if (!isChainKind(kind)) break;
    at = as<BinaryExpression>(at).left;
  }
  if (hasCall)
    parenthesized(call.callee);
  else
    expression(call.callee, Level::Member);
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
    if (i != 0) put(", ");
    if (nodes[i])
      expression(nodes[i], Level::Assignment);
    else if (isArray && i + 1 == nodes.size())
      put(',');
  }
}

void Printer::object(const ListNode& it) {
  std::span<NodeId> nodes = ast_.list(it.items);
  put(nodes.empty() ? "{" : "{ ");
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (i != 0) put(", ");
    if (kindOf(nodes[i]) == NodeKind::Property)
      property(nodes[i]);
    else
      expression(nodes[i], Level::Assignment);
  }
  put(nodes.empty() ? "}" : " }");
}

void Printer::property(NodeId id) {
  const Property& it = as<Property>(id);
  if (it.has(kMethod | kGetter | kSetter)) return method(it.key, it.value, it.flags);
  if (it.has(kShorthand)) return expression(it.value, Level::Assignment);
  key(it.key, it.has(kComputed));
  put(": ");
  expression(it.value, Level::Assignment);
}

void Printer::key(NodeId id, bool isComputed) {
  if (!isComputed) return expressionInside(id, Level::Lowest, 0);
  put('[');
  expression(id, Level::Assignment);
  put(']');
}

void Printer::templateLiteral(NodeId id) {
  const TemplateLiteral& it = as<TemplateLiteral>(id);
  std::span<NodeId> elements = ast_.list(it.elements);
  std::span<NodeId> expressions = ast_.list(it.expressions);
  put('`');
  for (size_t i = 0; i < elements.size(); ++i) {
    const TemplateElement& element = as<TemplateElement>(elements[i]);
    put(ast_.slice(element.start, element.end));
    if (i >= expressions.size()) continue;
    put("${");
    expression(expressions[i], Level::Lowest);
    put('}');
  }
  put('`');
}

void Printer::importCall(const ImportCall& call) {
  constexpr std::string_view kNames[] = {"import", "import.defer", "import.source"};
  word(kNames[call.detail]);
  put('(');
  expression(call.source, Level::Assignment);
  if (call.options) {
    put(", ");
    expression(call.options, Level::Assignment);
  }
  put(')');
}

void Printer::number(const NumberLiteral& it) {
  if (it.end == 0) return word(numberToString(valueOf(it)));
  word(ast_.slice(it.start, it.end));
}

void Printer::string(std::string_view value) {
  char quote = value.find('"') == value.npos || value.find('\'') != value.npos ? '"' : '\'';
  out_.push_back(quote);
  constexpr std::string_view kHex = "0123456789abcdef";
  for (size_t i = 0; i < value.size(); ++i) {
    char byte = value[i];
    auto c = static_cast<unsigned char>(byte);
    if (byte == quote || byte == '\\') {
      out_.push_back('\\');
      out_.push_back(byte);
    } else if (c == 0xED && i + 2 < value.size() && static_cast<unsigned char>(value[i + 1]) >= 0xA0) {
      // A lone surrogate, which only an escape can write.
      unsigned unit = 0xD000u | (static_cast<unsigned char>(value[i + 1]) & 0x3Fu) << 6 |
                      (static_cast<unsigned char>(value[i + 2]) & 0x3Fu);
      out_.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) out_.push_back(kHex[unit >> shift & 15]);
      i += 2;
    } else if (byte == '\n') {
      out_.append("\\n");
    } else if (byte == '\r') {
      out_.append("\\r");
    } else if (c < 0x20 || c == 0x7F) {
      out_.append("\\x");
      out_.push_back(kHex[c >> 4]);
      out_.push_back(kHex[c & 15]);
    } else {
      out_.push_back(byte);
    }
  }
  out_.push_back(quote);
}

void Printer::pattern(NodeId id) {
  expression(id, Level::Assignment);
}

void Printer::function(const Function& it, std::string_view keyword) {
  if (it.detail & kAsync) word("async ");
  word(keyword);
  if (it.detail & kGenerator) put('*');
  if (it.name) {
    put(' ');
    name(as<Identifier>(it.name).name);
  }
  functionRest(it);
}

void Printer::functionRest(const Function& it) {
  parameters(it.parameters);
  put(' ');
  block(it.body);
}

void Printer::parameters(NodeList list) {
  put('(');
  bool isFirst = true;
  for (NodeId parameter : ast_.list(list)) {
    if (!isFirst) put(", ");
    isFirst = false;
    if (kindOf(parameter) == NodeKind::Parameter) {
      decorators(as<Parameter>(parameter).decorators);
      parameter = as<Parameter>(parameter).pattern;
    }
    pattern(parameter);
  }
  put(')');
}

void Printer::arrow(const Function& it, uint8_t flags) {
  if (it.detail & kAsync) word("async ");
  parameters(it.parameters);
  put(" => ");
  if (!(it.detail & kExpressionBody)) return block(it.body);
  NodeId value = ast_.list(it.body)[0];
  bool startsWithBrace =
      kindOf(leftmost(value)) == NodeKind::Object || kindOf(leftmost(value)) == NodeKind::ObjectPattern;
  if (startsWithBrace)
    parenthesized(value);
  else
    expression(value, Level::Assignment, flags);
}

void Printer::method(NodeId keyId, NodeId value, uint8_t flags) {
  const Function& it = as<Function>(value);
  if (flags & kGetter) word("get ");
  if (flags & kSetter) word("set ");
  if (it.detail & kAsync) word("async ");
  if (it.detail & kGenerator) put('*');
  key(keyId, flags & kComputed);
  functionRest(it);
}

void Printer::decorators(NodeList list) {
  for (NodeId id : ast_.list(list)) {
    put('@');
    NodeId value = as<UnaryExpression>(id).operand;
    NodeId at = value;
    if (kindOf(at) == NodeKind::Call) at = as<CallExpression>(at).callee;
    while (kindOf(at) == NodeKind::Member && !node(at).has(kOptional | kChain)) at = as<MemberExpression>(at).object;
    bool isPlain = kindOf(at) == NodeKind::Identifier;
    if (isPlain)
      expression(value, Level::Call);
    else
      parenthesized(value);
    put(' ');
  }
}

void Printer::classLike(const Class& it) {
  decorators(it.decorators);
  word("class");
  if (it.name) {
    put(' ');
    name(as<Identifier>(it.name).name);
  }
  if (it.heritage) {
    put(" extends ");
    expression(it.heritage, Level::Call);
  }
  put(" {");
  ++indent_;
  for (NodeId member : ast_.list(it.members)) {
    if (kindOf(member) == NodeKind::ClassMember && node(member).has(kDeclared)) continue;
    newline();
    classMember(member);
  }
  --indent_;
  if (!it.members.empty()) newline();
  put('}');
}

void Printer::classMember(NodeId id) {
  if (kindOf(id) == NodeKind::StaticBlock) {
    put("static ");
    return block(as<Block>(id).body);
  }
  const ClassMember& it = as<ClassMember>(id);
  decorators(it.decorators);
  if (it.has(kStatic)) put("static ");
  if (static_cast<MemberKind>(it.detail) == MemberKind::Method)
    return method(it.key, it.value, it.flags & (kComputed | kGetter | kSetter));
  if (static_cast<MemberKind>(it.detail) == MemberKind::Accessor) put("accessor ");
  key(it.key, it.has(kComputed));
  if (it.value) {
    put(" = ");
    expression(it.value, Level::Assignment);
  }
  semicolon();
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

void Printer::jsx(NodeId id) {
  const JsxElement& it = as<JsxElement>(id);
  auto tag = [&] {
    if (!it.tag) return;
    if (kindOf(it.tag) == NodeKind::JsxName)
      put(ast_.text(as<Name>(it.tag).name));
    else
      expression(it.tag, Level::Member);
  };
  sign("<");
  tag();
  for (NodeId attribute : ast_.list(it.attributes)) {
    put(' ');
    if (kindOf(attribute) == NodeKind::Spread) {
      put("{...");
      expression(as<UnaryExpression>(attribute).operand, Level::Assignment);
      put('}');
      continue;
    }
    const auto& pair = as<BinaryExpression>(attribute);
    put(ast_.text(as<Name>(pair.left).name));
    if (!pair.right) continue;
    put('=');
    if (kindOf(pair.right) == NodeKind::String)
      put(ast_.slice(node(pair.right).start, as<StringLiteral>(pair.right).end));
    else
      jsxChild(pair.right);
  }
  if (it.has(kSelfClosing)) return put(" />");
  put('>');
  for (NodeId child : ast_.list(it.children)) jsxChild(child);
  put("</");
  tag();
  put('>');
}

void Printer::jsxChild(NodeId id) {
  switch (kindOf(id)) {
    case NodeKind::JsxText:
      return put(ast_.text(as<StringLiteral>(id).value));
    case NodeKind::JsxElement:
      return isTooDeep() ? void() : jsx(id);
    case NodeKind::Spread:
      put("{...");
      expression(as<UnaryExpression>(id).operand, Level::Assignment);
      return put('}');
    default:
      put('{');
      expression(as<UnaryExpression>(id).operand, Level::Lowest);
      return put('}');
  }
}

}  // namespace weft::syntax
