#include "syntax/declare_scopes.h"

#include <vector>

#include "base/stack_limit.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

class Declarer {
 public:
  Declarer(Ast& ast, size_t stackBytes)
      : ast_(ast), tree_(ast.scopes()), builder_(ast.scopes()), stackLimit_(stackBytes) {}

  bool run() {
    bool isModule = ast_.goal == SourceGoal::Module;
    isStrict_ = isModule || hasUseStrict(ast_.body);
    builder_.open(isModule ? ScopeKind::Module : ScopeKind::Script, isStrict_);
    visitAll(ast_.body);
    builder_.close();
    return !isTooDeep_;
  }

 private:
  bool isTooDeep() {
    if (!stackLimit_.isReached()) [[likely]]
      return false;
    return isTooDeep_ = true;
  }

  [[nodiscard]] bool hasUseStrict(NodeList body) const {
    for (NodeId id : ast_.list(body)) {
      if (ast_.kindOf(id) != NodeKind::Directive) return false;
      if (ast_.node(id).has(kUseStrict)) return true;
    }
    return false;
  }

  void declare(NodeId id, SymbolKind kind) {
    auto& name = ast_.as<Identifier>(id);
    name.symbol = builder_.declare(name.name, kind, name.start, isStrict_, false).symbol;
  }

