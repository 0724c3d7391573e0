#include "bundler/rewrite.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "bundler/identifiers.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::bundler {

using namespace syntax;
using syntax::NodeId;

namespace {

class Rewriter : private TreeBuilder {
 public:
  Rewriter(Module& module, const RewriteContext& context, Log& log)
      : TreeBuilder(module.tree->ast, module.tree->bindings, module.location.path, log, kStackBytes),
        module_(module),
        context_(context),
        modules_(context.modules),
        linked_(context.linked),
        own_(context.linked.modules[module.id]),
        names_(context.names),
        ownNames_(context.names.modules[module.id]),
        options_(context.options),
        tree_(ast_.scopes()),
        importOf_(tree_.symbols.size(), kNoImport) {
    for (uint32_t i = 0; i < module.facts.imports.size(); ++i) importOf_[module.facts.imports[i].symbol] = i;
  }

  Rewritten run() {
    if (!module_.isEsModule()) {
      for (NodeId& statement : ast_.list(ast_.body)) {
        visit(statement);
        out_.body.push_back(statement);
      }
    } else {
      for (size_t i = 0; i < module_.facts.parts.size(); ++i)
        if (own_.isPartLive[i]) addPart(module_.facts.parts[i]);
      if (options_.minifySyntax) joinDeclarations();
    }
    renameWhatHides();
    return std::move(out_);
  }

 private:
  static constexpr size_t kStackBytes = size_t{3} << 20;
  static constexpr uint32_t kNoImport = UINT32_MAX;

  // --- Statements of an ES module.

  void addPart(const Part& part) {
    NodeId statement = part.statement;
    if (own_.wrap != Wrap::Lazy) {
      visit(statement);
      return out_.body.push_back(statement);
    }
    for (uint32_t symbol : part.declares)
      if (!isFunction(symbol)) out_.variables.push_back(ownNames_.symbols[symbol]);
    visit(statement);
    switch (kindOf(statement)) {
      case NodeKind::FunctionDeclaration:
        return out_.hoisted.push_back(statement);
      case NodeKind::ClassDeclaration: {
        // class A {}  becomes  A = class A {}
        auto& it = as<Class>(statement);
        it.kind = NodeKind::Class;
        const auto& name = as<Identifier>(it.name);
        NodeId target = make<Identifier>(NodeKind::Identifier, name.start, name.name, name.symbol);
        return out_.body.push_back(statementOf(assign(target, statement)));
      }
      default:
        return out_.body.push_back(statement);
    }
  }

  /// const a = 1; const b = 2;  becomes  const a = 1, b = 2;
  void joinDeclarations() {
    std::vector<NodeId> joined;
    std::vector<NodeId> declarators;
    for (size_t i = 0; i < out_.body.size();) {
      NodeId first = out_.body[i];
      size_t end = i + 1;
      if (kindOf(first) == NodeKind::Variables) {
        auto isAlike = [&](NodeId id) {
          return kindOf(id) == NodeKind::Variables && node(id).detail == node(first).detail;
        };
        while (end < out_.body.size() && isAlike(out_.body[end])) ++end;
        declarators.clear();
        for (size_t each = i; each < end; ++each) {
          auto items = ast_.list(as<VariableDeclaration>(out_.body[each]).declarators);
          declarators.insert(declarators.end(), items.begin(), items.end());
        }
        if (end > i + 1) as<VariableDeclaration>(first).declarators = list(declarators);
      }
      joined.push_back(first);
      i = end;
    }
    out_.body = std::move(joined);
  }

  NodeId statementOf(NodeId expression) { return statement(expression); }

  bool isFunction(uint32_t symbol) const {
    SymbolKind kind = tree_.symbols[symbol].kind;
    return kind == SymbolKind::TopLevelFunction || kind == SymbolKind::BlockFunction ||
           kind == SymbolKind::BlockGenerator;
  }

  /// const a = 1, { b } = c;  becomes  a = 1, { b } = c;
  NodeId assignments(NodeId declaration) {
    std::vector<NodeId> list;
    for (NodeId id : ast_.list(as<VariableDeclaration>(declaration).declarators)) {
      const auto& it = as<BinaryExpression>(id);
      bool isVar = node(declaration).detail == static_cast<uint8_t>(VariableKind::Var);
      if (!it.right && isVar) continue;
      list.push_back(assign(it.left, it.right ? it.right : undefined(it.start)));
    }
    if (list.empty()) return {};
    return list.size() == 1 ? list[0] : make<ListNode>(NodeKind::Sequence, node(declaration).start, this->list(list));
  }

