#include "test-runner/coverage/points.h"

#include <algorithm>

#include "syntax/tree_walk.h"
#include "test-runner/coverage/ignored.h"

namespace weft::test::coverage {

using namespace syntax;

namespace {

bool isCounted(NodeKind kind) {
  switch (kind) {
    case NodeKind::ExpressionStatement:
    case NodeKind::Return:
    case NodeKind::Throw:
    case NodeKind::Debugger:
    case NodeKind::If:
    case NodeKind::For:
    case NodeKind::ForIn:
    case NodeKind::ForOf:
    case NodeKind::While:
    case NodeKind::DoWhile:
    case NodeKind::With:
    case NodeKind::Break:
    case NodeKind::Continue:
    case NodeKind::Try:
    case NodeKind::Switch:
    case NodeKind::Labeled:
    case NodeKind::Enum:
      return true;
    default:
      return false;
  }
}

class Collector {
 public:
  explicit Collector(const Ast& ast) : ast_(ast), ignored_(ast) {}

  Points collect() {
    if (!ignored_.isWholeFile()) statements(ast_.body, static_cast<uint32_t>(ast_.source().size()));
    return std::move(points_);
  }

 private:
  // Where nodes end is known of few: what follows says where others do at the latest.
  uint32_t endBefore(uint32_t begin, uint32_t limit) const {
    std::string_view source = ast_.source();
    while (limit > begin && (source[limit - 1] == ' ' || source[limit - 1] == '\t' || source[limit - 1] == '\r' ||
                             source[limit - 1] == '\n'))
      --limit;
    return limit;
  }

  void statements(NodeList list, uint32_t limit) {
    std::span<NodeId> items = ast_.list(list);
    for (size_t i = 0; i < items.size(); ++i)
      statement(items[i], i + 1 < items.size() ? ast_.node(items[i + 1]).start : limit);
  }

  void statement(NodeId id, uint32_t limit) {
    if (!id) return;
    const Node& node = ast_.node(id);
    if (ignored_.startsAt(node.start)) return;
    ByteRange range{node.start, endBefore(node.start, limit)};
    if (isCounted(node.kind)) add(range, range.begin);
    switch (node.kind) {
      case NodeKind::Block: {
        const auto& it = ast_.as<Block>(id);
        return statements(it.body, it.end > 0 ? it.end - 1 : limit);
      }
      case NodeKind::If:
        return ifStatement(ast_.as<ConditionalExpression>(id), range);
      case NodeKind::For: {
        const auto& it = ast_.as<ForStatement>(id);
        expression(it.init, it.init ? ast_.node(it.body).start : limit);
        expression(it.test, ast_.node(it.body).start);
        expression(it.update, ast_.node(it.body).start);
        return statement(it.body, range.end);
      }
      case NodeKind::ForIn:
      case NodeKind::ForOf: {
        const auto& it = ast_.as<ForEachStatement>(id);
        expression(it.iterated, ast_.node(it.body).start);
        return statement(it.body, range.end);
      }
      case NodeKind::While:
      case NodeKind::With: {
        const auto& it = ast_.as<BinaryExpression>(id);
        expression(it.left, ast_.node(it.right).start);
        return statement(it.right, range.end);
      }
      case NodeKind::DoWhile: {
        const auto& it = ast_.as<BinaryExpression>(id);
        NodeId body = ast_.node(it.left).start < ast_.node(it.right).start ? it.left : it.right;
        NodeId test = body == it.left ? it.right : it.left;
        statement(body, ast_.node(test).start);
        return expression(test, range.end);
      }
      case NodeKind::Labeled:
        return statement(ast_.as<BinaryExpression>(id).right, range.end);
      case NodeKind::Try: {
        const auto& it = ast_.as<TryStatement>(id);
        statement(it.block, range.end);
        statement(it.handler, range.end);
        return statement(it.finalizer, range.end);
      }
      case NodeKind::Switch:
        return switchStatement(ast_.as<SwitchStatement>(id), range);
      case NodeKind::Namespace:
        return statements(ast_.as<NamespaceDeclaration>(id).body, range.end > range.begin ? range.end - 1 : range.end);
      case NodeKind::ExportDeclaration:
      case NodeKind::ExportDefault: {
        NodeId inner = ast_.as<UnaryExpression>(id).operand;
        if (ast_.kindOf(inner) == NodeKind::Variables || ast_.kindOf(inner) == NodeKind::Enum ||
            ast_.kindOf(inner) == NodeKind::Namespace)
          return statement(inner, range.end);
        return expression(inner, range.end);
      }
      case NodeKind::TypeOnly:
        return;
      default:
        return expression(id, range.end);
    }
  }

