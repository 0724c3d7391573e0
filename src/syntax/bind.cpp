#include "syntax/bind.h"

#include <algorithm>
#include <unordered_map>

#include "base/stack_limit.h"
#include "syntax/tree_walk.h"
#include "syntax/type_metadata.h"

namespace weft::syntax {

namespace {

class Binder {
 public:
  Binder(Ast& ast, const BindOptions& options)
      : ast_(ast),
        tree_(ast.scopes()),
        hasTypeMetadata_(options.hasTypeMetadata),
        heads_(ast.atoms().size(), kNone),
        stackLimit_(options.stackBytes) {}

  Bindings run() {
    found_.grow(tree_);
    collectGroups();
    enter(0);
    for (NodeId& slot : ast_.list(ast_.body)) visit(slot);
    found_.grow(tree_);
    return std::move(found_);
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct InSight {
    Atom name;
    uint32_t symbol;
    uint32_t outer;
  };
  struct Group {
    std::vector<uint32_t> members;  // symbols
  };

  bool isTooDeep() {
    if (!stackLimit_.isReached()) [[likely]]
      return false;
    return found_.isTooDeep = true;
  }

  // --- What enums and namespaces hold.

  /// Blocks in the order in which their scopes were opened: outer before inner.
  void collectGroups() {
    std::vector<NodeId> blocks;
    for (const TypeScriptCode& code : ast_.typeScriptCode) {
      if (isBlock(code.node)) blocks.push_back(code.node);
    }
    std::ranges::sort(blocks, {}, [&](NodeId id) { return scopeOf(id); });
    for (NodeId id : blocks) collectGroup(id);
  }

  uint32_t scopeOf(NodeId block) const {
    return ast_.kindOf(block) == NodeKind::Enum ? ast_.as<EnumDeclaration>(block).scope
                                                : ast_.as<NamespaceDeclaration>(block).scope;
  }

  void collectGroup(NodeId id) {
    bool isEnum = ast_.kindOf(id) == NodeKind::Enum;
    const auto& name =
        ast_.as<Identifier>(isEnum ? ast_.as<EnumDeclaration>(id).name : ast_.as<NamespaceDeclaration>(id).name);
    if (name.symbol == kNoSymbol) return;
    uint32_t& group = found_.group[name.symbol];
    if (group == kNone) group = groupFor(name);
    if (isEnum) return declareMembers(ast_.as<EnumDeclaration>(id), group);
    const auto& it = ast_.as<NamespaceDeclaration>(id);
    for (NodeId statement : ast_.list(it.body)) {
      if (ast_.kindOf(statement) == NodeKind::ExportDeclaration)
        addExported(ast_.as<UnaryExpression>(statement).operand, group);
      else if (it.has(kDeclared) && isBlock(statement))
        addExported(statement, group);  // what a declared namespace holds is exported anyway
    }
  }

  bool isBlock(NodeId id) const { return ast_.kindOf(id) == NodeKind::Enum || ast_.kindOf(id) == NodeKind::Namespace; }

  /// What an outer namespace exports under one name is one, also from different blocks.
  uint32_t groupFor(const Identifier& name) {
    uint32_t outer = found_.owner[name.symbol];
    auto fresh = static_cast<uint32_t>(groups_.size());
    if (outer != kNone) {
      uint64_t key = uint64_t{outer} << 32 | static_cast<uint32_t>(name.name);
      auto [known, isNew] = exportedGroups_.try_emplace(key, fresh);
      if (!isNew) return known->second;
    }
    groups_.emplace_back();
    return fresh;
  }

  void declareMembers(const EnumDeclaration& it, uint32_t group) {
    for (NodeId member : ast_.list(it.members)) {
      NodeId key = ast_.as<BinaryExpression>(member).left;
      Atom name = ast_.kindOf(key) == NodeKind::Name
                      ? ast_.as<Name>(key).name
                      : ast_.atoms().internCopy(ast_.text(ast_.as<StringLiteral>(key).value));
      auto symbol = static_cast<uint32_t>(tree_.symbols.size());
      tree_.symbols.push_back({name, SymbolKind::EnumMember, it.scope, kNoSymbol, ast_.node(member).start});
      own(symbol, group);
    }
    heads_.resize(ast_.atoms().size(), kNone);
  }

  void own(uint32_t symbol, uint32_t group) {
    found_.grow(tree_);
    found_.owner[symbol] = group;
    groups_[group].members.push_back(symbol);
  }

  void addExported(NodeId id, uint32_t group) {
    if (!id || isTooDeep()) return;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        if (uint32_t symbol = ast_.as<Identifier>(id).symbol; symbol != kNoSymbol) own(symbol, group);
        return;
      case NodeKind::Variables:
        for (NodeId item : ast_.list(ast_.as<VariableDeclaration>(id).declarators)) addExported(item, group);
        return;
      case NodeKind::Declarator:
      case NodeKind::AssignmentPattern:
      case NodeKind::ImportEquals:
        return addExported(ast_.as<BinaryExpression>(id).left, group);
      case NodeKind::Rest:
        return addExported(ast_.as<UnaryExpression>(id).operand, group);
      case NodeKind::Property:
        return addExported(ast_.as<Property>(id).value, group);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId item : ast_.list(ast_.as<ListNode>(id).items)) addExported(item, group);
        return;
      case NodeKind::FunctionDeclaration:
        return addExported(ast_.as<Function>(id).name, group);
      case NodeKind::ClassDeclaration:
        return addExported(ast_.as<Class>(id).name, group);
      case NodeKind::Enum:
        return addExported(ast_.as<EnumDeclaration>(id).name, group);
      case NodeKind::Namespace:
        return addExported(ast_.as<NamespaceDeclaration>(id).name, group);
      default:
        return;
    }
  }

