// Lists of statements:
//
//     a(); b(); return c;    if (a) b(); else c();    if (a) return b; return c;    var a; var b; for (;;) d;
//     return a(), b(), c     a ? b() : c()            return a ? b : c              for (var a, b;;) d
//
//     if (a) { return } b();    while (a) b;    { a; b }    if (a) if (b) c();    return; f(); var x;
//     a || b();                 for (; a;) b    a, b        a && b && c();        return; var x;

#include <algorithm>

#include "syntax/minifier.h"

namespace weft::syntax {

/// A declaration that a block keeps to itself.
bool Minifier::declaresLexically(NodeId id) const {
  switch (kindOf(id)) {
    case NodeKind::FunctionDeclaration:
    case NodeKind::ClassDeclaration:
      return true;
    case NodeKind::Variables:
      return static_cast<VariableKind>(node(id).detail) != VariableKind::Var;
    case NodeKind::Labeled:
      return declaresLexically(as<BinaryExpression>(id).right);
    default:
      return false;
  }
}

bool Minifier::isJump(NodeId id) const {
  NodeKind kind = kindOf(id);
  return kind == NodeKind::Return || kind == NodeKind::Throw || kind == NodeKind::Break || kind == NodeKind::Continue;
}

/// Of an expression statement; 0 for others.
NodeId Minifier::expressionOf(NodeId statement) const {
  return kindOf(statement) == NodeKind::ExpressionStatement ? as<UnaryExpression>(statement).operand : NodeId{};
}

/// One statement for many: for a loop, a label, an if.
NodeId Minifier::asStatement(const std::vector<NodeId>& items, uint32_t start) {
  if (items.empty()) return make<Node>(NodeKind::Empty, start);
  if (items.size() == 1 && !declaresLexically(items[0])) return items[0];
  return make<Block>(NodeKind::Block, start, list(items), kNoScope, uint32_t{0});
}

/// The statement of a loop, a label, an if: its block goes if it holds one statement, or none.
void Minifier::substatement(NodeId& slot) {
  visit(slot);
  if (kindOf(slot) == NodeKind::FunctionDeclaration) return;
  std::vector<NodeId> out;
  add(slot, out);
  bool isBlock = kindOf(slot) == NodeKind::Block;
  if (out.size() == 1 && out[0] == slot && !isBlock) return;
  slot = asStatement(out, node(slot).start);
}

NodeList Minifier::statements(NodeList items, ListKind kind) {
  std::vector<NodeId> out;
  bool isDead = false;
  addStatements(items, out, isDead);
  foldReturns(out, kind);
  return list(out);
}

/// A block that is a scope for nothing is looked through at once: what it holds is not joined again on each level.
void Minifier::addStatements(NodeList items, std::vector<NodeId>& out, bool& isDead) {
  for (NodeId statement : ast_.list(items)) {
    if (isTooDeep()) return;
    if (!isDead && isPlainBlock(statement)) {
      addStatements(as<Block>(statement).body, out, isDead);
      continue;
    }
    visit(statement);
    if (isDead) {
      addDead(statement, out);
      continue;
    }
    if (!out.empty() && inlineInto(out.back(), statement)) {
      auto& variables = as<VariableDeclaration>(out.back());
      if (--variables.declarators.count == 0) out.pop_back();
    }
    add(statement, out);
    isDead = !out.empty() && isJump(out.back());
  }
}

/// One without declarations of its own.
bool Minifier::isPlainBlock(NodeId id) const {
  if (kindOf(id) != NodeKind::Block) return false;
  return std::ranges::none_of(ast_.list(as<Block>(id).body), [&](NodeId item) { return declaresLexically(item); });
}

void Minifier::add(NodeId id, std::vector<NodeId>& out) {
  switch (kindOf(id)) {
    case NodeKind::Empty:
      return;
    case NodeKind::ExpressionStatement:
      return addExpression(as<UnaryExpression>(id).operand, out);
    case NodeKind::Block: {
      if (!isPlainBlock(id)) {
        out.push_back(id);
        return;
      }
      bool isDead = false;
      for (NodeId item : ast_.list(as<Block>(id).body)) {
        if (isDead) {
          addDead(item, out);
          continue;
        }
        if (NodeId expression = expressionOf(item))
          addSimplified(expression, out);
        else
          add(item, out);
        isDead = !out.empty() && isJump(out.back());
      }
      return;
    }
    case NodeKind::Variables:
      return addVariables(id, out);
    case NodeKind::If:
      return addIf(id, out);
    case NodeKind::Return:
    case NodeKind::Throw:
      return addJump(id, out);
    case NodeKind::For:
    case NodeKind::ForIn:
    case NodeKind::ForOf:
    case NodeKind::Switch:
      return addLoop(id, out);
    default:
      out.push_back(id);
  }
}

/// A list that grows statement by statement is copied only when it has doubled.
void Minifier::append(NodeList& items, std::span<const NodeId> more) {
  auto count = items.count + static_cast<uint32_t>(more.size());
  auto room = room_.find(items.unit);
  if (items.count == 0 || room == room_.end() || room->second < count) {
    std::span<NodeId> old = ast_.list(items);
    std::vector<NodeId> all(old.begin(), old.end());
    all.resize(size_t{count} * 2);
    items.unit = list(all).unit;
    room_[items.unit] = count * 2;
  }
  std::ranges::copy(more, ast_.list({items.unit, count}).begin() + items.count);
  items.count = count;
}

/// The expression of the last statement, which goes.
NodeId Minifier::takeExpression(std::vector<NodeId>& out) {
  if (out.empty()) return {};
  NodeId expression = expressionOf(out.back());
  if (expression) out.pop_back();
  return expression;
}

void Minifier::addExpression(NodeId expression, std::vector<NodeId>& out) {
  expression = forEffects(expression);
  if (expression) addSimplified(expression, out);
}

/// Of an expression whose value is not asked for, and which shows it.
void Minifier::addSimplified(NodeId expression, std::vector<NodeId>& out) {
  NodeId before = takeExpression(out);
  if (kindOf(before) != NodeKind::Sequence) {
    out.push_back(statement(before ? joined(before, expression) : expression));
    return;
  }
  std::vector<NodeId> more;
  flatten(expression, more);
  append(as<ListNode>(before).items, more);
  out.push_back(statement(before));
}

void Minifier::addVariables(NodeId id, std::vector<NodeId>& out) {
  auto& it = as<VariableDeclaration>(id);
  auto kind = static_cast<VariableKind>(it.detail);
  bool mayJoin = kind == VariableKind::Var || kind == VariableKind::Let || kind == VariableKind::Const;
  if (mayJoin && !out.empty() && kindOf(out.back()) == NodeKind::Variables && node(out.back()).detail == it.detail) {
    append(as<VariableDeclaration>(out.back()).declarators, ast_.list(it.declarators));
    return;
  }
  out.push_back(id);
}

void Minifier::addJump(NodeId id, std::vector<NodeId>& out) {
  auto& it = as<UnaryExpression>(id);
  // In an async generator, `return x` awaits x.
  if (it.kind == NodeKind::Return && it.operand && isUndefined(it.operand) && !isAsyncGenerator_) it.operand = {};
  if (it.operand)
    if (NodeId before = takeExpression(out)) it.operand = joined(before, it.operand);
  out.push_back(id);
}

void Minifier::addLoop(NodeId id, std::vector<NodeId>& out) {
  if (kindOf(id) == NodeKind::Switch) {
    auto& it = as<SwitchStatement>(id);
    if (NodeId before = takeExpression(out)) it.discriminant = joined(before, it.discriminant);
  } else if (kindOf(id) == NodeKind::For) {
    auto& it = as<ForStatement>(id);
    NodeKind init = kindOf(it.init);
    if (!it.init || (init != NodeKind::Variables && it.init)) {
      if (NodeId before = takeExpression(out)) it.init = joined(before, it.init);
    }
    bool hasVar = !out.empty() && kindOf(out.back()) == NodeKind::Variables &&
                  static_cast<VariableKind>(node(out.back()).detail) == VariableKind::Var;
    bool isVar = init == NodeKind::Variables && static_cast<VariableKind>(node(it.init).detail) == VariableKind::Var;
    if (hasVar && (!it.init || isVar)) {
      NodeId before = out.back();
      out.pop_back();
      if (isVar) {
        std::vector<NodeId> all;
        for (NodeId item : ast_.list(as<VariableDeclaration>(before).declarators)) all.push_back(item);
        for (NodeId item : ast_.list(as<VariableDeclaration>(it.init).declarators)) all.push_back(item);
        as<VariableDeclaration>(before).declarators = list(all);
      }
      it.init = before;
    }
  }
  out.push_back(id);
}

/// Nothing of it runs; its variables and functions are declared all the same.
void Minifier::addDead(NodeId id, std::vector<NodeId>& out) {
  if (kindOf(id) == NodeKind::FunctionDeclaration || kindOf(id) == NodeKind::ClassDeclaration ||
      (kindOf(id) == NodeKind::Variables && declaresLexically(id)) || kindOf(id) == NodeKind::Labeled) {
    out.push_back(id);
    return;
  }
  switch (kindOf(id)) {
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll:
    case NodeKind::ExportDeclaration:
    case NodeKind::ExportDefault:
      out.push_back(id);
      return;
    default:
      break;
  }
  std::vector<NodeId> names;
  hoistedNames(id, names);
  if (names.empty()) return;
  std::vector<NodeId> declarators;
  for (NodeId name : names)
    declarators.push_back(make<BinaryExpression>(NodeKind::Declarator, node(name).start, name, NodeId{}));
  NodeId variables = make<VariableDeclaration>(NodeKind::Variables, node(id).start, list(declarators));
  node(variables).detail = static_cast<uint8_t>(VariableKind::Var);
  addVariables(variables, out);
}

/// The names that `var` declares in a statement, functions in it left out.
void Minifier::hoistedNames(NodeId id, std::vector<NodeId>& names) {
  if (!id || isTooDeep()) return;
  auto pattern = [&](auto& self, NodeId target) -> void {
    switch (kindOf(target)) {
      case NodeKind::Identifier:
        names.push_back(copyOfIdentifier(target));
        return;
      case NodeKind::AssignmentPattern:
        return self(self, as<BinaryExpression>(target).left);
      case NodeKind::Rest:
        return self(self, as<UnaryExpression>(target).operand);
      case NodeKind::Property:
        return self(self, as<Property>(target).value);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId item : ast_.list(as<ListNode>(target).items))
          if (item) self(self, item);
        return;
      default:
        return;
    }
  };
  switch (kindOf(id)) {
    case NodeKind::Variables:
      if (static_cast<VariableKind>(node(id).detail) != VariableKind::Var) return;
      for (NodeId item : ast_.list(as<VariableDeclaration>(id).declarators))
        pattern(pattern, as<BinaryExpression>(item).left);
      return;
    case NodeKind::Block:
    case NodeKind::If:
    case NodeKind::For:
    case NodeKind::ForIn:
    case NodeKind::ForOf:
    case NodeKind::While:
    case NodeKind::DoWhile:
    case NodeKind::With:
    case NodeKind::Labeled:
    case NodeKind::Try:
    case NodeKind::Switch:
    case NodeKind::SwitchCase:
      return forEachChild(ast_, id, [&](NodeId& child) { hoistedNames(child, names); });
    default:
      return;
  }
}