  bool isOfModule(NodeId declaration) const {
    if (node(declaration).kind != NodeKind::Variables || own_.wrap != Wrap::Lazy || functionDepth_ > 0) return false;
    auto kind = static_cast<VariableKind>(node(declaration).detail);
    return kind == VariableKind::Var ||
           (kind != VariableKind::Using && kind != VariableKind::AwaitUsing && blockDepth_ == 0);
  }

  // --- The walk.

  void visitAll(NodeList list) {
    for (NodeId& slot : ast_.list(list))
      if (slot) visit(slot);
  }

  void visitChildren(NodeId id) {
    forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
  }

  void visitInside(NodeId id) {
    ++functionDepth_;
    visitChildren(id);
    --functionDepth_;
  }

  void visit(NodeId& slot) {
    if (isTooDeep()) return;
    NodeId id = slot;
    switch (kindOf(id)) {
      case NodeKind::Identifier:
        return reference(slot);
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(slot);
      case NodeKind::This:
        if (module_.isEsModule() && thisDepth_ == 0) slot = undefined(node(id).start);
        return;
      case NodeKind::Unary:
        visitChildren(id);
        return typeOf(as<UnaryExpression>(id));
      case NodeKind::ImportMeta:
        if (options_.format != Format::EsModule) {
          out_.usesImportMeta = true;
          slot = foreign(node(id).start, names_.importMeta);
        }
        return;
      case NodeKind::String:
        return assetUrl(id);
      case NodeKind::ImportCall:
        visitChildren(id);
        return importCall(slot);
      case NodeKind::Arrow:
        return visitInside(id);
      case NodeKind::Function:
      case NodeKind::FunctionDeclaration: {
        Temporarily depth(thisDepth_, thisDepth_ + 1);
        return visitInside(id);
      }
      case NodeKind::Class:
      case NodeKind::ClassDeclaration: {
        auto& it = as<Class>(id);
        if (it.name) visit(it.name);
        if (it.heritage) visit(it.heritage);
        Temporarily depth(thisDepth_, thisDepth_ + 1);
        Temporarily inside(functionDepth_, functionDepth_ + 1);
        return visitAll(it.members);
      }
      case NodeKind::Variables: {
        visitChildren(id);
        if (!isOfModule(id)) return shortenConst(node(id));
        NodeId list = assignments(id);
        slot = list ? statement(list) : make<Node>(NodeKind::Empty, node(id).start);
        return;
      }
      case NodeKind::For: {
        auto& it = as<ForStatement>(id);
        Temporarily depth(blockDepth_, blockDepth_ + 1);
        bool isHoisted = it.init && isOfModule(it.init);
        visitChildren(id);
        if (isHoisted)
          it.init = kindOf(it.init) == NodeKind::ExpressionStatement ? as<UnaryExpression>(it.init).operand : NodeId{};
        return;
      }
      case NodeKind::ForIn:
      case NodeKind::ForOf: {
        auto& it = as<ForEachStatement>(id);
        Temporarily depth(blockDepth_, blockDepth_ + 1);
        if (it.target && isOfModule(it.target))
          it.target = as<BinaryExpression>(ast_.list(as<VariableDeclaration>(it.target).declarators)[0]).left;
        return visitChildren(id);
      }
      case NodeKind::Block:
      case NodeKind::Switch:
      case NodeKind::Try: {
        Temporarily depth(blockDepth_, blockDepth_ + 1);
        return visitChildren(id);
      }
      default:
        return visitChildren(id);
    }
  }

  /// `let` is shorter, and means the same where nothing is assigned.
  void shortenConst(Node& it) {
    bool isConst = it.detail == static_cast<uint8_t>(VariableKind::Const);
    if (!options_.minifySyntax || !isConst || module_.facts.assignsConstants || module_.facts.hasDirectEval) return;
    it.detail = static_cast<uint8_t>(VariableKind::Let);
  }

  /// What CommonJS has and ES modules lack is not there for these, either, in an output that is CommonJS.
  void typeOf(UnaryExpression& it) {
    if (it.op != TokenKind::Typeof || !module_.isEsModule() || options_.format != Format::CommonJs) return;
    if (kindOf(it.operand) != NodeKind::Identifier || as<Identifier>(it.operand).symbol != kNoSymbol) return;
    std::string_view name = ast_.text(as<Identifier>(it.operand).name);
    for (std::string_view known : {"module", "exports", "require", "__filename", "__dirname"})
      if (name == known) it.operand = undefined(it.start);
  }

