#include "dev/module_factory.h"

#include <algorithm>
#include <unordered_map>

#include "bundler/identifiers.h"
#include "graph/json.h"
#include "syntax/refresh.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::dev {

using namespace syntax;
using bundler::Export;
using bundler::ImportBinding;
using bundler::kNamespaceName;
using bundler::Module;
using bundler::Request;

namespace {

/// "x" or "\"a-b\"" as the key of an object; of "__proto__" an own property.
std::string keyText(const std::string& name) {
  if (name == "__proto__") return "[\"__proto__\"]";
  if (bundler::isIdentifierName(name)) return name;
  std::string out;
  graph::appendJsonString(out, name);
  return out;
}

class FactoryMaker : private TreeBuilder {
 public:
  FactoryMaker(Module& module, const FactoryOptions& options, Log& log)
      : TreeBuilder(module.tree->ast, module.tree->bindings, module.location.path, log, kStackBytes),
        module_(module),
        facts_(module.facts),
        options_(options),
        importOf_(ast_.scopes().symbols.size(), kNoImport),
        parameters_(module.facts.requests.size()) {
    for (uint32_t i = 0; i < facts_.imports.size(); ++i) importOf_[facts_.imports[i].symbol] = i;
    context_ = freshText("$w");
  }

  Factory run() {
    Factory out;
    std::vector<NodeId> body;
    if (module_.isEsModule()) {
      for (bundler::Part& part : facts_.parts) body.push_back(part.statement);
      if (options_.hasRefresh) hasRefresh_ = addRefresh(ast_, bindings_, context_, body);
    } else {
      for (NodeId statement : ast_.list(ast_.body)) body.push_back(statement);
    }
    nameParameters();
    for (NodeId& statement : body) visit(statement);
    out.kind = !module_.isEsModule()     ? FactoryKind::CommonJs
               : facts_.hasTopLevelAwait ? FactoryKind::Async
                                         : FactoryKind::EsModule;
    head(out);
    ast_.hashbangEnd = 0;
    ast_.body = list(body);
    PrintOptions print;
    print.legalComments = LegalComments::None;
    if (options_.wantsMappings) print.mappings = &out.mappings;
    std::string text;
    out.begin = out.text.size();
    bool isDone = body.empty() || syntax::print(ast_, print, text);
    out.isTooDeep = !isDone || isTooDeep_;
    out.text += text;
    out.end = out.text.size();
    if (!out.text.ends_with('\n')) out.text += '\n';
    if (hasRefresh_) out.text.append(context_).append(".b();\n");
    out.text += isWrapped_ ? "})]" : "}]";
    return out;
  }

 private:
  static constexpr size_t kStackBytes = size_t{3} << 20;
  static constexpr uint32_t kNoImport = UINT32_MAX;

  std::string freshText(std::string_view wanted) { return std::string(ast_.text(freshName(wanted))); }

  // --- What stands before the body.

  /// A name for each module that is imported, after its file.
  void nameParameters() {
    if (!module_.isEsModule()) return;
    for (size_t i = 0; i < facts_.requests.size(); ++i) {
      const Request& request = facts_.requests[i];
      if (!request.isStatic()) continue;
      parameters_[i] = freshText("$" + bundler::stemOf(request.specifier));
    }
  }

  void head(Factory& out) {
    std::string& text = out.text;
    text = "[" + std::to_string(static_cast<int>(out.kind)) + ",[";
    std::string parameters = context_;
    bool isFirst = true;
    for (size_t i = 0; i < parameters_.size(); ++i) {
      if (parameters_[i].empty()) continue;
      if (!isFirst) text += ',';
      isFirst = false;
      graph::appendJsonString(text, options_.targets[i]);
      parameters.append(",").append(parameters_[i]);
    }
    if (!module_.isEsModule()) {
      text.append("],function(module,exports,require,").append(context_).append("){\n");
      return;
    }
    text.append("],(").append(out.kind == FactoryKind::Async ? "async " : "").append("function*(");
    text.append(parameters).append("){\"use strict\";");
    exports(text);
    text += "yield;\n";
    isWrapped_ = true;
  }

  void exports(std::string& text) {
    if (!facts_.exports.empty()) {
      text.append(context_).append(".e({");
      for (const Export& it : facts_.exports) {
        if (text.back() != '{') text += ',';
        text.append(keyText(it.name)).append(":()=>").append(exported(it));
      }
      text += "});";
    }
    for (uint32_t request : facts_.exportStars)
      text.append(context_).append(".s(").append(parameters_[request]).append(");");
  }