/// What an if with expressions in its branches is as an expression statement, or an if with less in it.
NodeId Minifier::simplifiedIf(NodeId id) {
  auto& it = as<ConditionalExpression>(id);
  it.test = forTruth(it.test);
  if (kindOf(it.alternate) == NodeKind::Empty) it.alternate = {};
  while (it.alternate && kindOf(it.test) == NodeKind::Unary && node(it.test).op == TokenKind::Not) {
    it.test = forTruth(as<UnaryExpression>(it.test).operand);
    std::swap(it.consequent, it.alternate);
  }
  if (kindOf(it.consequent) == NodeKind::Empty) {
    if (!it.alternate) return statement(it.test);
    it.test = inverted(it.test);
    it.consequent = it.alternate;
    it.alternate = {};
  }
  NodeId yes = expressionOf(it.consequent);
  NodeId no = expressionOf(it.alternate);
  if (yes && no) return statement(makeConditional(it.test, yes, no));
  if (yes && !it.alternate) {
    NodeId both = binary(TokenKind::LogicalAnd, it.test, yes);
    logical(both);
    return statement(both);
  }
  if (!it.alternate) {
    // if (a) if (b) c: if (a && b) c.
    if (kindOf(it.consequent) == NodeKind::If && !as<ConditionalExpression>(it.consequent).alternate) {
      const auto inner = as<ConditionalExpression>(it.consequent);
      it.test = binary(TokenKind::LogicalAnd, it.test, inner.test);
      it.consequent = inner.consequent;
    }
    return id;
  }
  NodeKind kind = kindOf(it.consequent);
  if (kind == kindOf(it.alternate) && (kind == NodeKind::Return || kind == NodeKind::Throw)) {
    NodeId a = as<UnaryExpression>(it.consequent).operand;
    NodeId b = as<UnaryExpression>(it.alternate).operand;
    if ((a && b) || (kind == NodeKind::Return && (a || b) && !isAsyncGenerator_)) {
      if (!a) a = undefined(it.start);
      if (!b) b = undefined(it.start);
      return make<UnaryExpression>(kind, it.start, makeConditional(it.test, a, b));
    }
  }
  return id;
}

