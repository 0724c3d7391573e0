#include "bundler/fold_constants.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "bundler/constants.h"
#include "bundler/facts.h"
#include "bundler/identifiers.h"
#include "bundler/link.h"
#include "bundler/packed_tree.h"
#include "syntax/bind.h"
#include "syntax/declare_scopes.h"
#include "syntax/minify_syntax.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::bundler {

using namespace syntax;
using syntax::NodeId;

namespace {

/// What stands for a module's imports, and for members of them.
struct Values {
  ModuleId module = kNoModule;
  std::unordered_map<uint32_t, Constant> ofSymbol;
  std::map<std::pair<uint32_t, std::string>, Constant> ofMember;
};

class Substituter : private TreeBuilder {
 public:
  Substituter(Ast& ast, Bindings& bindings, const Values& values, Log& log)
      : TreeBuilder(ast, bindings, {}, log, kStackBytes), values_(values) {}

  bool run() {
    for (NodeId& slot : ast_.list(ast_.body)) visit(slot);
    return !isTooDeep_;
  }

 private:
  static constexpr size_t kStackBytes = size_t{3} << 20;

  void visit(NodeId& slot) {
    if (!slot || isTooDeep()) return;
    switch (kindOf(slot)) {
      case NodeKind::Import:
      case NodeKind::ExportNamed:
      case NodeKind::ExportAll:
        return;
      case NodeKind::Identifier:
        return replace(slot);
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(slot);
      case NodeKind::Property: {
        auto& it = as<Property>(slot);
        if (it.has(kComputed)) visit(it.key);
        NodeId before = it.value;
        visit(it.value);
        if (it.value != before) it.flags &= static_cast<uint8_t>(~kShorthand);
        return;
      }
      default:
        forEachChild(ast_, slot, [&](NodeId& child) { visit(child); });
    }
  }

  void visitSpine(NodeId& slot) {
    size_t base = spine_.size();
    NodeId* at = &slot;
    for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) {
      if (replaceMember(*at)) break;
      spine_.push_back(*at);
    }
    if (!isLeftNesting(kindOf(*at))) visit(*at);
    while (spine_.size() > base) {
      NodeId id = spine_.back();
      spine_.pop_back();
      NodeId* left = &leftSlot(ast_, id);
      forEachChild(ast_, id, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }

  void replace(NodeId& slot) {
    auto found = values_.ofSymbol.find(as<Identifier>(slot).symbol);
    if (found != values_.ofSymbol.end()) slot = literal(node(slot).start, found->second);
  }

  bool replaceMember(NodeId& slot) {
    if (values_.ofMember.empty() || kindOf(slot) != NodeKind::Member) return false;
    const auto& it = as<MemberExpression>(slot);
    if (kindOf(it.object) != NodeKind::Identifier || it.has(kPrivateMember)) return false;
    auto found = values_.ofMember.find({as<Identifier>(it.object).symbol, std::string(ast_.text(it.name))});
    if (found == values_.ofMember.end()) return false;
    slot = literal(it.start, found->second);
    return true;
  }

  NodeId literal(uint32_t start, const Constant& value) {
    switch (value.kind) {
      case Constant::Kind::Undefined:
        return undefined(start);
      case Constant::Kind::Null:
        return make<Node>(NodeKind::Null, start);
      case Constant::Kind::True:
      case Constant::Kind::False:
        return boolean(start, value.kind == Constant::Kind::True);
      case Constant::Kind::Number:
        return number(start, value.number);
      case Constant::Kind::String:
        return string(start, value.text);
    }
    return {};
  }

  const Values& values_;
  std::vector<NodeId> spine_;
};

/// What scanning found out about requests, put to those that are left.
class Carrier {
 public:
  Carrier(const Facts& before, Facts& now) : before_(before), now_(now) {}

  void run() {
    for (uint32_t i = 0; i < before_.requests.size(); ++i) known_.try_emplace(keyOf(before_.requests[i]), i);
    for (Request& request : now_.requests) {
      auto found = known_.find(keyOf(request));
      if (found == known_.end()) continue;
      request.target = before_.requests[found->second].target;
      request.external = before_.requests[found->second].external;
    }
    for (Glob& glob : now_.globs) {
      auto old = std::ranges::find(before_.globs, glob.node, &Glob::node);
      if (old == before_.globs.end()) continue;
      for (uint32_t request : old->requests) glob.requests.push_back(add(request, glob.part));
    }
    for (AssetUrl& url : now_.assetUrls) {
      auto old = std::ranges::find(before_.assetUrls, url.node, &AssetUrl::node);
      if (old != before_.assetUrls.end() && old->request != UINT32_MAX) url.request = add(old->request, url.part);
    }
  }