  void add(ByteRange range, uint32_t probe) { points_.statements.push_back({range, {probe, probe < range.begin}}); }

  bool isJump(NodeId id) const {
    if (ast_.kindOf(id) == NodeKind::Block) {
      std::span<NodeId> items = ast_.list(ast_.as<Block>(id).body);
      return items.size() == 1 && isJump(items[0]);
    }
    return ast_.kindOf(id) == NodeKind::Break || ast_.kindOf(id) == NodeKind::Continue;
  }

  void ifStatement(const ConditionalExpression& it, ByteRange range) {
    BranchPoint branch{BranchKind::If,
                       range,
                       {},
                       bool{it.alternate},
                       !ignored_.hasNoConsequent(it.start),
                       !ignored_.hasNoAlternate(it.start)};
    uint32_t consequentStart = ast_.node(it.consequent).start;
    uint32_t consequentEnd = it.alternate ? beforeElse(consequentStart, ast_.node(it.alternate).start) : range.end;
    branch.arms.push_back({consequentStart, consequentEnd});
    branch.arms.push_back(it.alternate ? ByteRange{ast_.node(it.alternate).start, range.end} : range);
    points_.branches.push_back(branch);
    size_t place = points_.branches.size() - 1;
    expression(it.test, consequentStart);
    bool jumps = branch.countsIf && branch.countsElse && !it.alternate && isJump(it.consequent);
    if (jumps) points_.jumps.push_back({place, points_.statements.size()});
    if (branch.countsIf) statement(it.consequent, consequentEnd);
    if (branch.countsElse) statement(it.alternate, range.end);
  }

  uint32_t beforeElse(uint32_t begin, uint32_t alternate) const {
    constexpr std::string_view kElse = "else";
    uint32_t end = endBefore(begin, alternate);
    if (ast_.slice(begin, end).ends_with(kElse)) end = endBefore(begin, end - static_cast<uint32_t>(kElse.size()));
    return end;
  }

  void switchStatement(const SwitchStatement& it, ByteRange range) {
    BranchPoint branch{BranchKind::Switch, range, {}, true, true, true};
    std::span<NodeId> cases = ast_.list(it.cases);
    expression(it.discriminant, cases.empty() ? range.end : ast_.node(cases[0]).start);
    size_t place = points_.branches.size();
    points_.branches.push_back({});
    for (size_t i = 0; i < cases.size(); ++i) {
      uint32_t start = ast_.node(cases[i]).start;
      uint32_t limit = i + 1 < cases.size() ? ast_.node(cases[i + 1]).start : it.end > 0 ? it.end - 1 : range.end;
      if (ignored_.startsAt(start)) continue;
      const auto& one = ast_.as<SwitchCase>(cases[i]);
      branch.arms.push_back({start, endBefore(start, limit)});
      expression(one.test, limit);
      statements(one.body, limit);
    }
    points_.branches[place] = std::move(branch);
  }