  // --- What is in sight.

  void see(uint32_t symbol) {
    const Symbol& it = tree_.symbols[symbol];
    // Of what is declared only, const enums and namespaces with such are seen: what names their members is replaced.
    if (it.kind == SymbolKind::TypeOnly && (symbol >= found_.group.size() || found_.group[symbol] == kNone)) return;
    uint32_t& head = heads_[static_cast<uint32_t>(it.name)];
    inSight_.push_back({it.name, symbol, head});
    head = static_cast<uint32_t>(inSight_.size()) - 1;
  }

  size_t enter(uint32_t scope) {
    size_t mark = inSight_.size();
    if (scope == kNoScope) return mark;
    for (uint32_t at = tree_.scopes[scope].firstSymbol; at != kNoSymbol; at = tree_.symbols[at].next) see(at);
    return mark;
  }

  enum class CatchPart : uint8_t { Parameter, Block };
  void enterCatch(uint32_t scope, CatchPart part) {
    for (uint32_t at = tree_.scopes[scope].firstSymbol; at != kNoSymbol; at = tree_.symbols[at].next) {
      SymbolKind kind = tree_.symbols[at].kind;
      bool isParameter = kind == SymbolKind::Catch || kind == SymbolKind::SimpleCatch;
      if (isParameter == (part == CatchPart::Parameter)) see(at);
    }
  }

  void leave(size_t mark) {
    while (inSight_.size() > mark) {
      heads_[static_cast<uint32_t>(inSight_.back().name)] = inSight_.back().outer;
      inSight_.pop_back();
    }
  }

  size_t enterBlock(NodeId name, uint32_t scope) {
    size_t mark = inSight_.size();
    uint32_t symbol = ast_.as<Identifier>(name).symbol;
    uint32_t group = symbol == kNoSymbol ? kNone : found_.group[symbol];
    if (group != kNone)
      for (uint32_t member : groups_[group].members) see(member);
    enter(scope);
    return mark;
  }

  void refer(Identifier& name) {
    uint32_t head = heads_[static_cast<uint32_t>(name.name)];
    if (head == kNone) return;
    name.symbol = inSight_[head].symbol;
    ++found_.uses[name.symbol];
  }

  // --- The walk.

  void visitAll(NodeList list) {
    for (NodeId& slot : ast_.list(list))
      if (slot) visit(slot);
  }

