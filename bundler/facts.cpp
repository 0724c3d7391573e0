#include "bundler/facts.h"

#include <algorithm>
#include <unordered_set>

#include "bundler/effects.h"
#include "bundler/glob.h"
#include "syntax/tree_walk.h"

namespace weft::bundler {

using namespace syntax;

namespace {

class FactFinder {
 public:
  FactFinder(Module& module, std::string_view stem)
      : ast_(module.tree->ast),
        tree_(ast_.scopes()),
        facts_(module.facts),
        stem_(stem),
        isEsModule_(module.isEsModule()),
        stackLimit_(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - kStackBytes) {}

  void run() {
    facts_.hasTopLevelAwait = ast_.hasTopLevelAwait;
    for (const Scope& scope : tree_.scopes) facts_.hasDirectEval |= scope.hasDirectEval;
    if (isEsModule_) {
      for (NodeId statement : ast_.list(ast_.body)) connect(statement);
      for (const ImportBinding& import : facts_.imports) {
        const std::string& from = facts_.requests[import.request].specifier;
        if (import.name == "createRequire" && (from == "node:module" || from == "module"))
          createRequire_ = import.symbol;
      }
      for (uint32_t i = 0; i < facts_.imports.size(); ++i)
        if (facts_.imports[i].name == kNamespaceName) namespaceOf_[facts_.imports[i].symbol] = i;
      for (NodeId statement : ast_.list(ast_.body)) topLevel(statement);
    } else {
      Part& whole = facts_.parts.emplace_back();
      part_ = &whole;
      for (NodeId& statement : ast_.list(ast_.body)) visit(statement);
    }
    indexSymbols();
    for (Atom name : freeNames_) facts_.freeNames.emplace_back(ast_.text(name));
    facts_.isTooDeep = isTooDeep_;
  }

 private:
  void indexSymbols() {
    std::vector<uint32_t>& imports = facts_.importsBySymbol;
    for (uint32_t i = 0; i < facts_.imports.size(); ++i) imports.push_back(i);
    std::ranges::sort(imports, {}, [&](uint32_t i) { return std::pair(facts_.imports[i].symbol, i); });
    for (uint32_t i = 0; i < facts_.parts.size(); ++i)
      for (uint32_t symbol : facts_.parts[i].declares) facts_.partsBySymbol.emplace_back(symbol, i);
    std::ranges::sort(facts_.partsBySymbol);
  }

  static constexpr size_t kStackBytes = size_t{3} << 20;

  bool isTooDeep() {
    if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) > stackLimit_) [[likely]]
      return false;
    return isTooDeep_ = true;
  }

  std::string_view textOf(NodeId name) const {
    switch (ast_.kindOf(name)) {
      case NodeKind::Identifier:
        return ast_.text(ast_.as<Identifier>(name).name);
      case NodeKind::String:
        return ast_.text(ast_.as<StringLiteral>(name).value);
      default:
        return ast_.text(ast_.as<Name>(name).name);
    }
  }

  // --- What connects modules.

  uint32_t request(const ModuleDeclaration& it, RequestKind kind) {
    const auto& source = ast_.as<StringLiteral>(it.source);
    Request made{std::string(ast_.text(source.value)), {}, kind, {source.start, source.end}};
    for (NodeId id : ast_.list(it.attributes)) {
      const auto& attribute = ast_.as<BinaryExpression>(id);
      made.attributes.push_back({std::string(textOf(attribute.left)), std::string(textOf(attribute.right))});
    }
    return addRequest(std::move(made));
  }

  uint32_t addRequest(Request made) {
    std::string key =
        std::to_string(static_cast<int>(made.kind == RequestKind::ExportFrom ? RequestKind::Import : made.kind));
    key += made.specifier;
    for (const ImportAttribute& attribute : made.attributes)
      key.append("\0", 1).append(attribute.key).append("=").append(attribute.value);
    auto [known, isNew] = requestOf_.try_emplace(std::move(key), static_cast<uint32_t>(facts_.requests.size()));
    if (isNew) facts_.requests.push_back(std::move(made));
    return known->second;
  }

  void addImport(NodeId local, uint32_t request, std::string_view name) {
    const auto& it = ast_.as<Identifier>(local);
    facts_.imports.push_back({it.symbol, request, std::string(name), it.start});
  }

