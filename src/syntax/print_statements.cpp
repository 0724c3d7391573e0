// Statements, declarations, imports and exports.

#include <algorithm>

#include "syntax/printer_impl.h"

namespace weft::syntax {

bool print(const Ast& ast, const PrintOptions& options, std::string& out) {
  out.reserve(out.size() + ast.source().size() + ast.source().size() / 8);
  return Printer(ast, options, out).run();
}

Printer::Printer(const Ast& ast, const PrintOptions& options, std::string& out)
    : ast_(ast),
      out_(out),
      mappings_(options.mappings),
      stackLimit_(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - options.stackBytes) {}

bool Printer::run() {
  if (ast_.hashbangEnd) {
    put(ast_.slice(0, ast_.hashbangEnd));
    put('\n');
  }
  for (NodeId id : ast_.list(ast_.body)) {
    if (leavesNothing(id)) continue;
    statement(id);
    put('\n');
  }
  return !isTooDeep_;
}

bool Printer::isTooDeep() {
  if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) > stackLimit_) [[likely]]
    return false;
  return isTooDeep_ = true;
}

void Printer::newline() {
  // Deep nesting must not make the text quadratic.
  constexpr unsigned kDeepestIndent = 50;
  out_.push_back('\n');
  out_.append(std::min(indent_, kDeepestIndent) * 2, ' ');
}

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
    if (leavesNothing(id)) continue;
    hasAny = true;
    newline();
    statement(id);
  }
  return hasAny;
}

void Printer::block(NodeList body) {
  put('{');
  ++indent_;
  bool hasAny = statements(body);
  --indent_;
  if (hasAny) newline();
  put('}');
}

/// The statement of a loop, a label, an if.
void Printer::body(NodeId id) {
  put(' ');
  statement(id);
}

void Printer::statement(NodeId id) {
  if (isTooDeep()) return;
  const Node& it = node(id);
  map(it.start);
  auto withOperand = [&](std::string_view keyword) {
    put(keyword);
    if (NodeId operand = as<UnaryExpression>(id).operand) {
      put(' ');
      expression(operand, Level::Lowest);
    }
    semicolon();
  };
  auto withTest = [&](std::string_view keyword) {
    put(keyword);
    expression(as<BinaryExpression>(id).left, Level::Lowest);
    put(')');
    body(as<BinaryExpression>(id).right);
  };
  switch (it.kind) {
    case NodeKind::Directive:
      put(ast_.slice(it.start, as<StringLiteral>(id).end));
      return semicolon();
    case NodeKind::ExpressionStatement:
      return expressionStatement(as<UnaryExpression>(id).operand);
    case NodeKind::Variables:
      variables(id, 0);
      return semicolon();
    case NodeKind::FunctionDeclaration:
      return function(as<Function>(id), "function");
    case NodeKind::ClassDeclaration:
      return classLike(as<Class>(id));
    case NodeKind::Block:
      return block(as<Block>(id).body);
    case NodeKind::Empty:
      return semicolon();
    case NodeKind::Debugger:
      return put("debugger;");
    case NodeKind::Return:
      return withOperand("return");
    case NodeKind::Throw:
      return withOperand("throw");
    case NodeKind::Break:
      return withOperand("break");
    case NodeKind::Continue:
      return withOperand("continue");
    case NodeKind::If:
      return ifStatement(id);
    case NodeKind::For:
      return forStatement(as<ForStatement>(id));
    case NodeKind::ForIn:
    case NodeKind::ForOf:
      return forEach(as<ForEachStatement>(id));
    case NodeKind::While:
      return withTest("while (");
    case NodeKind::With:
      return withTest("with (");
    case NodeKind::DoWhile:
      put("do");
      body(as<BinaryExpression>(id).right);
      put(" while (");
      expression(as<BinaryExpression>(id).left, Level::Lowest);
      return put(");");
    case NodeKind::Labeled:
      // A loop, since labels pile up.
      while (kindOf(id) == NodeKind::Labeled) {
        name(as<Name>(as<BinaryExpression>(id).left).name);
        put(": ");
        id = as<BinaryExpression>(id).right;
      }
      return statement(id);
    case NodeKind::Try:
      return tryStatement(as<TryStatement>(id));
    case NodeKind::Switch:
      return switchStatement(as<SwitchStatement>(id));
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll:
      return moduleDeclaration(id);
    case NodeKind::ExportDeclaration:
      put("export ");
      return statement(as<UnaryExpression>(id).operand);
    case NodeKind::ExportDefault: {
      NodeId value = as<UnaryExpression>(id).operand;
      NodeKind kind = kindOf(value);
      put("export default ");
      if (kind == NodeKind::FunctionDeclaration || kind == NodeKind::ClassDeclaration) return statement(value);
      NodeKind first = kindOf(leftmost(value));
      if (first == NodeKind::Function || first == NodeKind::Class)
        parenthesized(value);
      else
        expression(value, Level::Assignment);
      return semicolon();
    }
    case NodeKind::Enum:
    case NodeKind::Namespace:
      return enumDeclaration(id);
    case NodeKind::ImportEquals:
      put("import ");
      expression(as<BinaryExpression>(id).left, Level::Member);
      put(" = ");
      expression(as<BinaryExpression>(id).right, Level::Call);
      return semicolon();
    case NodeKind::ExportAssignment:
      put("export = ");
      expression(as<UnaryExpression>(id).operand, Level::Lowest);
      return semicolon();
    default:
      return semicolon();
  }
}