  void visit(NodeId& slot) {
    if (isTooDeep()) return;
    NodeId id = slot;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        if (auto& name = ast_.as<Identifier>(id); name.symbol == kNoSymbol) refer(name);
        return;
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(id);
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::FunctionDeclaration:
        return visitFunction(ast_.as<Function>(id));
      case NodeKind::Class:
      case NodeKind::ClassDeclaration:
        return visitClass(ast_.as<Class>(id));
      case NodeKind::StaticBlock:
      case NodeKind::Block:
        return visitScoped(id, ast_.as<Block>(id).scope);
      case NodeKind::For:
        return visitScoped(id, ast_.as<ForStatement>(id).scope);
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        return visitScoped(id, ast_.as<ForEachStatement>(id).scope);
      case NodeKind::Switch:
        return visitSwitch(ast_.as<SwitchStatement>(id));
      case NodeKind::Try:
        return visitTry(ast_.as<TryStatement>(id));
      case NodeKind::Enum:
        return visitEnum(ast_.as<EnumDeclaration>(id));
      case NodeKind::Namespace:
        return visitNamespace(ast_.as<NamespaceDeclaration>(id));
      case NodeKind::ExportNamed:
        return visitExport(ast_.as<ModuleDeclaration>(id));
      default:
        return visitChildren(id);
    }
  }

  void visitChildren(NodeId id) {
    forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
  }

  void visitScoped(NodeId id, uint32_t scope) {
    size_t mark = enter(scope);
    visitChildren(id);
    leave(mark);
  }