  /// What is in an expression, a declaration or a pattern.
  void expression(NodeId id, uint32_t limit) {
    // What nests to the left goes on without a limit: its right sides on the way down, then the innermost.
    while (id && isLeftNesting(ast_.kindOf(id))) {
      NodeId left = leftSlot(ast_, id);
      forEachChild(ast_, id, [&](NodeId child) {
        if (child != left) expression(child, limit);
      });
      id = left;
    }
    if (!id) return;
    const Node& node = ast_.node(id);
    switch (node.kind) {
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::FunctionDeclaration:
        return function(id, {}, node.start, limit);
      case NodeKind::ClassMember:
        return member(ast_.as<ClassMember>(id), limit);
      case NodeKind::Property: {
        const auto& it = ast_.as<Property>(id);
        if (ignored_.startsAt(it.start)) return;
        if (it.has(kMethod | kGetter | kSetter)) return function(it.value, nameOf(it.key), it.start, limit);
        return forEachChild(ast_, id, [&](NodeId child) { expression(child, limit); });
      }
      case NodeKind::StaticBlock: {
        const auto& it = ast_.as<Block>(id);
        return statements(it.body, it.end > 0 ? it.end - 1 : limit);
      }
      case NodeKind::Declarator: {
        const auto& it = ast_.as<BinaryExpression>(id);
        if (it.right && !ignored_.startsAt(ast_.node(it.right).start)) {
          uint32_t start = ast_.node(it.right).start;
          add({start, withoutSemicolon(start, limit)}, it.start);
        }
        return forEachChild(ast_, id, [&](NodeId child) { expression(child, limit); });
      }
      case NodeKind::Variables: {
        std::span<NodeId> items = ast_.list(ast_.as<VariableDeclaration>(id).declarators);
        for (size_t i = 0; i < items.size(); ++i)
          expression(items[i], i + 1 < items.size() ? endBefore(node.start, ast_.node(items[i + 1]).start) : limit);
        return;
      }
      case NodeKind::Conditional: {
        const auto& it = ast_.as<ConditionalExpression>(id);
        uint32_t middle = ast_.node(it.alternate).start;
        uint32_t end = endBefore(it.start, limit);
        points_.branches.push_back({BranchKind::Conditional,
                                    {it.start, end},
                                    {{ast_.node(it.consequent).start, endBefore(it.start, middle - 1)}, {middle, end}},
                                    true,
                                    true,
                                    true});
        expression(it.test, ast_.node(it.consequent).start);
        expression(it.consequent, middle);
        return expression(it.alternate, limit);
      }
      default:
        return forEachChild(ast_, id, [&](NodeId child) { expression(child, limit); });
    }
  }

  uint32_t withoutSemicolon(uint32_t start, uint32_t limit) const {
    uint32_t end = endBefore(start, limit);
    if (end > start && (ast_.source()[end - 1] == ';' || ast_.source()[end - 1] == ','))
      end = endBefore(start, end - 1);
    return end;
  }

  std::string nameOf(NodeId key) const {
    switch (ast_.kindOf(key)) {
      case NodeKind::Name:
      case NodeKind::PrivateName:
        return std::string(ast_.text(ast_.as<Name>(key).name));
      case NodeKind::Identifier:
        return std::string(ast_.text(ast_.as<Identifier>(key).name));
      case NodeKind::String:
        return std::string(ast_.text(ast_.as<StringLiteral>(key).value));
      default:
        return {};
    }
  }

  void member(const ClassMember& it, uint32_t limit) {
    if (ignored_.startsAt(it.start) || it.has(kDeclared)) return;
    for (NodeId decorator : ast_.list(it.decorators)) expression(decorator, limit);
    if (static_cast<MemberKind>(it.detail) == MemberKind::Method)
      return function(it.value, nameOf(it.key), it.start, limit);
    if (it.has(kComputed)) expression(it.key, limit);
    if (!it.value) return;
    uint32_t start = ast_.node(it.value).start;
    add({start, withoutSemicolon(start, std::max(start, limit))}, it.start);
    expression(it.value, limit);
  }

  void function(NodeId id, std::string name, uint32_t start, uint32_t limit) {
    const auto& it = ast_.as<syntax::Function>(id);
    bool isExpression = it.detail & kExpressionBody;
    if (!isExpression && !(it.detail & kHasBody)) return;  // an overload
    if (ignored_.startsAt(start)) return;
    if (name.empty() && it.name) name = nameOf(it.name);
    if (name.empty()) name = "(anonymous_" + std::to_string(anonymous_++) + ")";
    std::span<NodeId> body = ast_.list(it.body);
    uint32_t bodyStart = isExpression ? ast_.node(body[0]).start : it.bodyStart;
    uint32_t end = it.end > bodyStart ? it.end : endBefore(bodyStart, limit);
    // What begins where a body that is an expression does may be another function.
    size_t arrow = isExpression ? ast_.source().rfind("=>", bodyStart) : std::string_view::npos;
    Probe probe{arrow == std::string_view::npos ? bodyStart : static_cast<uint32_t>(arrow), isExpression};
    points_.functions.push_back({std::move(name), {start, endBefore(start, bodyStart)}, {bodyStart, end}, probe});
    for (NodeId parameter : ast_.list(it.parameters)) expression(parameter, bodyStart);
    if (!isExpression) return statements(it.body, end > bodyStart ? end - 1 : end);
    points_.statements.push_back({{bodyStart, end}, probe});
    expression(body[0], end);
  }

  const Ast& ast_;
  Ignored ignored_;
  Points points_;
  uint32_t anonymous_ = 0;
};

}  // namespace

Points pointsOf(const Ast& ast) {
  return Collector(ast).collect();
}

}  // namespace weft::test::coverage
