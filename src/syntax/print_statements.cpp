// Statements and declarations.

#include "syntax/printer_impl.h"

namespace weft::syntax {

/// Declarations of TypeScript that mean nothing at run time.
bool Printer::leavesNothing(NodeId id) const {
  const Node& it = node(id);
  switch (it.kind) {
    case NodeKind::TypeOnly:
      return true;
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll:
      return it.has(kTypeOnlyFlag);
    case NodeKind::Enum:
    case NodeKind::Namespace:
      return it.has(kDeclared);
    default:
      return false;
  }
}

/// Says whether there was any.
bool Printer::statements(NodeList list) {
  bool hasAny = false;
  for (NodeId id : ast_.list(list)) {
    if (leavesNothing(id)) {
      forgetComments(node(id).start);
      continue;
    }
    hasAny = true;
    newline();
    statement(id);
  }
  return hasAny;
}

void Printer::block(NodeList body, uint32_t end) {
  openBrace();
  bool hasAny = statements(body);
  closeBrace(hasAny, end);
}

/// The statement of a loop, a label, an if.
void Printer::body(NodeId id) {
  blank();
  statement(id);
}

void Printer::keywordStatement(std::string_view keyword, NodeId operand) {
  word(keyword);
  if (operand) {
    blank();
    expression(operand, Level::Lowest);
  }
  semicolon();
}

void Printer::statement(NodeId id) {
  if (isTooDeep()) return;
  const Node& it = node(id);
  flushSemicolon();
  commentsBefore(it.start);
  if (!late_.empty()) [[unlikely]]
    statementComments(0);
  map(it.start);
  auto withTest = [&](std::string_view keyword) {
    word(keyword);
    blank();
    put('(');
    expression(as<BinaryExpression>(id).left, Level::Lowest);
    put(')');
    body(as<BinaryExpression>(id).right);
  };
  switch (it.kind) {
    case NodeKind::Directive:
      put(ast_.slice(it.start, as<StringLiteral>(id).end));
      return semicolon();
    case NodeKind::ExpressionStatement:
      return expressionStatement(withoutCasts(as<UnaryExpression>(id).operand));
    case NodeKind::Variables:
      variables(id, 0);
      return semicolon();
    case NodeKind::FunctionDeclaration:
      return function(as<Function>(id));
    case NodeKind::ClassDeclaration:
      return classLike(as<Class>(id));
    case NodeKind::Block:
      return blockNode(id);
    case NodeKind::Empty:
      return put(';');
    case NodeKind::Debugger:
      word("debugger");
      return semicolon();
    case NodeKind::Return:
      return keywordStatement("return", as<UnaryExpression>(id).operand);
    case NodeKind::Throw:
      return keywordStatement("throw", as<UnaryExpression>(id).operand);
    case NodeKind::Break:
      return keywordStatement("break", as<UnaryExpression>(id).operand);
    case NodeKind::Continue:
      return keywordStatement("continue", as<UnaryExpression>(id).operand);
    case NodeKind::If:
      return ifStatement(id);
    case NodeKind::For:
      return forStatement(as<ForStatement>(id));
    case NodeKind::ForIn:
    case NodeKind::ForOf:
      return forEach(as<ForEachStatement>(id));
    case NodeKind::While:
      return withTest("while");
    case NodeKind::With:
      return withTest("with");
    case NodeKind::DoWhile:
      return doWhile(as<BinaryExpression>(id));
    case NodeKind::Labeled:
      return labeled(id);
    case NodeKind::Try:
      return tryStatement(as<TryStatement>(id));
    case NodeKind::Switch:
      return switchStatement(as<SwitchStatement>(id));
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll:
      return moduleDeclaration(id);
    case NodeKind::ExportDeclaration:
      word("export");
      put(' ');
      return statement(as<UnaryExpression>(id).operand);
    case NodeKind::ExportDefault:
      return exportDefault(as<UnaryExpression>(id).operand);
    case NodeKind::Enum:
      return enumDeclaration(id);
    case NodeKind::Namespace:
      return namespaceDeclaration(id);
    case NodeKind::ImportEquals:
      return importEquals(id);
    case NodeKind::ExportAssignment:
      word("export");
      infix("=");
      expression(as<UnaryExpression>(id).operand, Level::Lowest);
      return semicolon();
    default:
      return put(';');
  }
}

void Printer::expressionStatement(NodeId id) {
  NodeId first = leftmost(id);
  NodeKind kind = kindOf(first);
  // In a directive prologue, a string would be read as something else.
  bool isMisread = kind == NodeKind::Object || kind == NodeKind::ObjectPattern || kind == NodeKind::Function ||
                   kind == NodeKind::Class || kind == NodeKind::String;
  // So would `let [`.
  if (kind == NodeKind::Identifier) isMisread = as<Identifier>(first).name == Atom::Let && first != id;
  if (isMisread)
    parenthesized(id);
  else
    expression(id, Level::Lowest);
  semicolon();
}

void Printer::labeled(NodeId id) {
  // A loop, since labels pile up.
  while (kindOf(id) == NodeKind::Labeled) {
    name(as<Name>(as<BinaryExpression>(id).left).name);
    put(':');
    blank();
    id = as<BinaryExpression>(id).right;
  }
  statement(id);
}

void Printer::doWhile(const BinaryExpression& loop) {
  word("do");
  body(loop.right);
  flushSemicolon();
  blank();
  word("while");
  blank();
  put('(');
  expression(loop.left, Level::Lowest);
  put(')');
  semicolon();
}

bool Printer::endsWithOpenIf(NodeId id) const {
  for (;;) {
    switch (kindOf(id)) {
      case NodeKind::If:
        if (!as<ConditionalExpression>(id).alternate) return true;
        id = as<ConditionalExpression>(id).alternate;
        break;
      case NodeKind::For:
        id = as<ForStatement>(id).body;
        break;
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        id = as<ForEachStatement>(id).body;
        break;
      case NodeKind::While:
      case NodeKind::With:
      case NodeKind::Labeled:
        id = as<BinaryExpression>(id).right;
        break;
      default:
        return false;
    }
  }
}

void Printer::ifStatement(NodeId id) {
  for (;;) {
    const auto& it = as<ConditionalExpression>(id);
    word("if");
    blank();
    put('(');
    expression(it.test, Level::Lowest);
    put(')');
    blank();
    // An else would join the inner if.
    bool needsBraces = it.alternate && endsWithOpenIf(it.consequent);
    if (needsBraces) {
      put('{');
      blank();
    }
    statement(it.consequent);
    if (needsBraces) {
      owesSemicolon_ = false;
      blank();
      put('}');
    }
    if (!it.alternate) return;
    flushSemicolon();
    blank();
    commentsInside(node(it.alternate).start);
    word("else");
    blank();
    if (kindOf(it.alternate) != NodeKind::If) return statement(it.alternate);
    id = it.alternate;
    map(node(id).start);
  }
}

void Printer::variables(NodeId id, uint8_t flags) {
  constexpr std::string_view kWords[] = {"var", "let", "const", "using", "await using"};
  word(kWords[node(id).detail]);
  blank();
  bool isFirst = true;
  for (NodeId declarator : ast_.list(as<VariableDeclaration>(id).declarators)) {
    if (!isFirst) comma();
    isFirst = false;
    const auto& it = as<BinaryExpression>(declarator);
    pattern(it.left);
    if (!it.right) continue;
    infix("=");
    expression(it.right, Level::Assignment, flags);
  }
}

void Printer::forStatement(const ForStatement& loop) {
  word("for");
  blank();
  put('(');
  if (kindOf(loop.init) == NodeKind::Variables) {
    variables(loop.init, kNoIn);
  } else if (loop.init) {
    NodeId first = leftmost(loop.init);
    bool isLet = kindOf(first) == NodeKind::Identifier && as<Identifier>(first).name == Atom::Let;
    if (isLet)
      parenthesized(withoutCasts(loop.init));
    else
      expression(loop.init, Level::Lowest, kNoIn);
  }
  put(';');
  blank();
  expression(loop.test, Level::Lowest);
  put(';');
  blank();
  expression(loop.update, Level::Lowest);
  put(')');
  body(loop.body);
}

void Printer::forEach(const ForEachStatement& loop) {
  word(loop.has(kAwait) ? "for await" : "for");
  blank();
  put('(');
  if (kindOf(loop.target) == NodeKind::Variables) {
    variables(loop.target, kNoIn);
  } else {
    NodeId first = leftmost(loop.target);
    bool isMisread =
        kindOf(first) == NodeKind::Identifier && (as<Identifier>(first).name == Atom::Let ||
                                                  (first == loop.target && as<Identifier>(first).name == Atom::Async));
    if (isMisread)
      parenthesized(withoutCasts(loop.target));
    else
      expression(loop.target, Level::Postfix, kNoIn);
  }
  bool isIn = loop.kind == NodeKind::ForIn;
  infix(isIn ? "in" : "of");
  expression(loop.iterated, isIn ? Level::Lowest : Level::Assignment);
  put(')');
  body(loop.body);
}

void Printer::tryStatement(const TryStatement& it) {
  word("try");
  blank();
  blockNode(it.block);
  if (it.handler) {
    blank();
    word("catch");
    if (it.parameter) {
      blank();
      put('(');
      pattern(it.parameter);
      put(')');
    }
    blank();
    blockNode(it.handler);
  }
  if (!it.finalizer) return;
  blank();
  word("finally");
  blank();
  blockNode(it.finalizer);
}

void Printer::switchStatement(const SwitchStatement& it) {
  word("switch");
  blank();
  put('(');
  expression(it.discriminant, Level::Lowest);
  put(')');
  blank();
  openBrace();
  for (NodeId id : ast_.list(it.cases)) {
    const SwitchCase& clause = as<SwitchCase>(id);
    flushSemicolon();
    newline();
    commentsBefore(clause.start);
    if (clause.test) {
      word("case");
      blank();
      expression(clause.test, Level::Lowest);
      put(':');
    } else {
      word("default");
      put(':');
    }
    ++indent_;
    statements(clause.body);
    --indent_;
  }
  closeBrace(true, it.end);
}

}  // namespace weft::syntax