  void visitSpine(NodeId id) {
    size_t base = spine_.size();
    NodeId at = id;
    for (; isLeftNesting(ast_.kindOf(at)); at = leftSlot(ast_, at)) spine_.push_back(at);
    visit(leftSlot(ast_, spine_.back()));
    while (spine_.size() > base) {
      NodeId node = spine_.back();
      spine_.pop_back();
      NodeId* left = &leftSlot(ast_, node);
      forEachChild(ast_, node, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }

  void visitFunction(const Function& it) {
    size_t mark = inSight_.size();
    uint32_t outer = tree_.scopes[it.scope].parent;
    bool isNamedExpression =
        it.kind == NodeKind::Function && it.name && tree_.scopes[outer].kind == ScopeKind::FunctionName;
    if (isNamedExpression) enter(outer);
    enter(it.scope);
    visitAll(it.parameters);
    if (it.bodyScope != it.scope) enter(it.bodyScope);
    visitAll(it.body);
    leave(mark);
  }

  void visitClass(const Class& it) {
    visitAll(it.decorators);
    size_t mark = enter(it.scope);
    if (it.heritage) visit(const_cast<Class&>(it).heritage);
    visitAll(it.members);
    if (hasTypeMetadata_) referToTypes(it);
    leave(mark);
  }

  /// Types of members that have decorators, or whose parameters have; of the constructor, if the class has.
  void referToTypes(const Class& it) {
    for (NodeId id : ast_.list(it.members)) {
      if (ast_.kindOf(id) != NodeKind::ClassMember) continue;
      const auto& member = ast_.as<ClassMember>(id);
      bool isConstructor = ast_.kindOf(member.key) == NodeKind::Name &&
                           ast_.as<Name>(member.key).name == Atom::Constructor && !member.has(kStatic | kComputed);
      bool isDecorated = !member.decorators.empty() || (isConstructor && !it.decorators.empty());
      const Function* function =
          ast_.kindOf(member.value) == NodeKind::Function ? &ast_.as<Function>(member.value) : nullptr;
      std::span<NodeId> parameters = function ? ast_.list(function->parameters) : std::span<NodeId>();
      for (NodeId parameter : parameters)
        if (ast_.kindOf(parameter) == NodeKind::Parameter)
          isDecorated |= !ast_.as<Parameter>(parameter).decorators.empty();
      if (!isDecorated) continue;
      referToType(member.type);
      if (function) referToType(function->returnType);
      for (NodeId parameter : parameters)
        if (ast_.kindOf(parameter) == NodeKind::Parameter) referToType(ast_.as<Parameter>(parameter).type);
    }
  }

  void referToType(ByteRange range) {
    TypeMetadata type = metadataOfType(ast_.slice(range.begin, range.end));
    if (type.kind != TypeMetadata::Kind::Reference) return;
    Atom root = ast_.atoms().internCopy(type.name.substr(0, type.name.find_first_of(". \t\r\n")));
    heads_.resize(ast_.atoms().size(), kNone);
    auto* name =
        ast_.arena().make<Identifier>(Node{NodeKind::Identifier, 0, TokenKind::Eof, 0, range.begin}, root, kNoSymbol);
    refer(*name);
    found_.typeNames[range.begin] = {ast_.arena().unitOf(name)};
  }

  void visitSwitch(SwitchStatement& it) {
    visit(it.discriminant);
    size_t mark = enter(it.scope);
    visitAll(it.cases);
    leave(mark);
  }

  void visitTry(TryStatement& it) {
    visit(it.block);
    if (it.handler) {
      const auto& handler = ast_.as<Block>(it.handler);
      size_t mark = inSight_.size();
      // One scope holds both, but the parameter's defaults do not see what the block declares.
      enterCatch(handler.scope, CatchPart::Parameter);
      if (it.parameter) visit(it.parameter);
      enterCatch(handler.scope, CatchPart::Block);
      visitAll(handler.body);
      leave(mark);
    }
    if (it.finalizer) visit(it.finalizer);
  }

  void visitEnum(const EnumDeclaration& it) {
    if (it.has(kDeclared) && !it.has(kConstEnum)) return;
    size_t mark = enterBlock(it.name, it.scope);
    for (NodeId member : ast_.list(it.members))
      if (NodeId& value = ast_.as<BinaryExpression>(member).right) visit(value);
    leave(mark);
  }

  void visitNamespace(const NamespaceDeclaration& it) {
    if (it.has(kDeclared)) return visitDeclaredNamespace(it);
    size_t mark = enterBlock(it.name, it.scope);
    visitAll(it.body);
    leave(mark);
  }

  /// Its const enums alone.
  void visitDeclaredNamespace(const NamespaceDeclaration& it) {
    uint32_t symbol = ast_.as<Identifier>(it.name).symbol;
    if (symbol == kNoSymbol || found_.group[symbol] == kNone || isTooDeep()) return;
    size_t mark = enterBlock(it.name, it.scope);
    for (NodeId statement : ast_.list(it.body)) {
      if (ast_.kindOf(statement) == NodeKind::ExportDeclaration)
        statement = ast_.as<UnaryExpression>(statement).operand;
      if (isBlock(statement)) visit(statement);
    }
    leave(mark);
  }

  void visitExport(const ModuleDeclaration& it) {
    if (it.source || it.has(kTypeOnlyFlag)) return;
    for (NodeId item : ast_.list(it.specifiers)) {
      auto& specifier = ast_.as<ModuleSpecifier>(item);
      if (ast_.kindOf(specifier.inner) == NodeKind::Identifier) visit(specifier.inner);
      if (specifier.has(kTypeOnlyFlag) || ast_.kindOf(specifier.inner) != NodeKind::Name) continue;
      Name local = ast_.as<Name>(specifier.inner);
      auto* name = ast_.arena().make<Identifier>(Node{NodeKind::Identifier, 0, TokenKind::Eof, 0, local.start},
                                                 local.name, kNoSymbol);
      specifier.inner = {ast_.arena().unitOf(name)};
      refer(*name);
    }
  }

  Ast& ast_;
  ScopeTree& tree_;
  bool hasTypeMetadata_;
  std::vector<uint32_t> heads_;  // by name: the innermost of inSight_
  std::vector<InSight> inSight_;
  std::vector<NodeId> spine_;
  std::vector<Group> groups_;
  std::unordered_map<uint64_t, uint32_t> exportedGroups_;  // by group and name
  StackLimit stackLimit_;
  Bindings found_;
};

}  // namespace

void Bindings::grow(const ScopeTree& tree) {
  uses.resize(tree.symbols.size());
  owner.resize(tree.symbols.size(), kNoSymbol);
  group.resize(tree.symbols.size(), kNoSymbol);
}

Bindings bind(Ast& ast, const BindOptions& options) {
  return Binder(ast, options).run();
}

}  // namespace weft::syntax