  std::string memberText(const std::string& object, const std::string& name) const {
    if (name == kNamespaceName) return object;
    if (bundler::isIdentifierName(name)) return object + "." + name;
    std::string out = object + "[";
    graph::appendJsonString(out, name);
    return out + "]";
  }

  std::string exported(const Export& it) const {
    if (it.symbol == kNoSymbol) {
      if (it.request == UINT32_MAX) return "undefined";
      return memberText(parameters_[it.request], it.imported);
    }
    if (it.symbol < importOf_.size() && importOf_[it.symbol] != kNoImport) {
      const ImportBinding& import = facts_.imports[importOf_[it.symbol]];
      return memberText(parameters_[import.request], import.name);
    }
    return std::string(ast_.text(ast_.scopes().symbols[it.symbol].name));
  }

  // --- The walk.

  void visitChildren(NodeId id) {
    forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
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
      case NodeKind::ImportMeta:
        slot = contextMember(node(id).start, "meta");
        return;
      case NodeKind::String:
        return assetUrl(id);
      case NodeKind::ImportCall:
        visitChildren(id);
        return importCall(slot);
      case NodeKind::Property: {
        auto& it = as<Property>(id);
        NodeId before = it.value;
        visitChildren(id);
        if (it.value != before) it.flags &= static_cast<uint8_t>(~kShorthand);
        return;
      }
      default:
        return visitChildren(id);
    }
  }