void Printer::expressionStatement(NodeId id) {
  NodeId first = leftmost(id);
  NodeKind kind = kindOf(first);
  bool isMisread = kind == NodeKind::Object || kind == NodeKind::ObjectPattern || kind == NodeKind::Function ||
                   kind == NodeKind::Class || kind == NodeKind::String;
  if (kind == NodeKind::Identifier) {
    // `let [` and, in a directive prologue, a string would be read as something else.
    isMisread = as<Identifier>(first).name == Atom::Let && first != id;
  }
  if (isMisread)
    parenthesized(id);
  else
    expression(id, Level::Lowest);
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
    put("if (");
    expression(it.test, Level::Lowest);
    put(") ");
    // An else would join the inner if.
    bool needsBraces = it.alternate && endsWithOpenIf(it.consequent);
    if (needsBraces) put("{ ");
    statement(it.consequent);
    if (needsBraces) put(" }");
    if (!it.alternate) return;
    put(" else ");
    if (kindOf(it.alternate) != NodeKind::If) return statement(it.alternate);
    id = it.alternate;
  }
}

void Printer::variables(NodeId id, uint8_t flags) {
  constexpr std::string_view kWords[] = {"var ", "let ", "const ", "using ", "await using "};
  put(kWords[node(id).detail]);
  bool isFirst = true;
  for (NodeId declarator : ast_.list(as<VariableDeclaration>(id).declarators)) {
    if (!isFirst) put(", ");
    isFirst = false;
    const auto& it = as<BinaryExpression>(declarator);
    pattern(it.left);
    if (!it.right) continue;
    put(" = ");
    expression(it.right, Level::Assignment, flags);
  }
}

void Printer::forStatement(const ForStatement& loop) {
  put("for (");
  if (kindOf(loop.init) == NodeKind::Variables) {
    variables(loop.init, kNoIn);
  } else if (loop.init) {
    NodeId first = leftmost(loop.init);
    bool isLet = kindOf(first) == NodeKind::Identifier && as<Identifier>(first).name == Atom::Let;
    if (isLet)
      parenthesized(loop.init);
    else
      expression(loop.init, Level::Lowest, kNoIn);
  }
  put("; ");
  expression(loop.test, Level::Lowest);
  put("; ");
  expression(loop.update, Level::Lowest);
  put(')');
  body(loop.body);
}

void Printer::forEach(const ForEachStatement& loop) {
  put(loop.has(kAwait) ? "for await (" : "for (");
  if (kindOf(loop.target) == NodeKind::Variables) {
    variables(loop.target, kNoIn);
  } else {
    NodeId first = leftmost(loop.target);
    bool isMisread =
        kindOf(first) == NodeKind::Identifier && (as<Identifier>(first).name == Atom::Let ||
                                                  (first == loop.target && as<Identifier>(first).name == Atom::Async));
    if (isMisread)
      parenthesized(loop.target);
    else
      expression(loop.target, Level::Postfix, kNoIn);
  }
  bool isIn = loop.kind == NodeKind::ForIn;
  put(isIn ? " in " : " of ");
  expression(loop.iterated, isIn ? Level::Lowest : Level::Assignment);
  put(')');
  body(loop.body);
}

