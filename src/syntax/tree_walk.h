#pragma once

// The children of a node, in the order of the source. Whoever walks a tree handles the kinds it cares for itself and
// leaves the others to forEachChild().

#include "syntax/ast.h"

namespace weft::syntax {

/// Kinds that nest to the left without limit (a + b + …, a.b().c …) and have what stands left as their first field:
/// walk them by a loop.
[[nodiscard]] constexpr bool isLeftNesting(NodeKind kind) {
  return kind == NodeKind::Binary || kind == NodeKind::Member || kind == NodeKind::Index || kind == NodeKind::Call ||
         kind == NodeKind::TaggedTemplate;
}

/// The slot of what stands left in a node of these kinds.
[[nodiscard]] inline NodeId& leftSlot(const Ast& ast, NodeId id) {
  return ast.as<UnaryExpression>(id).operand;
}

/// Calls `visit(NodeId& slot)` for each child that is there; `visit` may put another node into the slot.
template <typename Visit>
void forEachChild(const Ast& ast, NodeId id, Visit&& visit) {
  auto one = [&](NodeId& slot) {
    if (slot) visit(slot);
  };
  auto all = [&](NodeList list) {
    for (NodeId& slot : ast.list(list)) one(slot);
  };
  switch (ast.node(id).kind) {
    case NodeKind::Template: {
      auto& it = ast.as<TemplateLiteral>(id);
      return all(it.expressions);
    }
    case NodeKind::TaggedTemplate: {
      auto& it = ast.as<TaggedTemplate>(id);
      one(it.tag);
      return one(it.literal);
    }
    case NodeKind::Array:
    case NodeKind::Object:
    case NodeKind::Sequence:
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      return all(ast.as<ListNode>(id).items);
    case NodeKind::Function:
    case NodeKind::Arrow:
    case NodeKind::FunctionDeclaration: {
      auto& it = ast.as<Function>(id);
      one(it.name);
      all(it.parameters);
      return all(it.body);
    }
    case NodeKind::Class:
    case NodeKind::ClassDeclaration: {
      auto& it = ast.as<Class>(id);
      all(it.decorators);
      one(it.name);
      one(it.heritage);
      return all(it.members);
    }
    case NodeKind::Unary:
    case NodeKind::Update:
    case NodeKind::Spread:
    case NodeKind::Yield:
    case NodeKind::Await:
    case NodeKind::Rest:
    case NodeKind::Decorator:
    case NodeKind::ExpressionStatement:
    case NodeKind::Return:
    case NodeKind::Throw:
    case NodeKind::Break:
    case NodeKind::Continue:
    case NodeKind::ExportDeclaration:
    case NodeKind::ExportDefault:
    case NodeKind::ExportAssignment:
    case NodeKind::JsxContainer:
      return one(ast.as<UnaryExpression>(id).operand);
    case NodeKind::Binary:
    case NodeKind::Assign:
    case NodeKind::Index:
    case NodeKind::AssignmentPattern:
    case NodeKind::Declarator:
    case NodeKind::ImportAttribute:
    case NodeKind::While:
    case NodeKind::With:
    case NodeKind::Labeled:
    case NodeKind::EnumMember:
    case NodeKind::ImportEquals:
    case NodeKind::JsxAttribute: {
      auto& it = ast.as<BinaryExpression>(id);
      one(it.left);
      return one(it.right);
    }
    case NodeKind::DoWhile: {
      auto& it = ast.as<BinaryExpression>(id);
      one(it.right);
      return one(it.left);
    }
    case NodeKind::Conditional:
    case NodeKind::If: {
      auto& it = ast.as<ConditionalExpression>(id);
      one(it.test);
      one(it.consequent);
      return one(it.alternate);
    }
    case NodeKind::Call:
    case NodeKind::New: {
      auto& it = ast.as<CallExpression>(id);
      one(it.callee);
      return all(it.arguments);
    }
    case NodeKind::Member:
      return one(ast.as<MemberExpression>(id).object);
    case NodeKind::ImportCall: {
      auto& it = ast.as<ImportCall>(id);
      one(it.source);
      return one(it.options);
    }
    case NodeKind::TypeCast:
      return one(ast.as<TypeCast>(id).expression);
    case NodeKind::Property: {
      auto& it = ast.as<Property>(id);
      one(it.key);
      return one(it.value);
    }
    case NodeKind::ClassMember: {
      auto& it = ast.as<ClassMember>(id);
      all(it.decorators);
      one(it.key);
      return one(it.value);
    }
    case NodeKind::StaticBlock:
    case NodeKind::Block:
      return all(ast.as<Block>(id).body);
    case NodeKind::SwitchCase: {
      auto& it = ast.as<SwitchCase>(id);
      one(it.test);
      return all(it.body);
    }
    case NodeKind::Parameter: {
      auto& it = ast.as<Parameter>(id);
      all(it.decorators);
      return one(it.pattern);
    }
    case NodeKind::ImportSpecifier:
    case NodeKind::ExportSpecifier: {
      auto& it = ast.as<ModuleSpecifier>(id);
      one(it.outer);
      return one(it.inner);
    }
    case NodeKind::Variables:
      return all(ast.as<VariableDeclaration>(id).declarators);
    case NodeKind::For: {
      auto& it = ast.as<ForStatement>(id);
      one(it.init);
      one(it.test);
      one(it.update);
      return one(it.body);
    }
    case NodeKind::ForIn:
    case NodeKind::ForOf: {
      auto& it = ast.as<ForEachStatement>(id);
      one(it.target);
      one(it.iterated);
      return one(it.body);
    }
    case NodeKind::Try: {
      auto& it = ast.as<TryStatement>(id);
      one(it.block);
      one(it.parameter);
      one(it.handler);
      return one(it.finalizer);
    }
    case NodeKind::Switch: {
      auto& it = ast.as<SwitchStatement>(id);
      one(it.discriminant);
      return all(it.cases);
    }
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll: {
      auto& it = ast.as<ModuleDeclaration>(id);
      one(it.defaultName);
      one(it.namespaceName);
      all(it.specifiers);
      one(it.source);
      return all(it.attributes);
    }
    case NodeKind::Enum: {
      auto& it = ast.as<EnumDeclaration>(id);
      one(it.name);
      return all(it.members);
    }
    case NodeKind::Namespace: {
      auto& it = ast.as<NamespaceDeclaration>(id);
      one(it.name);
      return all(it.body);
    }
    case NodeKind::JsxElement: {
      auto& it = ast.as<JsxElement>(id);
      one(it.tag);
      all(it.attributes);
      return all(it.children);
    }
    default:
      return;
  }
}

}  // namespace weft::syntax