  void visitSpine(NodeId& first) {
    size_t base = spine_.size();
    for (NodeId* slot = &first; isLeftNesting(kindOf(*slot)); slot = &leftSlot(ast_, *slot)) {
      spine_.push_back(slot);
      if (module_.facts.requireCalls.contains(slot->unit)) break;
    }
    NodeId& inner = *spine_.back();
    if (kindOf(inner) == NodeKind::Member && memberOfNamespace(inner)) {
      spine_.pop_back();
    } else if (kindOf(inner) == NodeKind::Call && requireCall(inner)) {
      spine_.pop_back();
    } else {
      visit(leftSlot(ast_, inner));
    }
    while (spine_.size() > base) {
      NodeId& slot = *spine_.back();
      spine_.pop_back();
      NodeId* left = &leftSlot(ast_, slot);
      forEachChild(ast_, slot, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
      if (kindOf(slot) == NodeKind::Call && globCall(slot)) continue;
      bool isCall = kindOf(slot) == NodeKind::Call || kindOf(slot) == NodeKind::TaggedTemplate;
      // The function is not to see the module as `this`.
      if (isCall && *left == madeMember_ && madeMember_)
        *left = make<ListNode>(NodeKind::Sequence, node(slot).start, list({number(node(slot).start, 0), *left}));
    }
  }

  // --- Names.

  NodeId foreign(uint32_t start, std::string_view name) {
    foreign_.insert(ast_.atoms().internCopy(name));
    return global(start, name);
  }

  NodeId preludeCall(Prelude function, uint32_t start, std::initializer_list<NodeId> arguments) {
    out_.usedPrelude[static_cast<size_t>(function)] = true;
    return call(foreign(start, names_.of(function)), arguments);
  }

  void reference(NodeId& slot) {
    auto& it = as<Identifier>(slot);
    if (it.symbol == kNoSymbol || !module_.isEsModule()) return;
    if (it.symbol < importOf_.size() && importOf_[it.symbol] != kNoImport) {
      uint32_t start = it.start;
      const Target& target = own_.imports[importOf_[it.symbol]];
      if (target.kind == Target::Kind::Symbol) {
        setName(it, names_.modules[target.module].symbols[target.symbol]);
        return;
      }
      slot = valueOf(target, start);
      return;
    }
    if (tree_.symbols[it.symbol].scope == 0 && !ownNames_.symbols[it.symbol].empty())
      setName(it, ownNames_.symbols[it.symbol]);
  }

  void setName(Identifier& it, const std::string& name) {
    if (ast_.text(it.name) == name) return;
    it.name = ast_.atoms().internCopy(name);
    foreign_.insert(it.name);
  }

  NodeId memberNamed(NodeId object, const std::string& name, uint32_t start) {
    madeMember_ = isIdentifierName(name) ? member(object, name) : index(object, string(start, name));
    return madeMember_;
  }

  /// Of what is no variable of a module.
  NodeId valueOf(const Target& target, uint32_t start) {
    switch (target.kind) {
      case Target::Kind::Symbol:
        return foreign(start, names_.modules[target.module].symbols[target.symbol]);
      case Target::Kind::Namespace:
        return foreign(start, names_.modules[target.module].exports);
      case Target::Kind::View: {
        NodeId view = foreign(start, names_.modules[target.module].view);
        return target.name == kNamespaceName ? view : memberNamed(view, target.name, start);
      }
      case Target::Kind::External: {
        NodeId whole = foreign(start, names_.externals.at(target.external));
        return target.name == kNamespaceName ? whole : memberNamed(whole, target.name, start);
      }
      default:
        return undefined(start);
    }
  }

  bool memberOfNamespace(NodeId& slot) {
    const auto& it = as<MemberExpression>(slot);
    if (kindOf(it.object) != NodeKind::Identifier || it.has(kPrivateMember)) return false;
    uint32_t symbol = as<Identifier>(it.object).symbol;
    if (!module_.isEsModule() || symbol >= importOf_.size() || importOf_[symbol] == kNoImport) return false;
    auto found = own_.members.find({importOf_[symbol], std::string(ast_.text(it.name))});
    if (found == own_.members.end()) return false;
    slot = valueOf(found->second, it.start);
    return true;
  }

  /// new URL("./x.png", import.meta.url)  becomes  new URL("./x-K3MJ2QXA.png", import.meta.url)
  void assetUrl(NodeId id) {
    auto url = std::ranges::find(module_.facts.assetUrls, id.unit, &AssetUrl::node);
    if (url == module_.facts.assetUrls.end()) return;
    if (url->request != UINT32_MAX) {
      ModuleId target = module_.facts.requests[url->request].target;
      if (target != kNoModule) as<StringLiteral>(id).value = text(fileOf(target));
      return;
    }
    auto found = module_.assetUrls.find(id.unit);
    if (found == module_.assetUrls.end()) return;
    as<StringLiteral>(id).value = text(context_.files.specifier(context_.chunks.chunkOf[module_.id], found->second));
    out_.assets.push_back(&found->second);
  }

  // --- require() and import().

  bool requireCall(NodeId& slot) {
    const auto& it = as<CallExpression>(slot);
    if (it.arguments.count != 1) return false;
    NodeId argument = ast_.list(it.arguments)[0];
    if (kindOf(argument) != NodeKind::String || !module_.facts.requireCalls.contains(slot.unit)) return false;
    const Request* request = find(RequestKind::Require, ast_.text(as<StringLiteral>(argument).value));
    if (!request) return false;
    slot = required(*request, it.start, argument);
    return true;
  }

  NodeId required(const Request& request, uint32_t start, NodeId specifier) {
    if (!request.external.empty()) return requireExternal(request.external, start);
    if (request.target == kNoModule) return preludeCall(Prelude::Missing, start, {specifier});
    const LinkedModule& target = linked_.modules[request.target];
    const ModuleNames& names = names_.modules[request.target];
    if (target.wrap == Wrap::CommonJs) return call(foreign(start, names.require), {});
    if (target.isAsync)
      return preludeCall(Prelude::RequireAsync, start, {string(start, modules_[request.target].shownPath)});
    NodeId init = foreign(start, names.init), whole = foreign(start, names.exports);
    auto cycle = own_.cycles.find(static_cast<uint32_t>(&request - module_.facts.requests.data()));
    if (cycle == own_.cycles.end()) return preludeCall(Prelude::RequireEsModule, start, {init, whole});
    std::vector<NodeId> modules;
    for (ModuleId id : cycle->second) {
      const ModuleNames& names = names_.modules[id];
      modules.push_back(foreign(start, linked_.modules[id].wrap == Wrap::CommonJs ? names.require : names.init));
    }
    return preludeCall(Prelude::RequireInCycle, start, {init, whole, array(start, modules)});
  }

  NodeId requireExternal(const std::string& name, uint32_t start) {
    NodeId specifier = string(start, name);
    if (options_.format == Format::CommonJs || options_.platform == Platform::Node)
      return call(foreign(start, "require"), {specifier});
    return preludeCall(Prelude::Require, start, {specifier});
  }

  const Request* find(RequestKind kind, std::string_view specifier) const {
    for (const Request& request : module_.facts.requests)
      if (request.kind == kind && request.specifier == specifier) return &request;
    return nullptr;
  }

  NodeId expressionArrow(uint32_t start, NodeId value) {
    NodeId result = arrow(start, {}, list({value}), 0);
    node(result).detail |= kExpressionBody;
    return result;
  }

  void importCall(NodeId& slot) {
    if (globCall(slot)) return;
    const auto& it = as<ImportCall>(slot);
    if (kindOf(it.source) != NodeKind::String || it.detail != 0) return;
    const Request* request = find(RequestKind::DynamicImport, ast_.text(as<StringLiteral>(it.source).value));
    if (!request) return;
    if (request->external.empty())
      slot = promised(*request, it.start, it.source);
    else
      as<StringLiteral>(it.source).value = text(request->external);
  }

  /// What import() gives.
  NodeId promised(const Request& request, uint32_t start, NodeId specifier) {
    bool isExternal = !request.external.empty();
    if (isExternal || (options_.splits && request.target != kNoModule))
      return make<ImportCall>(NodeKind::ImportCall, start,
                              string(start, isExternal ? request.external : fileOf(request.target)), NodeId{});
    NodeId value = imported(request, start, specifier);
    NodeId resolved = call(member(foreign(start, "Promise"), "resolve"), {});
    return call(member(resolved, "then"), {expressionArrow(start, value)});
  }

  /// How this module's file names that of an entry.
  std::string fileOf(ModuleId entry) const {
    const auto& roots = context_.chunks.roots;
    auto chunk = static_cast<uint32_t>(std::ranges::find(roots, entry) - roots.begin());
    return context_.files.specifier(context_.chunks.chunkOf[module_.id], chunk);
  }

  /// import(`./${name}.js`)  becomes  __globImport({ "./a.js": () => import("./a-K3MJ2QXA.js") }, `./${name}.js`)
  bool globCall(NodeId& slot) {
    const auto& globs = module_.facts.globs;
    auto glob = std::ranges::find(globs, slot.unit, &Glob::node);
    if (glob == globs.end()) return false;
    bool isImport = glob->kind == RequestKind::DynamicImport;
    uint32_t start = node(slot).start;
    NodeId name = isImport ? as<ImportCall>(slot).source : ast_.list(as<CallExpression>(slot).arguments)[0];
    std::vector<NodeId> properties;
    for (uint32_t index : glob->requests) {
      const Request& request = module_.facts.requests[index];
      NodeId specifier = string(start, request.specifier);
      NodeId value = isImport ? promised(request, start, specifier) : required(request, start, specifier);
      properties.push_back(
          make<Property>(NodeKind::Property, start, string(start, request.specifier), expressionArrow(start, value)));
    }
    slot = preludeCall(isImport ? Prelude::GlobImport : Prelude::Glob, start, {object(start, properties), name});
    return true;
  }

  NodeId imported(const Request& request, uint32_t start, NodeId specifier) {
    if (request.target == kNoModule) return preludeCall(Prelude::Missing, start, {specifier});
    const LinkedModule& target = linked_.modules[request.target];
    const ModuleNames& names = names_.modules[request.target];
    NodeId init = call(foreign(start, names.init), {});
    NodeId whole = foreign(start, target.wrap == Wrap::CommonJs ? names.view : names.exports);
    if (target.isAsync) return call(member(init, "then"), {expressionArrow(start, whole)});
    return make<ListNode>(NodeKind::Sequence, start, list({init, whole}));
  }

  // --- Names of inner scopes that would hide what now has another name.

  void renameWhatHides() {
    if (foreign_.empty()) return;
    std::unordered_map<uint32_t, Atom> renamed;
    for (uint32_t symbol = 0; symbol < tree_.symbols.size(); ++symbol) {
      const Symbol& it = tree_.symbols[symbol];
      if (module_.isEsModule() && it.scope == 0) continue;
      if (!foreign_.contains(it.name)) continue;
      Atom fresh;
      do fresh = freshName(ast_.text(it.name));
      while (foreign_.contains(fresh));
      renamed.emplace(symbol, fresh);
    }
    if (renamed.empty()) return;
    renamed_ = std::move(renamed);
    for (NodeId statement : out_.hoisted) rename(statement);
    for (NodeId statement : out_.body) rename(statement);
  }

  void rename(NodeId id) {
    if (isTooDeep()) return;
    if (kindOf(id) == NodeKind::Identifier) {
      auto found = renamed_.find(as<Identifier>(id).symbol);
      if (found != renamed_.end()) as<Identifier>(id).name = found->second;
      return;
    }
    if (isLeftNesting(kindOf(id))) {
      std::vector<NodeId> nested;
      NodeId at = id;
      for (; isLeftNesting(kindOf(at)); at = leftSlot(ast_, at)) nested.push_back(at);
      rename(at);
      for (NodeId each : nested) {
        NodeId* left = &leftSlot(ast_, each);
        forEachChild(ast_, each, [&](NodeId& child) {
          if (&child != left) rename(child);
        });
      }
      return;
    }
    forEachChild(ast_, id, [&](NodeId& child) { rename(child); });
  }

  Module& module_;
  const RewriteContext& context_;
  const Modules& modules_;
  const Linked& linked_;
  const LinkedModule& own_;
  const Names& names_;
  const ModuleNames& ownNames_;
  const OutputOptions& options_;
  const ScopeTree& tree_;
  std::vector<uint32_t> importOf_;  // by symbol
  std::vector<NodeId*> spine_;
  std::unordered_set<Atom> foreign_;  // names of the output that were written into the tree
  std::unordered_map<uint32_t, Atom> renamed_;
  NodeId madeMember_;  // the last member that stands for an import
  int functionDepth_ = 0;
  int thisDepth_ = 0;
  int blockDepth_ = 0;
  Rewritten out_;
};

}  // namespace

Rewritten rewrite(Module& module, const RewriteContext& context) {
  Log log;
  return Rewriter(module, context, log).run();
}

}  // namespace weft::bundler