void Printer::tryStatement(const TryStatement& it) {
  put("try ");
  block(as<Block>(it.block).body);
  if (it.handler) {
    put(" catch ");
    if (it.parameter) {
      put('(');
      pattern(it.parameter);
      put(") ");
    }
    block(as<Block>(it.handler).body);
  }
  if (!it.finalizer) return;
  put(" finally ");
  block(as<Block>(it.finalizer).body);
}

void Printer::switchStatement(const SwitchStatement& it) {
  put("switch (");
  expression(it.discriminant, Level::Lowest);
  put(") {");
  ++indent_;
  for (NodeId id : ast_.list(it.cases)) {
    const SwitchCase& clause = as<SwitchCase>(id);
    newline();
    if (clause.test) {
      put("case ");
      expression(clause.test, Level::Lowest);
      put(':');
    } else {
      put("default:");
    }
    ++indent_;
    statements(clause.body);
    --indent_;
  }
  --indent_;
  newline();
  put('}');
}

void Printer::moduleName(NodeId id) {
  if (kindOf(id) == NodeKind::String) return string(ast_.text(as<StringLiteral>(id).value));
  name(kindOf(id) == NodeKind::Identifier ? as<Identifier>(id).name : as<Name>(id).name);
}

void Printer::attributes(NodeList list) {
  if (list.empty()) return;
  put(" with { ");
  bool isFirst = true;
  for (NodeId id : ast_.list(list)) {
    if (!isFirst) put(", ");
    isFirst = false;
    moduleName(as<BinaryExpression>(id).left);
    put(": ");
    moduleName(as<BinaryExpression>(id).right);
  }
  put(" }");
}

/// An Identifier beside a Name: what `a as a` says without.
bool Printer::isSameName(NodeId a, NodeId b) const {
  auto nameOf = [&](NodeId id) {
    if (kindOf(id) == NodeKind::String) return Atom::Empty;
    return kindOf(id) == NodeKind::Identifier ? as<Identifier>(id).name : as<Name>(id).name;
  };
  return kindOf(a) != kindOf(b) && nameOf(a) == nameOf(b);
}

void Printer::moduleDeclaration(NodeId id) {
  const ModuleDeclaration& it = as<ModuleDeclaration>(id);
  bool isImport = it.kind == NodeKind::Import;
  constexpr std::string_view kPhases[] = {"", "defer ", "source "};
  put(isImport ? "import " : "export ");
  put(kPhases[it.detail]);
  if (it.kind == NodeKind::ExportAll) put('*');
  if (it.defaultName) {
    moduleName(it.defaultName);
    if (it.namespaceName || it.has(kHasClause)) put(", ");
  }
  if (it.namespaceName) {
    put(isImport ? "* as " : " as ");
    moduleName(it.namespaceName);
  }
  if (it.kind == NodeKind::ExportNamed || it.has(kHasClause) * isImport) {
    put('{');
    bool isFirst = true;
    for (NodeId specifierId : ast_.list(it.specifiers)) {
      const ModuleSpecifier& specifier = as<ModuleSpecifier>(specifierId);
      if (specifier.has(kTypeOnlyFlag)) continue;
      put(isFirst ? " " : ", ");
      isFirst = false;
      NodeId from = isImport ? specifier.outer : specifier.inner;
      NodeId to = isImport ? specifier.inner : specifier.outer;
      moduleName(from);
      if (from == to || isSameName(from, to)) continue;
      put(" as ");
      moduleName(to);
    }
    put(isFirst ? "}" : " }");
  }
  if (it.source) {
    bool isBare = isImport && !it.defaultName && !it.namespaceName && !it.has(kHasClause);
    if (!isBare) put(" from ");
    moduleName(it.source);
  }
  attributes(it.attributes);
  semicolon();
}

void Printer::enumDeclaration(NodeId id) {
  if (kindOf(id) == NodeKind::Namespace) {
    const auto& it = as<NamespaceDeclaration>(id);
    put("namespace ");
    moduleName(it.name);
    put(' ');
    return block(it.body);
  }
  const auto& it = as<EnumDeclaration>(id);
  put(it.has(kConstEnum) ? "const enum " : "enum ");
  moduleName(it.name);
  put(" {");
  ++indent_;
  for (NodeId member : ast_.list(it.members)) {
    newline();
    const auto& pair = as<BinaryExpression>(member);
    moduleName(pair.left);
    if (pair.right) {
      put(" = ");
      expression(pair.right, Level::Assignment);
    }
    put(',');
  }
  --indent_;
  newline();
  put('}');
}

}  // namespace weft::syntax