void Minifier::addIf(NodeId id, std::vector<NodeId>& out) {
  auto& it = as<ConditionalExpression>(id);
  it.test = forTruth(it.test);
  if (auto truth = truthOf(it.test); truth && hasNoEffect(it.test)) {
    NodeId taken = *truth ? it.consequent : it.alternate;
    NodeId dropped = *truth ? it.alternate : it.consequent;
    if (dropped) {
      // A function in a branch that is not taken is declared around it, in sloppy code.
      if (kindOf(dropped) == NodeKind::FunctionDeclaration) {
        out.push_back(id);
        return;
      }
      std::vector<NodeId> names;
      hoistedNames(dropped, names);
      if (!names.empty()) addDead(dropped, out);
    }
    if (taken && kindOf(taken) == NodeKind::FunctionDeclaration) taken = asStatement({taken}, it.start);
    if (taken) add(taken, out);
    return;
  }
  NodeId result = simplifiedIf(id);
  if (NodeId expression = expressionOf(result)) return addExpression(expression, out);
  if (kindOf(result) == NodeKind::Return || kindOf(result) == NodeKind::Throw) return addJump(result, out);
  if (NodeId before = takeExpression(out)) {
    auto& conditional = as<ConditionalExpression>(result);
    conditional.test = joined(before, conditional.test);
  }
  out.push_back(result);
}

