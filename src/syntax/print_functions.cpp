// Functions, classes, decorators.

#include "syntax/printer_impl.h"

namespace weft::syntax {

void Printer::function(const Function& it) {
  if (it.detail & kAsync) word("async");
  word("function");
  if (it.detail & kGenerator) put('*');
  if (it.name) {
    if (it.detail & kGenerator) blank();
    separateWord();
    mapIdentifier(as<Identifier>(it.name));
    name(as<Identifier>(it.name).name);
  }
  functionRest(it);
}

void Printer::functionRest(const Function& it) {
  parameters(it.parameters);
  blank();
  block(it.body, it.end);
}

void Printer::parameters(NodeList list) {
  put('(');
  bool isFirst = true;
  for (NodeId parameter : ast_.list(list)) {
    if (!isFirst) comma();
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
  if (it.detail & kAsync) {
    word("async");
    blank();
  }
  bool isBare = isMinified_ && it.parameters.count == 1 && kindOf(ast_.list(it.parameters)[0]) == NodeKind::Identifier;
  if (isBare)
    pattern(ast_.list(it.parameters)[0]);
  else
    parameters(it.parameters);
  infix("=>");
  if (!(it.detail & kExpressionBody)) return block(it.body, it.end);
  NodeId value = withoutCasts(ast_.list(it.body)[0]);
  NodeKind first = kindOf(leftmost(value));
  if (first == NodeKind::Object || first == NodeKind::ObjectPattern)
    parenthesized(value);
  else
    expression(value, Level::Assignment, flags);
}

void Printer::method(NodeId keyId, NodeId value, uint8_t flags) {
  const Function& it = as<Function>(value);
  auto modifier = [&](std::string_view text) {
    word(text);
    blank();
  };
  if (flags & kGetter) modifier("get");
  if (flags & kSetter) modifier("set");
  if (it.detail & kAsync) modifier("async");
  if (it.detail & kGenerator) put('*');
  key(keyId, flags & kComputed);
  functionRest(it);
}

void Printer::decorators(NodeList list) {
  for (NodeId id : ast_.list(list)) {
    put('@');
    NodeId value = withoutCasts(as<UnaryExpression>(id).operand);
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
    separateWord();
    mapIdentifier(as<Identifier>(it.name));
    name(as<Identifier>(it.name).name);
  }
  if (it.heritage) {
    word("extends");
    blank();
    expression(it.heritage, Level::Call);
  }
  blank();
  openBrace();
  for (NodeId member : ast_.list(it.members)) {
    if (kindOf(member) == NodeKind::ClassMember && node(member).has(kDeclared)) continue;
    flushSemicolon();
    newline();
    commentsBefore(node(member).start);
    classMember(member);
  }
  closeBrace(!it.members.empty(), it.end);
}

void Printer::classMember(NodeId id) {
  auto modifier = [&](std::string_view text) {
    word(text);
    blank();
  };
  if (kindOf(id) == NodeKind::StaticBlock) {
    modifier("static");
    return blockNode(id);
  }
  const ClassMember& it = as<ClassMember>(id);
  decorators(it.decorators);
  if (it.has(kStatic)) modifier("static");
  if (static_cast<MemberKind>(it.detail) == MemberKind::Method)
    return method(it.key, it.value, it.flags & (kComputed | kGetter | kSetter));
  if (static_cast<MemberKind>(it.detail) == MemberKind::Accessor) modifier("accessor");
  key(it.key, it.has(kComputed));
  if (it.value) {
    infix("=");
    expression(it.value, Level::Assignment);
  }
  // Engines read `static}` and `async}` as the beginning of something.
  bool isModifier = !it.value && kindOf(it.key) == NodeKind::Name &&
                    (as<Name>(it.key).name == Atom::Static || as<Name>(it.key).name == Atom::Async);
  if (isModifier) return put(';');
  semicolon();
}

}  // namespace weft::syntax