 private:
  static std::string keyOf(const Request& request) {
    std::string key =
        std::to_string(static_cast<int>(request.kind == RequestKind::ExportFrom ? RequestKind::Import : request.kind));
    key += request.specifier;
    for (const ImportAttribute& attribute : request.attributes)
      key.append("\0", 1).append(attribute.key).append("=").append(attribute.value);
    return key;
  }

  uint32_t add(uint32_t request, uint32_t part) {
    auto index = static_cast<uint32_t>(now_.requests.size());
    now_.requests.push_back(before_.requests[request]);
    now_.parts[part].requests.push_back(index);
    return index;
  }

  const Facts& before_;
  Facts& now_;
  std::unordered_map<std::string, uint32_t> known_;
};

void fold(Module& module, const Values& values, const ScanOptions& options) {
  unpackNodes(module);
  Ast& ast = module.tree->ast;
  Bindings& bindings = module.tree->bindings;
  Log log;
  std::vector<TypeScriptCode> typeScriptCode = ast.typeScriptCode;
  auto bindAgain = [&] {
    if (!declareScopes(ast)) return false;
    bindings = bind(ast, {});
    return !bindings.isTooDeep;
  };
  bool isDone = Substituter(ast, bindings, values, log).run() && bindAgain() &&
                minifySyntax(ast, bindings, {.target = options.tree.target}) && bindAgain();
  ast.typeScriptCode = std::move(typeScriptCode);
  Facts before = std::move(module.facts);
  module.facts = {};
  findFacts(module, {stemOf(module.location.path), true});
  module.facts.isTooDeep |= !isDone;
  Carrier(before, module.facts).run();
  packNodes(module);
}

/// Of a module's imports; serial.
Values valuesOf(const Module& module, Linker& linker, const Modules& modules) {
  Values out{module.id, {}, {}};
  auto constantOf = [&](const Target& target) -> const Constant* {
    if (target.kind != Target::Kind::Symbol) return nullptr;
    const auto& list = modules[target.module].facts.constants;
    auto found = std::ranges::lower_bound(list, target.symbol, {}, &std::pair<uint32_t, Constant>::first);
    return found != list.end() && found->first == target.symbol ? &found->second : nullptr;
  };
  std::vector<Target> targets;
  for (const ImportBinding& import : module.facts.imports) {
    targets.push_back(linker.targetOf(module.facts.requests[import.request], import.name));
    if (const Constant* value = constantOf(targets.back())) out.ofSymbol.emplace(import.symbol, *value);
  }
  for (const Part& part : module.facts.parts) {
    for (const MemberUse& use : part.members) {
      const Target& target = targets[use.import];
      const Constant* value = nullptr;
      if (target.enumeration && !module.facts.writesMembers) {
        auto member = target.enumeration->members.find(use.name);
        if (member != target.enumeration->members.end()) value = &member->second;
      } else if (target.kind == Target::Kind::Namespace) {
        value = constantOf(linker.resolveExport(target.module, use.name));
      }
      if (value) out.ofMember.try_emplace({module.facts.imports[use.import].symbol, use.name}, *value);
    }
  }
  return out;
}

}  // namespace

void foldConstants(Modules& modules, const ScanOptions& options, ThreadPool* pool) {
  std::vector<Values> jobs;
  Log log;
  Linker linker(modules, log);
  for (const Module& module : modules.list) {
    if (!module.facts.mayDecide || module.facts.hasDirectEval || module.written) continue;
    Values values = valuesOf(module, linker, modules);
    if (!values.ofSymbol.empty() || !values.ofMember.empty()) jobs.push_back(std::move(values));
  }
  if (jobs.empty()) return;
  constexpr size_t kParallelFrom = 4;
  Worklist<size_t, bool> worklist(pool, kParallelFrom, [&](size_t index) {
    fold(modules[jobs[index].module], jobs[index], options);
    return true;
  });
  for (size_t i = 0; i < jobs.size(); ++i) worklist.push(i);
  worklist.drain([](size_t, bool) {});
}

}  // namespace weft::bundler