  void visitSpine(NodeId& first) {
    size_t base = spine_.size();
    for (NodeId* slot = &first; isLeftNesting(kindOf(*slot)); slot = &leftSlot(ast_, *slot)) {
      spine_.push_back(slot);
      if (kindOf(*slot) == NodeKind::Call) nameAccepted(*slot);
      if (facts_.requireCalls.contains(slot->unit)) break;
    }
    NodeId& inner = *spine_.back();
    if (kindOf(inner) == NodeKind::Call && requireCall(inner))
      spine_.pop_back();
    else
      visit(leftSlot(ast_, inner));
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

  NodeId contextMember(uint32_t start, std::string_view name) { return member(global(start, context_), name); }

  void reference(NodeId& slot) {
    auto& it = as<Identifier>(slot);
    if (it.symbol >= importOf_.size() || importOf_[it.symbol] == kNoImport) return;
    const ImportBinding& import = facts_.imports[importOf_[it.symbol]];
    NodeId whole = global(it.start, parameters_[import.request]);
    if (import.name == kNamespaceName) {
      slot = whole;
      return;
    }
    slot = madeMember_ = bundler::isIdentifierName(import.name)
                             ? member(whole, ast_.atoms().internCopy(import.name), it.start)
                             : index(whole, string(it.start, import.name));
  }

  void assetUrl(NodeId id) {
    if (facts_.assetUrls.empty()) return;
    auto url = std::ranges::find(facts_.assetUrls, id.unit, &bundler::AssetUrl::node);
    if (url == facts_.assetUrls.end()) return;
    if (url->request != UINT32_MAX) {
      if (!options_.workers[url->request].empty()) as<StringLiteral>(id).value = text(options_.workers[url->request]);
      return;
    }
    auto found = options_.assetUrls.find(id.unit);
    if (found != options_.assetUrls.end()) as<StringLiteral>(id).value = text(found->second);
  }

  // --- Other modules.

  uint32_t find(RequestKind kind, std::string_view specifier) const {
    for (uint32_t i = 0; i < facts_.requests.size(); ++i)
      if (facts_.requests[i].kind == kind && facts_.requests[i].specifier == specifier) return i;
    return UINT32_MAX;
  }

  NodeId required(uint32_t request, uint32_t start) {
    const std::string& target = options_.targets[request];
    bool isKnown = !target.empty();
    return call(contextMember(start, isKnown ? "require" : "missing"),
                {string(start, isKnown ? target : facts_.requests[request].specifier)});
  }

  NodeId imported(uint32_t request, uint32_t start) {
    const std::string& target = options_.targets[request];
    bool isKnown = !target.empty();
    return call(contextMember(start, isKnown ? "import" : "missingImport"),
                {string(start, isKnown ? target : facts_.requests[request].specifier)});
  }

  bool requireCall(NodeId& slot) {
    const auto& it = as<CallExpression>(slot);
    if (it.arguments.count != 1 || !facts_.requireCalls.contains(slot.unit)) return false;
    NodeId argument = ast_.list(it.arguments)[0];
    if (kindOf(argument) != NodeKind::String) return false;
    uint32_t request = find(RequestKind::Require, ast_.text(as<StringLiteral>(argument).value));
    if (request == UINT32_MAX) return false;
    slot = required(request, it.start);
    return true;
  }

  void importCall(NodeId& slot) {
    if (globCall(slot)) return;
    const auto& it = as<ImportCall>(slot);
    if (it.detail != 0) return;
    if (kindOf(it.source) == NodeKind::String) {
      uint32_t request = find(RequestKind::DynamicImport, ast_.text(as<StringLiteral>(it.source).value));
      if (request != UINT32_MAX) slot = imported(request, it.start);
      return;
    }
    slot = call(contextMember(it.start, "importUrl"), {it.source});
  }

  NodeId expressionArrow(uint32_t start, NodeId value) {
    NodeId result = arrow(start, {}, list({value}), 0);
    node(result).detail |= kExpressionBody;
    return result;
  }

  /// import(`./${name}.js`)  becomes  $w.globImport({ "./a.js": () => $w.import("/src/a.js") }, `./${name}.js`)
  bool globCall(NodeId& slot) {
    if (facts_.globs.empty()) return false;
    auto glob = std::ranges::find(facts_.globs, slot.unit, &bundler::Glob::node);
    if (glob == facts_.globs.end()) return false;
    bool isImport = glob->kind == RequestKind::DynamicImport;
    uint32_t start = node(slot).start;
    NodeId name = isImport ? as<ImportCall>(slot).source : ast_.list(as<CallExpression>(slot).arguments)[0];
    std::vector<NodeId> properties;
    for (uint32_t request : glob->requests) {
      NodeId value = isImport ? imported(request, start) : required(request, start);
      properties.push_back(make<Property>(NodeKind::Property, start, string(start, facts_.requests[request].specifier),
                                          expressionArrow(start, value)));
    }
    slot = call(contextMember(start, isImport ? "globImport" : "glob"), {object(start, properties), name});
    return true;
  }

  /// import.meta.hot.accept("./dep.js", f): the module is called as it is in the page.
  void nameAccepted(NodeId id) {
    const auto& it = as<CallExpression>(id);
    if (it.arguments.count == 0 || kindOf(it.callee) != NodeKind::Member) return;
    const auto& callee = as<MemberExpression>(it.callee);
    if (ast_.text(callee.name) != "accept" || kindOf(callee.object) != NodeKind::Member) return;
    const auto& hot = as<MemberExpression>(callee.object);
    if (ast_.text(hot.name) != "hot" || kindOf(hot.object) != NodeKind::ImportMeta) return;
    NodeId first = ast_.list(it.arguments)[0];
    if (kindOf(first) == NodeKind::String) return nameTarget(first);
    if (kindOf(first) != NodeKind::Array) return;
    for (NodeId item : ast_.list(as<ListNode>(first).items))
      if (kindOf(item) == NodeKind::String) nameTarget(item);
  }

  void nameTarget(NodeId id) {
    auto& it = as<StringLiteral>(id);
    std::string_view specifier = ast_.text(it.value);
    for (uint32_t i = 0; i < facts_.requests.size(); ++i) {
      if (facts_.requests[i].specifier != specifier || options_.targets[i].empty()) continue;
      it.value = text(options_.targets[i]);
      return;
    }
  }

  Module& module_;
  bundler::Facts& facts_;
  const FactoryOptions& options_;
  std::vector<uint32_t> importOf_;       // by symbol
  std::vector<std::string> parameters_;  // by request: of static ones
  std::string context_;
  std::vector<NodeId*> spine_;
  NodeId madeMember_;  // the last member that stands for an import
  bool hasRefresh_ = false;
  bool isWrapped_ = false;
};

}  // namespace

Factory makeFactory(Module& module, const FactoryOptions& options) {
  Log log;
  return FactoryMaker(module, options, log).run();
}

std::string styleFactory(std::string_view css, std::string_view names) {
  std::string out = "[4,[],($w)=>($w.css(";
  graph::appendJsonString(out, css);
  return out.append("),(").append(names).append("))]");
}

std::string valueFactory(std::string_view expression) {
  return "[3,[],()=>(\n" + std::string(expression) + "\n)]";
}

}  // namespace weft::dev