  void importDeclaration(const ModuleDeclaration& it) {
    uint32_t from = request(it, RequestKind::Import);
    if (it.defaultName) addImport(it.defaultName, from, "default");
    if (it.namespaceName) addImport(it.namespaceName, from, kNamespaceName);
    for (NodeId id : ast_.list(it.specifiers)) {
      const auto& specifier = ast_.as<ModuleSpecifier>(id);
      addImport(specifier.inner, from, textOf(specifier.outer));
    }
  }

  /// Requests in the order of the source, and what is imported, before anything uses it.
  void connect(NodeId statement) {
    NodeKind kind = ast_.kindOf(statement);
    if (kind == NodeKind::Import) return importDeclaration(ast_.as<ModuleDeclaration>(statement));
    bool isExport = kind == NodeKind::ExportNamed || kind == NodeKind::ExportAll;
    if (isExport && ast_.as<ModuleDeclaration>(statement).source)
      (void)request(ast_.as<ModuleDeclaration>(statement), RequestKind::ExportFrom);
  }

  void exportNamed(const ModuleDeclaration& it) {
    uint32_t from = it.source ? request(it, RequestKind::ExportFrom) : UINT32_MAX;
    for (NodeId id : ast_.list(it.specifiers)) {
      const auto& specifier = ast_.as<ModuleSpecifier>(id);
      Export made{std::string(textOf(specifier.outer)), kNoSymbol, from, {}, specifier.start};
      if (it.source)
        made.imported = textOf(specifier.inner);
      else if (ast_.kindOf(specifier.inner) == NodeKind::Identifier)
        made.symbol = ast_.as<Identifier>(specifier.inner).symbol;
      facts_.exports.push_back(std::move(made));
    }
  }

  void exportAll(const ModuleDeclaration& it) {
    uint32_t from = request(it, RequestKind::ExportFrom);
    if (!it.namespaceName) return facts_.exportStars.push_back(from);
    facts_.exports.push_back(
        {std::string(textOf(it.namespaceName)), kNoSymbol, from, std::string(kNamespaceName), it.start});
  }