/// From the end on: if (a) return b; return c. At the end of a function, `return` goes.
void Minifier::foldReturns(std::vector<NodeId>& out, ListKind kind) {
  auto isReturn = [&](NodeId id) { return kindOf(id) == NodeKind::Return; };
  auto valueOfReturn = [&](NodeId id) { return as<UnaryExpression>(id).operand; };
  if (kind == ListKind::FunctionBody && !out.empty() && isReturn(out.back()) && !valueOfReturn(out.back()))
    out.pop_back();
  while (out.size() >= 2) {
    NodeId last = out.back();
    NodeId before = out[out.size() - 2];
    if (kindOf(before) != NodeKind::If || as<ConditionalExpression>(before).alternate) return;
    auto& it = as<ConditionalExpression>(before);
    NodeKind jump = kindOf(it.consequent);
    if (jump != NodeKind::Return && jump != NodeKind::Throw) return;
    NodeId value = valueOfReturn(it.consequent);
    if (kindOf(last) == jump && valueOfReturn(last) && value) {
      // if (a) return b; return c
      out.resize(out.size() - 2);
      NodeId result = make<UnaryExpression>(jump, it.start, makeConditional(it.test, value, valueOfReturn(last)));
      addJump(result, out);
      continue;
    }
    bool isEnd = kind == ListKind::FunctionBody && jump == NodeKind::Return && !value;
    if (isEnd && expressionOf(last)) {
      // if (a) return; b();
      out.resize(out.size() - 2);
      NodeId test = inverted(it.test);
      addExpression(binary(TokenKind::LogicalAnd, test, expressionOf(last)), out);
      continue;
    }
    return;
  }
}

}  // namespace weft::syntax