  /// The names of a pattern are declared; what else is in it is visited.
  void pattern(NodeId& slot, SymbolKind kind) {
    NodeId id = slot;
    if (!id || isTooDeep()) return;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        return declare(id, kind);
      case NodeKind::AssignmentPattern:
        pattern(ast_.as<BinaryExpression>(id).left, kind);
        return visit(ast_.as<BinaryExpression>(id).right);
      case NodeKind::Rest:
        return pattern(ast_.as<UnaryExpression>(id).operand, kind);
      case NodeKind::Property:
        if (ast_.node(id).has(kComputed)) visit(ast_.as<Property>(id).key);
        return pattern(ast_.as<Property>(id).value, kind);
      case NodeKind::Parameter:
        visitAll(ast_.as<Parameter>(id).decorators);
        return pattern(ast_.as<Parameter>(id).pattern, kind);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId& item : ast_.list(ast_.as<ListNode>(id).items)) pattern(item, kind);
        return;
      default:
        return visit(slot);
    }
  }

  void visitAll(NodeList list) {
    for (NodeId& slot : ast_.list(list))
      if (slot) visit(slot);
  }

  void visitChildren(NodeId id) {
    forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
  }

  void visit(NodeId& slot) {
    if (isTooDeep()) return;
    NodeId id = slot;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        ast_.as<Identifier>(id).symbol = kNoSymbol;
        return;
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(id);
      case NodeKind::Variables:
        return visitVariables(ast_.as<VariableDeclaration>(id));
      case NodeKind::Function:
      case NodeKind::Arrow:
        return visitFunction(ast_.as<Function>(id));
      case NodeKind::FunctionDeclaration:
        visitFunction(ast_.as<Function>(id));
        if (ast_.as<Function>(id).name) declare(ast_.as<Function>(id).name, kindOfFunction(ast_.as<Function>(id)));
        return;
      case NodeKind::Class:
      case NodeKind::ClassDeclaration:
        return visitClass(ast_.as<Class>(id));
      case NodeKind::StaticBlock:
        return visitBlock(id, ScopeKind::ClassStaticBlock);
      case NodeKind::Block:
        return visitBlock(id, ScopeKind::Block);
      case NodeKind::For:
        ast_.as<ForStatement>(id).scope = builder_.open(ScopeKind::Block, isStrict_);
        visitChildren(id);
        return builder_.close();
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        ast_.as<ForEachStatement>(id).scope = builder_.open(ScopeKind::Block, isStrict_);
        visitChildren(id);
        return builder_.close();
      case NodeKind::Switch: {
        auto& it = ast_.as<SwitchStatement>(id);
        visit(it.discriminant);
        it.scope = builder_.open(ScopeKind::Block, isStrict_);
        visitAll(it.cases);
        return builder_.close();
      }
      case NodeKind::Try:
        return visitTry(ast_.as<TryStatement>(id));
      case NodeKind::With:
        // What it finds in the object is known only when it runs.
        tree_.scopes[builder_.current()].hasDirectEval = true;
        return visitChildren(id);
      case NodeKind::Import:
        return visitImport(ast_.as<ModuleDeclaration>(id));
      default:
        return visitChildren(id);
    }
  }

  void visitSpine(NodeId id) {
    size_t base = spine_.size();
    NodeId at = id;
    for (; isLeftNesting(ast_.kindOf(at)); at = leftSlot(ast_, at)) spine_.push_back(at);
    NodeId& first = leftSlot(ast_, spine_.back());
    bool isEval = ast_.kindOf(spine_.back()) == NodeKind::Call && ast_.kindOf(first) == NodeKind::Identifier &&
                  ast_.as<Identifier>(first).name == Atom::Eval;
    if (isEval) tree_.scopes[builder_.current()].hasDirectEval = true;
    visit(first);
    while (spine_.size() > base) {
      NodeId node = spine_.back();
      spine_.pop_back();
      NodeId* left = &leftSlot(ast_, node);
      forEachChild(ast_, node, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }

  void visitVariables(const VariableDeclaration& it) {
    auto variableKind = static_cast<VariableKind>(it.detail);
    SymbolKind kind = variableKind == VariableKind::Var   ? SymbolKind::Var
                      : variableKind == VariableKind::Let ? SymbolKind::Let
                                                          : SymbolKind::Const;
    for (NodeId id : ast_.list(it.declarators)) {
      auto& declarator = ast_.as<BinaryExpression>(id);
      pattern(declarator.left, kind);
      if (declarator.right) visit(declarator.right);
    }
  }

  [[nodiscard]] SymbolKind kindOfFunction(const Function& it) const {
    ScopeKind scope = builder_.currentKind();
    if (scope == ScopeKind::Script || scope == ScopeKind::FunctionBody || scope == ScopeKind::ClassStaticBlock)
      return SymbolKind::TopLevelFunction;
    bool isPlain = !(it.detail & (kAsync | kGenerator));
    return isPlain && scope != ScopeKind::Module ? SymbolKind::BlockFunction : SymbolKind::BlockGenerator;
  }

  void visitFunction(Function& it) {
    bool outerStrict = isStrict_;
    bool hasOwnName = it.kind == NodeKind::Function && it.name;
    bool hasBody = !(it.detail & kExpressionBody);
    if (hasBody && hasUseStrict(it.body)) isStrict_ = true;
    if (hasOwnName) {
      builder_.open(ScopeKind::FunctionName, isStrict_);
      declare(it.name, SymbolKind::FunctionName);
    }
    it.scope = it.bodyScope = builder_.open(ScopeKind::Parameters, isStrict_);
    for (NodeId& parameter : ast_.list(it.parameters)) pattern(parameter, SymbolKind::Parameter);
    if (hasBody) it.bodyScope = builder_.open(ScopeKind::FunctionBody, isStrict_);
    visitAll(it.body);
    if (hasBody) builder_.close();
    builder_.close();
    if (hasOwnName) builder_.close();
    isStrict_ = outerStrict;
  }

  /// A declaration's name is declared around it, an expression's inside.
  void visitClass(Class& it) {
    visitAll(it.decorators);
    bool outerStrict = isStrict_;
    if (it.name && it.kind == NodeKind::ClassDeclaration) declare(it.name, SymbolKind::Class);
    isStrict_ = true;
    it.scope = builder_.open(ScopeKind::Class, true);
    if (it.name && it.kind == NodeKind::Class) declare(it.name, SymbolKind::Class);
    if (it.heritage) visit(it.heritage);
    visitAll(it.members);
    builder_.close();
    isStrict_ = outerStrict;
  }

  void visitBlock(NodeId id, ScopeKind kind) {
    auto& it = ast_.as<Block>(id);
    it.scope = builder_.open(kind, isStrict_);
    visitAll(it.body);
    builder_.close();
  }

  void visitTry(TryStatement& it) {
    visit(it.block);
    if (it.handler) {
      auto& handler = ast_.as<Block>(it.handler);
      handler.scope = builder_.open(ScopeKind::Catch, isStrict_);
      bool isSimple = ast_.kindOf(it.parameter) == NodeKind::Identifier;
      if (it.parameter) pattern(it.parameter, isSimple ? SymbolKind::SimpleCatch : SymbolKind::Catch);
      visitAll(handler.body);
      builder_.close();
    }
    if (it.finalizer) visit(it.finalizer);
  }

  void visitImport(ModuleDeclaration& it) {
    if (it.defaultName) declare(it.defaultName, SymbolKind::Import);
    if (it.namespaceName) declare(it.namespaceName, SymbolKind::Import);
    for (NodeId item : ast_.list(it.specifiers)) {
      const auto& specifier = ast_.as<ModuleSpecifier>(item);
      if (ast_.kindOf(specifier.inner) == NodeKind::Identifier) declare(specifier.inner, SymbolKind::Import);
    }
  }

  Ast& ast_;
  ScopeTree& tree_;
  ScopeBuilder builder_;
  std::vector<NodeId> spine_;
  StackLimit stackLimit_;
  bool isStrict_ = false;
  bool isTooDeep_ = false;
};

}  // namespace

bool declareScopes(Ast& ast, size_t stackBytes) {
  ast.scopes() = ScopeTree{};
  ast.typeScriptCode.clear();
  return Declarer(ast, stackBytes).run();
}

}  // namespace weft::syntax