  /// The names of a pattern that are variables.
  template <typename Use>
  void forEachName(NodeId id, Use use) {
    if (!id || isTooDeep()) return;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        return use(id);
      case NodeKind::AssignmentPattern:
        return forEachName(ast_.as<BinaryExpression>(id).left, use);
      case NodeKind::Rest:
        return forEachName(ast_.as<UnaryExpression>(id).operand, use);
      case NodeKind::Property:
        return forEachName(ast_.as<Property>(id).value, use);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId item : ast_.list(ast_.as<ListNode>(id).items)) forEachName(item, use);
        return;
      default:
        return;
    }
  }

  void exportPattern(NodeId pattern) {
    forEachName(pattern, [this](NodeId name) {
      const auto& it = ast_.as<Identifier>(name);
      facts_.exports.push_back({std::string(ast_.text(it.name)), it.symbol, UINT32_MAX, {}, it.start});
    });
  }

  NodeId exportDeclaration(NodeId declaration) {
    switch (ast_.kindOf(declaration)) {
      case NodeKind::Variables:
        for (NodeId id : ast_.list(ast_.as<VariableDeclaration>(declaration).declarators))
          exportPattern(ast_.as<BinaryExpression>(id).left);
        break;
      case NodeKind::FunctionDeclaration:
        exportPattern(ast_.as<Function>(declaration).name);
        break;
      case NodeKind::ClassDeclaration:
        exportPattern(ast_.as<Class>(declaration).name);
        break;
      default:
        break;
    }
    return declaration;
  }

  NodeId makeIdentifier(uint32_t start, Atom name, uint32_t symbol) {
    auto* made = ast_.arena().make<Identifier>(Node{NodeKind::Identifier, 0, TokenKind::Eof, 0, start}, name, symbol);
    return {ast_.arena().unitOf(made)};
  }

  /// The default export gets a variable of its own, unless it has one.
  NodeId exportDefault(const UnaryExpression& it) {
    NodeId value = it.operand;
    NodeId* name = nullptr;
    if (ast_.kindOf(value) == NodeKind::FunctionDeclaration) name = &ast_.as<Function>(value).name;
    if (ast_.kindOf(value) == NodeKind::ClassDeclaration) name = &ast_.as<Class>(value).name;
    uint32_t symbol = name && *name ? ast_.as<Identifier>(*name).symbol : kNoSymbol;
    if (symbol == kNoSymbol) {
      Atom wanted = ast_.atoms().internCopy(stem_ + "_default");
      symbol = static_cast<uint32_t>(tree_.symbols.size());
      SymbolKind kind = !name                                              ? SymbolKind::Const
                        : ast_.kindOf(value) == NodeKind::ClassDeclaration ? SymbolKind::Class
                                                                           : SymbolKind::TopLevelFunction;
      tree_.symbols.push_back({wanted, kind, 0, tree_.scopes[0].firstSymbol, it.start});
      tree_.scopes[0].firstSymbol = symbol;
      NodeId identifier = makeIdentifier(it.start, wanted, symbol);
      if (name)
        *name = identifier;
      else
        value = declareConst(it.start, identifier, value);
    }
    facts_.exports.push_back({"default", symbol, UINT32_MAX, {}, it.start});
    return value;
  }

  NodeId declareConst(uint32_t start, NodeId target, NodeId value) {
    auto& arena = ast_.arena();
    auto nodeOf = [&](NodeKind kind) { return Node{kind, 0, TokenKind::Eof, 0, start}; };
    auto* declarator = arena.make<BinaryExpression>(nodeOf(NodeKind::Declarator), target, value);
    auto* slot = new (arena.allocate(sizeof(NodeId))) NodeId{arena.unitOf(declarator)};
    auto* made = arena.make<VariableDeclaration>(nodeOf(NodeKind::Variables), NodeList{arena.unitOf(slot), 1});
    made->detail = static_cast<uint8_t>(VariableKind::Const);
    return {arena.unitOf(made)};
  }

  // --- Statements.

  void topLevel(NodeId statement) {
    switch (ast_.kindOf(statement)) {
      case NodeKind::Import:
        return;
      case NodeKind::ExportNamed:
        return exportNamed(ast_.as<ModuleDeclaration>(statement));
      case NodeKind::ExportAll:
        return exportAll(ast_.as<ModuleDeclaration>(statement));
      case NodeKind::ExportDeclaration:
        return addPart(exportDeclaration(ast_.as<UnaryExpression>(statement).operand));
      case NodeKind::ExportDefault:
        return addPart(exportDefault(ast_.as<UnaryExpression>(statement)));
      case NodeKind::Directive:
      case NodeKind::Empty:
        return;
      case NodeKind::Variables:
        return addVariables(statement);
      default:
        return addPart(statement);
    }
  }

  /// `const a = 1, b = 2` is two parts, each of which may go without the other.
  void addVariables(NodeId statement) {
    auto kind = static_cast<VariableKind>(ast_.node(statement).detail);
    facts_.hasUsing |= kind == VariableKind::Using || kind == VariableKind::AwaitUsing;
    auto declarators = ast_.list(ast_.as<VariableDeclaration>(statement).declarators);
    if (declarators.size() == 1) return addPart(statement);
    for (NodeId& slot : declarators) {
      auto& arena = ast_.arena();
      VariableDeclaration one = ast_.as<VariableDeclaration>(statement);
      one.start = ast_.node(slot).start;
      one.declarators = {arena.unitOf(&slot), 1};
      addPart({arena.unitOf(new (arena.allocate(sizeof one)) VariableDeclaration(one))});
    }
  }

  void addPart(NodeId statement) {
    Part& part = facts_.parts.emplace_back();
    part_ = &part;
    part.statement = statement;
    part.canBeRemovedIfUnused = isPureStatement(ast_, statement);
    part.isFunction = ast_.kindOf(statement) == NodeKind::FunctionDeclaration;
    part.isTimeless = part.canBeRemovedIfUnused && isTimeless(ast_, statement);
    visit(part.statement);
    if (ast_.kindOf(part.statement) == NodeKind::ExpressionStatement) {
      NodeId value = ast_.as<UnaryExpression>(part.statement).operand;
      part.isImportForNothing = ast_.kindOf(value) == NodeKind::ImportCall && part.requests.size() == 1;
    }
    auto unique = [](std::vector<uint32_t>& list) {
      std::ranges::sort(list);
      list.erase(std::ranges::unique(list).begin(), list.end());
    };
    unique(part.declares);
    unique(part.uses);
    unique(part.requests);
    std::erase_if(part.uses, [&](uint32_t symbol) { return std::ranges::binary_search(part.declares, symbol); });
  }

  // --- The walk.

  void visitAll(NodeList list) {
    for (NodeId& slot : ast_.list(list))
      if (slot) visit(slot);
  }

  void visitChildren(NodeId id) {
    forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
  }

  void identifier(const Identifier& it) {
    if (it.symbol == kNoSymbol) {
      if (isFreeSeen_.insert(it.name).second) freeNames_.push_back(it.name);
      if (it.name == Atom::Require) facts_.usesRequire = true;
      return;
    }
    if (isEsModule_ && tree_.symbols[it.symbol].scope == 0) part_->uses.push_back(it.symbol);
  }

  void declareName(NodeId name) {
    if (ast_.kindOf(name) != NodeKind::Identifier) return;
    uint32_t symbol = ast_.as<Identifier>(name).symbol;
    if (isEsModule_ && symbol != kNoSymbol && tree_.symbols[symbol].scope == 0) part_->declares.push_back(symbol);
  }

  void declarePattern(NodeId pattern) {
    forEachName(pattern, [this](NodeId name) { declareName(name); });
  }

  void assignPattern(NodeId pattern) {
    forEachName(pattern, [this](NodeId name) { assignName(ast_.as<Identifier>(name)); });
  }

  void assignName(const Identifier& it) {
    if (it.symbol == kNoSymbol) return;
    const Symbol& symbol = tree_.symbols[it.symbol];
    bool isImport = symbol.kind == SymbolKind::Import;
    facts_.assignsConstants |= symbol.kind == SymbolKind::Const;
    if (!isEsModule_ || symbol.scope != 0 || (!isImport && symbol.kind != SymbolKind::Const)) return;
    auto end = it.start + static_cast<uint32_t>(ast_.text(it.name).size());
    facts_.badAssignments.push_back({it.symbol, {it.start, end}, isImport});
  }

  void visit(NodeId& slot) {
    if (isTooDeep()) return;
    NodeId id = slot;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        return identifier(ast_.as<Identifier>(id));
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(id);
      case NodeKind::New:
        assetUrl(id);
        return visitChildren(id);
      case NodeKind::ImportCall:
        return importCall(ast_.as<ImportCall>(id), id);
      case NodeKind::ImportMeta:
        facts_.usesImportMeta = true;
        return;
      case NodeKind::Assign:
        assignPattern(ast_.as<BinaryExpression>(id).left);
        return visitChildren(id);
      case NodeKind::Update:
        assignPattern(ast_.as<UnaryExpression>(id).operand);
        return visitChildren(id);
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        assignPattern(ast_.as<ForEachStatement>(id).target);
        return visitChildren(id);
      case NodeKind::Variables:
        for (NodeId item : ast_.list(ast_.as<VariableDeclaration>(id).declarators)) {
          const auto& declarator = ast_.as<BinaryExpression>(item);
          declarePattern(declarator.left);
          bool isConst = ast_.node(id).detail == static_cast<uint8_t>(VariableKind::Const);
          if (isConst && ast_.kindOf(declarator.left) == NodeKind::Identifier && isCreatedRequire(declarator.right))
            facts_.requireSymbols.insert(ast_.as<Identifier>(declarator.left).symbol);
        }
        return visitChildren(id);
      case NodeKind::FunctionDeclaration:
        declareName(ast_.as<Function>(id).name);
        return visitChildren(id);
      case NodeKind::ClassDeclaration:
        declareName(ast_.as<Class>(id).name);
        return visitChildren(id);
      default:
        return visitChildren(id);
    }
  }

  void visitSpine(NodeId id) {
    size_t base = spine_.size();
    NodeId at = id;
    for (; isLeftNesting(ast_.kindOf(at)); at = leftSlot(ast_, at)) {
      if (ast_.kindOf(at) == NodeKind::Call && requireCall(at)) break;
      spine_.push_back(at);
    }
    if (spine_.size() == base) return;
    if (memberOfNamespace(spine_.back()))
      spine_.pop_back();
    else if (!isLeftNesting(ast_.kindOf(leftSlot(ast_, spine_.back()))))
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

  bool memberOfNamespace(NodeId id) {
    if (namespaceOf_.empty() || ast_.kindOf(id) != NodeKind::Member) return false;
    const auto& member = ast_.as<MemberExpression>(id);
    if (ast_.kindOf(member.object) != NodeKind::Identifier || member.has(kPrivateMember)) return false;
    auto found = namespaceOf_.find(ast_.as<Identifier>(member.object).symbol);
    if (found == namespaceOf_.end()) return false;
    part_->members.push_back({found->second, std::string(ast_.text(member.name))});
    return true;
  }

  /// createRequire(import.meta.url)
  bool isCreatedRequire(NodeId id) const {
    if (createRequire_ == kNoSymbol || ast_.kindOf(id) != NodeKind::Call) return false;
    const auto& call = ast_.as<CallExpression>(id);
    if (ast_.kindOf(call.callee) != NodeKind::Identifier || ast_.as<Identifier>(call.callee).symbol != createRequire_ ||
        call.arguments.count != 1)
      return false;
    NodeId argument = ast_.list(call.arguments)[0];
    return ast_.kindOf(argument) == NodeKind::Member &&
           ast_.kindOf(ast_.as<MemberExpression>(argument).object) == NodeKind::ImportMeta;
  }

  bool isRequire(NodeId callee) const {
    if (ast_.kindOf(callee) != NodeKind::Identifier) return isCreatedRequire(callee);
    const auto& it = ast_.as<Identifier>(callee);
    if (it.symbol == kNoSymbol) return it.name == Atom::Require;
    return facts_.requireSymbols.contains(it.symbol);
  }

  /// require("x"), also of a require() that was made for this file.
  bool requireCall(NodeId id) {
    const auto& call = ast_.as<CallExpression>(id);
    if (call.arguments.count != 1 || !isRequire(call.callee)) return false;
    NodeId argument = ast_.list(call.arguments)[0];
    if (ast_.kindOf(argument) != NodeKind::String) {
      addGlob(id, argument, RequestKind::Require);
      return false;
    }
    const auto& specifier = ast_.as<StringLiteral>(argument);
    ByteRange range{specifier.start, specifier.end};
    part_->requests.push_back(addRequest({std::string(ast_.text(specifier.value)), {}, RequestKind::Require, range}));
    facts_.requireCalls.insert(id.unit);
    return true;
  }

  /// new Worker(new URL("./x.js", import.meta.url), { type: "module" }); those of Node need not say so.
  bool isModuleWorker(const CallExpression& it) const {
    if (ast_.kindOf(it.callee) != NodeKind::Identifier || it.arguments.empty()) return false;
    const auto& callee = ast_.as<Identifier>(it.callee);
    for (const ImportBinding& import : facts_.imports) {
      const std::string& from = facts_.requests[import.request].specifier;
      if (import.symbol == callee.symbol && import.name == "Worker")
        return from == "node:worker_threads" || from == "worker_threads";
    }
    std::string_view name = ast_.text(callee.name);
    bool isKnown = callee.symbol == kNoSymbol && (name == "Worker" || name == "SharedWorker");
    return isKnown && it.arguments.count > 1 && hasModuleType(ast_.list(it.arguments)[1]);
  }

  bool hasModuleType(NodeId options) const {
    if (ast_.kindOf(options) != NodeKind::Object) return false;
    return std::ranges::any_of(ast_.list(ast_.as<ListNode>(options).items), [&](NodeId id) {
      if (ast_.kindOf(id) != NodeKind::Property || ast_.node(id).has(kComputed)) return false;
      const auto& it = ast_.as<Property>(id);
      bool isText = ast_.kindOf(it.key) == NodeKind::Name || ast_.kindOf(it.key) == NodeKind::String;
      return isText && textOf(it.key) == "type" && ast_.kindOf(it.value) == NodeKind::String &&
             ast_.text(ast_.as<StringLiteral>(it.value).value) == "module";
    });
  }

  /// new URL("./x.png", import.meta.url)
  void assetUrl(NodeId id) {
    const auto& it = ast_.as<CallExpression>(id);
    if (isModuleWorker(it)) workerUrls_.insert(ast_.list(it.arguments)[0].unit);
    if (ast_.kindOf(it.callee) != NodeKind::Identifier || it.arguments.count != 2) return;
    const auto& callee = ast_.as<Identifier>(it.callee);
    auto arguments = ast_.list(it.arguments);
    if (callee.symbol != kNoSymbol || ast_.text(callee.name) != "URL") return;
    if (ast_.kindOf(arguments[0]) != NodeKind::String || ast_.kindOf(arguments[1]) != NodeKind::Member) return;
    const auto& base = ast_.as<MemberExpression>(arguments[1]);
    if (ast_.kindOf(base.object) != NodeKind::ImportMeta || ast_.text(base.name) != "url") return;
    const auto& name = ast_.as<StringLiteral>(arguments[0]);
    std::string specifier(ast_.text(name.value));
    if (!specifier.starts_with("./") && !specifier.starts_with("../")) return;
    facts_.assetUrls.push_back({arguments[0].unit,
                                std::move(specifier),
                                {name.start, name.end},
                                static_cast<uint32_t>(facts_.parts.size() - 1),
                                workerUrls_.contains(id.unit)});
  }

  void importCall(const ImportCall& it, NodeId id) {
    if (ast_.kindOf(it.source) == NodeKind::String && it.detail == 0) {
      const auto& specifier = ast_.as<StringLiteral>(it.source);
      Request made{
          std::string(ast_.text(specifier.value)), {}, RequestKind::DynamicImport, {specifier.start, specifier.end}};
      if (it.options) addAttributes(it.options, made.attributes);
      part_->requests.push_back(addRequest(std::move(made)));
      return;
    }
    if (it.detail == 0) addGlob(id, it.source, RequestKind::DynamicImport);
    visitChildren(id);
  }

  void addGlob(NodeId call, NodeId name, RequestKind kind) {
    std::optional<std::vector<std::string>> texts = globOf(ast_, name);
    if (!texts) return;
    uint32_t start = ast_.node(name).start;
    facts_.globs.push_back(
        {call.unit, std::move(*texts), kind, {start, start + 1}, static_cast<uint32_t>(facts_.parts.size() - 1)});
  }

  /// { with: { type: "json" } }
  void addAttributes(NodeId options, std::vector<ImportAttribute>& attributes) {
    if (ast_.kindOf(options) != NodeKind::Object) return;
    for (NodeId id : ast_.list(ast_.as<ListNode>(options).items)) {
      if (ast_.kindOf(id) != NodeKind::Property) continue;
      const auto& outer = ast_.as<Property>(id);
      if (outer.has(kComputed) || textOf(outer.key) != "with" || ast_.kindOf(outer.value) != NodeKind::Object) continue;
      for (NodeId item : ast_.list(ast_.as<ListNode>(outer.value).items)) {
        if (ast_.kindOf(item) != NodeKind::Property) continue;
        const auto& attribute = ast_.as<Property>(item);
        if (attribute.has(kComputed) || ast_.kindOf(attribute.value) != NodeKind::String) continue;
        attributes.push_back({std::string(textOf(attribute.key)), std::string(textOf(attribute.value))});
      }
    }
  }

  Ast& ast_;
  ScopeTree& tree_;
  Facts& facts_;
  std::string stem_;
  bool isEsModule_;
  uint32_t createRequire_ = kNoSymbol;  // import { createRequire } from "node:module"
  Part* part_ = nullptr;
  std::unordered_map<std::string, uint32_t> requestOf_;
  std::unordered_map<uint32_t, uint32_t> namespaceOf_;  // by symbol: the import
  std::unordered_set<Atom> isFreeSeen_;
  std::vector<Atom> freeNames_;
  std::unordered_set<uint32_t> workerUrls_;  // nodes: new URL() of a new Worker()
  std::vector<NodeId> spine_;
  uintptr_t stackLimit_;
  bool isTooDeep_ = false;
};

}  // namespace

void findFacts(Module& module, std::string_view stem) {
  FactFinder(module, stem).run();
}

}  // namespace weft::bundler
