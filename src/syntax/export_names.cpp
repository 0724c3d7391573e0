#include "syntax/export_names.h"

namespace weft::syntax {

namespace {

class Collector {
 public:
  explicit Collector(const Ast& ast) : ast_(ast) {}

  std::vector<std::string> run() {
    for (NodeId id : ast_.list(ast_.body)) statement(id);
    return std::move(names_);
  }

 private:
  void add(std::string_view name) { names_.emplace_back(name); }

  void statement(NodeId id) {
    switch (ast_.kindOf(id)) {
      case NodeKind::ExportDefault:
        return add("default");
      case NodeKind::ExportAll:
        if (NodeId name = ast_.as<ModuleDeclaration>(id).namespaceName) binding(name);
        return;
      case NodeKind::ExportNamed:
        for (NodeId item : ast_.list(ast_.as<ModuleDeclaration>(id).specifiers))
          binding(ast_.as<ModuleSpecifier>(item).outer);
        return;
      case NodeKind::ExportDeclaration:
        return binding(ast_.as<UnaryExpression>(id).operand);
      default:
        return;
    }
  }

  /// A name, a pattern, or a declaration.
  void binding(NodeId id) {
    if (!id) return;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        return add(ast_.text(ast_.as<Identifier>(id).name));
      case NodeKind::Name:
        return add(ast_.text(ast_.as<Name>(id).name));
      case NodeKind::String:
        return add(ast_.text(ast_.as<StringLiteral>(id).value));
      case NodeKind::Variables:
        for (NodeId item : ast_.list(ast_.as<VariableDeclaration>(id).declarators))
          binding(ast_.as<BinaryExpression>(item).left);
        return;
      case NodeKind::FunctionDeclaration:
        return binding(ast_.as<Function>(id).name);
      case NodeKind::ClassDeclaration:
        return binding(ast_.as<Class>(id).name);
      case NodeKind::AssignmentPattern:
        return binding(ast_.as<BinaryExpression>(id).left);
      case NodeKind::Rest:
        return binding(ast_.as<UnaryExpression>(id).operand);
      case NodeKind::Property:
        return binding(ast_.as<Property>(id).value);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId item : ast_.list(ast_.as<ListNode>(id).items)) binding(item);
        return;
      default:
        return;
    }
  }

  const Ast& ast_;
  std::vector<std::string> names_;
};

}  // namespace

std::vector<std::string> exportNames(const Ast& ast) {
  return Collector(ast).run();
}

}  // namespace weft::syntax
