#include "syntax/hoist_mocks.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Whether a method of that name may be called in `text`: `.name(`, blanks and type arguments let by.
bool mayCall(std::string_view text, std::string_view name) {
  size_t from = 0;
  for (;;) {
    const void* found = memmem(text.data() + from, text.size() - from, name.data(), name.size());
    if (!found) return false;
    size_t begin = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    size_t end = begin + name.size();
    from = end;
    // unmock, deepUnmock, enableAutomock and disableAutomock end with "mock".
    while (begin > 0 && isWordCharacter(text[begin - 1])) --begin;
    while (begin > 0 && isSpace(text[begin - 1])) --begin;
    if (begin == 0 || (text[begin - 1] != '.' && text[begin - 1] != '/')) continue;
    while (end < text.size() && isSpace(text[end])) ++end;
    if (end < text.size() && (text[end] == '(' || text[end] == '<' || text[end] == '/' || text[end] == '?'))
      return true;
  }
}

bool contains(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

/// What a name stands for: an object whose methods replace modules, or a module that has such objects.
enum class Api : uint8_t { None, Jest, Vitest, Bun, Module };

bool isApiModule(std::string_view source) {
  return source == "@jest/globals" || source == "vitest" || source == "bun:test" || source == "weft:test";
}

/// What lowering imports (lower_jsx.cpp, lower_modules.cpp).
bool isRuntimeModule(std::string_view source) {
  return source.ends_with("/jsx-runtime") || source.ends_with("/jsx-dev-runtime") || source == "node:module";
}

Api apiNamed(std::string_view name, bool isGlobal) {
  if (name == "jest") return Api::Jest;
  if (name == "vi" || name == "vitest") return Api::Vitest;
  return name == "mock" && !isGlobal ? Api::Bun : Api::None;
}

bool beginsWithMock(std::string_view name) {
  return name.size() >= 4 && strncasecmp(name.data(), "mock", 4) == 0;
}

class Hoister : private TreeBuilder {
 public:
  Hoister(Ast& ast, Bindings& bindings, std::string_view path, Log& log, size_t stackBytes)
      : TreeBuilder(ast, bindings, path, log, stackBytes) {}

  Hoisted run() {
    findApis();
    findAssigned();
    ast_.body = hoistIn(ast_.body, true);
    for (NodeId slot : ast_.list(ast_.body)) hoistBelow(slot);
    for (size_t i = 0; i < top_.size(); ++i) hoistBelow(top_[i]);
    if (isTooDeep_) return Hoisted::TooDeep;
    if (!isChanged_) return Hoisted::Nothing;
    if (!top_.empty()) {
      ast_.body = arranged(ast_.body);
      if (!imported_.empty())
        for (NodeId& slot : ast_.list(ast_.body)) replaceIn(slot);
    }
    return isTooDeep_ ? Hoisted::TooDeep : Hoisted::Some;
  }

 private:
  // ---- what the file calls the objects

  [[nodiscard]] std::string_view nameOf(NodeId id) const {
    if (kindOf(id) == NodeKind::String) return ast_.text(as<StringLiteral>(id).value);
    if (kindOf(id) == NodeKind::Name) return ast_.text(as<Name>(id).name);
    return kindOf(id) == NodeKind::Identifier ? ast_.text(as<Identifier>(id).name) : std::string_view();
  }
  [[nodiscard]] std::string_view sourceOf(NodeId import) const { return nameOf(as<ModuleDeclaration>(import).source); }

  void findApis() {
    for (NodeId id : ast_.list(ast_.body)) {
      if (kindOf(id) == NodeKind::Import) findApisOf(as<ModuleDeclaration>(id));
      if (kindOf(id) != NodeKind::Variables) continue;
      for (NodeId item : ast_.list(as<VariableDeclaration>(id).declarators)) findRequired(as<BinaryExpression>(item));
    }
  }

  void findApisOf(const ModuleDeclaration& it) {
    std::string_view source = nameOf(it.source);
    if (!isApiModule(source) && !isRuntimeModule(source)) return;
    for (NodeId name : {it.defaultName, it.namespaceName})
      if (name) apis_[as<Identifier>(name).symbol] = isApiModule(source) ? Api::Module : Api::None;
    for (NodeId item : ast_.list(it.specifiers)) {
      const auto& specifier = as<ModuleSpecifier>(item);
      Api api = isApiModule(source) ? apiNamed(nameOf(specifier.outer), false) : Api::None;
      apis_[as<Identifier>(specifier.inner).symbol] = api;
    }
  }

  /// const { jest } = require("@jest/globals"), globals = require("@jest/globals");
  void findRequired(const BinaryExpression& declarator) {
    if (!isRequireOfApi(declarator.right)) return;
    if (kindOf(declarator.left) == NodeKind::Identifier) apis_[as<Identifier>(declarator.left).symbol] = Api::Module;
    if (kindOf(declarator.left) != NodeKind::ObjectPattern) return;
    for (NodeId item : ast_.list(as<ListNode>(declarator.left).items)) {
      if (kindOf(item) != NodeKind::Property) continue;
      const auto& property = as<Property>(item);
      if (!property.has(kComputed) && kindOf(property.value) == NodeKind::Identifier)
        apis_[as<Identifier>(property.value).symbol] = apiNamed(nameOf(property.key), false);
    }
  }

  [[nodiscard]] bool isRequireOfApi(NodeId id) const {
    if (kindOf(id) != NodeKind::Call) return false;
    const auto& call = as<CallExpression>(id);
    std::span<NodeId> arguments = ast_.list(call.arguments);
    bool isRequire = kindOf(call.callee) == NodeKind::Identifier && nameOf(call.callee) == "require";
    return isRequire && arguments.size() == 1 && kindOf(arguments[0]) == NodeKind::String &&
           isApiModule(nameOf(arguments[0]));
  }

  [[nodiscard]] Api apiOf(NodeId id) const {
    if (kindOf(id) == NodeKind::Identifier) {
      const auto& it = as<Identifier>(id);
      if (it.symbol == kNoSymbol) return apiNamed(ast_.text(it.name), true);
      auto known = apis_.find(it.symbol);
      return known == apis_.end() ? Api::None : known->second;
    }
    if (kindOf(id) != NodeKind::Member) return Api::None;
    const auto& it = as<MemberExpression>(id);
    return apiOf(it.object) == Api::Module ? apiNamed(ast_.text(it.name), false) : Api::None;
  }

  // ---- which calls are hoisted

  /// The object whose method `id` calls, through a chain of calls that are hoisted, too; None if it is not hoisted.
  Api hoistedCall(NodeId id) {
    if (kindOf(id) == NodeKind::Await) id = as<UnaryExpression>(id).operand;
    Api api = Api::None;
    for (;;) {
      if (kindOf(id) != NodeKind::Call) return Api::None;
      const auto& call = as<CallExpression>(id);
      if (kindOf(call.callee) != NodeKind::Member) return Api::None;
      const auto& method = as<MemberExpression>(call.callee);
      NodeId object = method.object;
      api = apiOf(object);
      Api of = api;
      if (of == Api::None) of = apiOfChain(object);
      if (of == Api::None || !isHoisted(of, ast_.text(method.name), call)) return Api::None;
      if (api != Api::None) return api;
      id = object;
    }
  }

  [[nodiscard]] Api apiOfChain(NodeId id) const {
    while (kindOf(id) == NodeKind::Call) {
      NodeId callee = as<CallExpression>(id).callee;
      if (kindOf(callee) != NodeKind::Member) return Api::None;
      id = as<MemberExpression>(callee).object;
      if (Api api = apiOf(id); api != Api::None) return api;
    }
    return Api::None;
  }

  bool isHoisted(Api api, std::string_view name, const CallExpression& call) {
    std::span<NodeId> arguments = ast_.list(call.arguments);
    switch (api) {
      case Api::Jest:
        return isHoistedOfJest(name, arguments);
      case Api::Vitest:
        return name == "mock" || name == "unmock" || name == "hoisted";
      case Api::Bun:
        return name == "module" && arguments.size() == 2 && isLiteralText(arguments[0]) && standsAlone(arguments[1]);
      default:
        return false;
    }
  }

  bool isHoistedOfJest(std::string_view name, std::span<NodeId> arguments) {
    if (name == "enableAutomock" || name == "disableAutomock") return arguments.empty();
    if (name == "unmock" || name == "deepUnmock") return arguments.size() == 1 && isLiteralText(arguments[0]);
    if (name != "mock" || arguments.empty()) return false;
    if (arguments.size() == 1) return isLiteralText(arguments[0]);
    NodeId factory = arguments[1];
    if (kindOf(factory) != NodeKind::Arrow && kindOf(factory) != NodeKind::Function) {
      uint32_t start = node(factory).start;
      error("mock-factory", {start, start + 1}, "The second argument of `jest.mock` must be an inline function");
      return false;
    }
    return checkFactory(factory);
  }

  [[nodiscard]] bool isLiteralText(NodeId id) const {
    return kindOf(id) == NodeKind::String ||
           (kindOf(id) == NodeKind::Template && as<TemplateLiteral>(id).expressions.empty());
  }

  // ---- what factories may refer to

  template <typename Found>
  void forEachReference(NodeId id, Found&& found) {
    std::vector<NodeId> waiting{id};
    while (!waiting.empty()) {
      NodeId at = waiting.back();
      waiting.pop_back();
      if (kindOf(at) == NodeKind::Identifier && as<Identifier>(at).symbol != kNoSymbol) found(as<Identifier>(at));
      size_t before = waiting.size();
      forEachChild(ast_, at, [&](NodeId& child) { waiting.push_back(child); });
      std::reverse(waiting.begin() + static_cast<ptrdiff_t>(before), waiting.end());
    }
  }

  [[nodiscard]] bool isWithin(uint32_t symbol, const Function& function) const {
    const ScopeTree& tree = ast_.scopes();
    if (function.name && as<Identifier>(function.name).symbol == symbol) return true;
    for (uint32_t scope = tree.symbols[symbol].scope; scope != kNoScope; scope = tree.scopes[scope].parent)
      if (scope == function.scope || scope == function.bodyScope) return true;
    return false;
  }

  bool checkFactory(NodeId factory) {
    bool isAllowed = true;
    forEachReference(factory, [&](const Identifier& reference) {
      if (!isAllowed || isWithin(reference.symbol, as<Function>(factory))) return;
      std::string_view name = ast_.text(reference.name);
      if (apis_.contains(reference.symbol) || beginsWithMock(name) || name == "require" || name == "expect") return;
      if (takeConstant(reference.symbol)) return;
      isAllowed = false;
      error("mock-factory", {reference.start, reference.start + static_cast<uint32_t>(name.size())},
            "The module factory of `jest.mock()` is not allowed to reference any out-of-scope variables.\n"
            "Invalid variable access: " +
                std::string(name) +
                "\nThe factory runs before the file's own variables have values. Globals are allowed, and so are "
                "variables whose names begin with `mock`: what they hold must not be asked for before it is there.");
    });
    return isAllowed;
  }

  /// A variable that holds the same from the beginning goes before the mocks.
  bool takeConstant(uint32_t symbol) {
    if (constants_.contains(symbol)) return true;
    auto declared = topDeclarators_.find(symbol);
    if (declared == topDeclarators_.end() || assigned_.contains(symbol)) return false;
    NodeId value = as<BinaryExpression>(declared->second).right;
    if (!value || !isPure(value)) return false;
    constants_.insert(symbol);
    return true;
  }

  [[nodiscard]] bool isPure(NodeId id) {
    switch (kindOf(id)) {
      case NodeKind::Number:
      case NodeKind::BigInt:
      case NodeKind::String:
      case NodeKind::RegExp:
      case NodeKind::Null:
      case NodeKind::True:
      case NodeKind::False:
      case NodeKind::Function:
      case NodeKind::Arrow:
        return true;
      case NodeKind::Identifier: {
        uint32_t symbol = as<Identifier>(id).symbol;
        return symbol == kNoSymbol ? nameOf(id) == "undefined" : takeConstant(symbol);
      }
      case NodeKind::Array:
      case NodeKind::Object:
      case NodeKind::Property:
      case NodeKind::Name:
      case NodeKind::Unary:
      case NodeKind::Binary:
      case NodeKind::Template:
      case NodeKind::Conditional: {
        if (isTooDeep()) return false;
        bool isPureBelow = true;
        forEachChild(ast_, id, [&](NodeId& child) { isPureBelow = isPureBelow && isPure(child); });
        return isPureBelow;
      }
      default:
        return false;
    }
  }

  /// Whether a factory of Bun's needs nothing that the file makes: it takes what is there.
  bool standsAlone(NodeId factory) {
    if (kindOf(factory) != NodeKind::Arrow && kindOf(factory) != NodeKind::Function) return false;
    bool isAlone = true;
    forEachReference(factory, [&](const Identifier& reference) {
      isAlone = isAlone && (isWithin(reference.symbol, as<Function>(factory)) || apis_.contains(reference.symbol));
    });
    return isAlone;
  }

  /// Variables of the file that are assigned to, and those that its own statements declare.
  void findAssigned() {
    for (NodeId id : ast_.list(ast_.body)) {
      if (kindOf(id) != NodeKind::Variables) continue;
      for (NodeId item : ast_.list(as<VariableDeclaration>(id).declarators)) {
        NodeId name = as<BinaryExpression>(item).left;
        if (kindOf(name) == NodeKind::Identifier) topDeclarators_[as<Identifier>(name).symbol] = item;
      }
    }
    std::vector<NodeId> waiting;
    for (NodeId id : ast_.list(ast_.body)) waiting.push_back(id);
    auto assigns = [&](NodeId target) {
      forEachReference(target, [&](const Identifier& it) { assigned_.insert(it.symbol); });
    };
    while (!waiting.empty()) {
      NodeId at = waiting.back();
      waiting.pop_back();
      if (kindOf(at) == NodeKind::Assign) assigns(as<BinaryExpression>(at).left);
      if (kindOf(at) == NodeKind::Update) assigns(as<UnaryExpression>(at).operand);
      if (kindOf(at) == NodeKind::ForIn || kindOf(at) == NodeKind::ForOf) assigns(as<ForEachStatement>(at).target);
      forEachChild(ast_, at, [&](NodeId& child) { waiting.push_back(child); });
    }
  }

  // ---- moving statements

  /// What a statement is to be moved for.
  Api hoistedStatement(NodeId id) {
    if (kindOf(id) == NodeKind::ExpressionStatement) return hoistedCall(as<UnaryExpression>(id).operand);
    if (kindOf(id) == NodeKind::ExportDeclaration || kindOf(id) == NodeKind::Variables) {
      bool isExported = kindOf(id) == NodeKind::ExportDeclaration;
      NodeId variables = isExported ? as<UnaryExpression>(id).operand : id;
      if (kindOf(variables) != NodeKind::Variables) return Api::None;
      for (NodeId item : ast_.list(as<VariableDeclaration>(variables).declarators)) {
        NodeId value = as<BinaryExpression>(item).right;
        if (!value || hoistedCall(value) != Api::Vitest) continue;
        if (!isExported) return Api::Vitest;
        uint32_t start = node(id).start;
        error("mock-hoisted-export", {start, start + 6},
              "A variable of vi.hoisted() cannot be exported: export it apart from its declaration");
      }
    }
    return Api::None;
  }

  /// Moves what is hoisted in a list of statements to its head, or to that of the file.
  NodeList hoistIn(NodeList statements, bool isTop) {
    std::vector<NodeId> directives, moved, rest;
    for (NodeId id : ast_.list(statements)) {
      if (kindOf(id) == NodeKind::Directive && rest.empty() && moved.empty()) {
        directives.push_back(id);
        continue;
      }
      // In a block only calls: variables stay where they are.
      Api api = isTop || kindOf(id) == NodeKind::ExpressionStatement ? hoistedStatement(id) : Api::None;
      if (api == Api::None || (api == Api::Bun && !isTop)) {
        rest.push_back(id);
        continue;
      }
      isChanged_ = true;
      if (isTop || api == Api::Vitest)
        top_.push_back(id);
      else
        moved.push_back(id);
    }
    if (moved.empty() && rest.size() + directives.size() == statements.count) return statements;
    directives.insert(directives.end(), moved.begin(), moved.end());
    directives.insert(directives.end(), rest.begin(), rest.end());
    return list(directives);
  }

  void hoistBelow(NodeId id) {
    std::vector<NodeId> waiting{id};
    while (!waiting.empty()) {
      NodeId at = waiting.back();
      waiting.pop_back();
      switch (kindOf(at)) {
        case NodeKind::Function:
        case NodeKind::Arrow:
        case NodeKind::FunctionDeclaration:
          if (!(node(at).detail & kExpressionBody)) as<Function>(at).body = hoistIn(as<Function>(at).body, false);
          break;
        case NodeKind::Call:
          nameModule(as<CallExpression>(at));
          break;
        case NodeKind::Block:
        case NodeKind::StaticBlock:
          as<Block>(at).body = hoistIn(as<Block>(at).body, false);
          break;
        default:
          break;
      }
      forEachChild(ast_, at, [&](NodeId& child) { waiting.push_back(child); });
    }
  }

  /// vi.mock(import("./m.js"))   →   vi.mock("./m.js"): only types want the import.
  void nameModule(const CallExpression& call) {
    if (kindOf(call.callee) != NodeKind::Member || call.arguments.empty()) return;
    const auto& method = as<MemberExpression>(call.callee);
    std::string_view name = ast_.text(method.name);
    bool takesModule = name == "mock" || name == "doMock" || name == "unmock" || name == "doUnmock";
    NodeId& argument = ast_.list(call.arguments)[0];
    if (!takesModule || kindOf(argument) != NodeKind::ImportCall || apiOf(method.object) != Api::Vitest) return;
    argument = as<ImportCall>(argument).source;
    isChanged_ = true;
  }

  /// The file's statements, with what is hoisted before what is imported.
  NodeList arranged(NodeList statements) {
    std::vector<NodeId> head, imports, rest;
    for (NodeId id : ast_.list(statements)) {
      bool isHead = kindOf(id) == NodeKind::Directive && rest.empty();
      if (kindOf(id) == NodeKind::Import)
        import(id, head, imports);
      else if (isHead || isApiRequire(id))
        head.push_back(id);
      else
        rest.push_back(id);
    }
    takeConstants(rest, head);
    head.insert(head.end(), top_.begin(), top_.end());
    head.insert(head.end(), imports.begin(), imports.end());
    for (NodeId id : rest) {
      if (kindOf(id) == NodeKind::ExportNamed && !as<ModuleDeclaration>(id).source) exportImported(id, head);
      head.push_back(id);
    }
    return list(head);
  }

  [[nodiscard]] bool isApiRequire(NodeId id) const {
    if (kindOf(id) != NodeKind::Variables) return false;
    for (NodeId item : ast_.list(as<VariableDeclaration>(id).declarators))
      if (!isRequireOfApi(as<BinaryExpression>(item).right)) return false;
    return true;
  }

  void takeConstants(std::vector<NodeId>& rest, std::vector<NodeId>& out) {
    if (constants_.empty()) return;
    std::vector<NodeId> left;
    for (NodeId id : rest) {
      if (kindOf(id) != NodeKind::Variables) {
        left.push_back(id);
        continue;
      }
      auto& it = as<VariableDeclaration>(id);
      std::vector<NodeId> taken, kept;
      for (NodeId item : ast_.list(it.declarators)) {
        NodeId name = as<BinaryExpression>(item).left;
        bool isTaken = kindOf(name) == NodeKind::Identifier && constants_.contains(as<Identifier>(name).symbol);
        (isTaken ? taken : kept).push_back(item);
      }
      if (!taken.empty()) {
        NodeId moved = make<VariableDeclaration>(NodeKind::Variables, node(taken.front()).start, list(taken));
        node(moved).detail = it.detail;
        out.push_back(moved);
        it.declarators = list(kept);
      }
      if (!kept.empty()) left.push_back(id);
    }
    rest = std::move(left);
  }

  // ---- imports

  struct Imported {
    uint32_t space;  // the variable of the module's namespace
    NodeId name;     // Name or String; 0: "default"
  };

  /// import { a as b } from "m" with { … };   →   const imported = await import("m", { with: { … } });
  void import(NodeId id, std::vector<NodeId>& head, std::vector<NodeId>& out) {
    const auto& it = as<ModuleDeclaration>(id);
    std::string_view source = sourceOf(id);
    bool isPlain = static_cast<ImportPhase>(it.detail) == ImportPhase::Evaluation;
    if (isApiModule(source) || isRuntimeModule(source) || !isPlain) return head.push_back(id);
    uint32_t start = it.start;
    NodeId called = make<ImportCall>(NodeKind::ImportCall, start, it.source, attributesOf(it));
    NodeId awaited = make<UnaryExpression>(NodeKind::Await, start, called);
    ast_.hasTopLevelAwait = true;
    if (!it.defaultName && !it.namespaceName && it.specifiers.empty()) return out.push_back(statement(awaited));
    uint32_t space = it.namespaceName ? as<Identifier>(it.namespaceName).symbol
                                      : declareSymbol(freshName("imported"), SymbolKind::Const, 0, start);
    if (it.defaultName) imported_[as<Identifier>(it.defaultName).symbol] = {space, {}};
    for (NodeId item : ast_.list(it.specifiers)) {
      const auto& specifier = as<ModuleSpecifier>(item);
      imported_[as<Identifier>(specifier.inner).symbol] = {space, specifier.outer};
    }
    NodeId target = it.namespaceName ? it.namespaceName : declarationOf(space);
    out.push_back(declared(VariableKind::Const, target, awaited));
  }

  NodeId attributesOf(const ModuleDeclaration& it) {
    std::vector<NodeId> properties;
    for (NodeId item : ast_.list(it.attributes)) {
      const auto& attribute = as<BinaryExpression>(item);
      properties.push_back(make<Property>(NodeKind::Property, node(item).start, attribute.left, attribute.right));
    }
    if (properties.empty()) return {};
    return object(it.start, std::vector{property("with", object(it.start, properties))});
  }

  NodeId memberOf(const Imported& imported, uint32_t start) {
    NodeId space = identifier(start, imported.space);
    if (!imported.name) return member(space, "default");
    if (kindOf(imported.name) == NodeKind::String) return index(space, string(start, nameOf(imported.name)));
    return member(space, as<Name>(imported.name).name, start);
  }

  [[nodiscard]] const Imported* importedAt(NodeId id) const {
    if (kindOf(id) != NodeKind::Identifier) return nullptr;
    auto found = imported_.find(as<Identifier>(id).symbol);
    return found == imported_.end() ? nullptr : &found->second;
  }

  /// export { imported as name };   →   const copy = imported.member; export { copy as name };
  void exportImported(NodeId id, std::vector<NodeId>& out) {
    for (NodeId item : ast_.list(as<ModuleDeclaration>(id).specifiers)) {
      auto& specifier = as<ModuleSpecifier>(item);
      const Imported* imported = importedAt(specifier.inner);
      if (!imported) continue;
      uint32_t start = node(item).start;
      uint32_t copy = declareSymbol(freshName("exported"), SymbolKind::Const, 0, start);
      out.push_back(declared(VariableKind::Const, declarationOf(copy), memberOf(*imported, start)));
      specifier.inner = identifier(start, copy);
    }
  }

  /// Puts members of namespaces where imported names are referred to.
  void replaceIn(NodeId& slot) {
    std::vector<NodeId*> waiting{&slot};
    while (!waiting.empty()) {
      NodeId& at = *waiting.back();
      waiting.pop_back();
      if (const Imported* imported = importedAt(at)) {
        at = memberOf(*imported, node(at).start);
        continue;
      }
      switch (kindOf(at)) {
        case NodeKind::Import:
        case NodeKind::ExportNamed:
          continue;
        case NodeKind::Call:
        case NodeKind::TaggedTemplate: {
          // Without the namespace as `this`.
          NodeId& callee = leftSlot(ast_, at);
          if (const Imported* imported = importedAt(callee)) {
            uint32_t start = node(callee).start;
            callee = make<ListNode>(NodeKind::Sequence, start, list({number(start, 0), memberOf(*imported, start)}));
          }
          break;
        }
        case NodeKind::Property:
          if (importedAt(as<Property>(at).value)) node(at).flags &= static_cast<uint8_t>(~kShorthand);
          break;
        default:
          break;
      }
      forEachChild(ast_, at, [&](NodeId& child) { waiting.push_back(&child); });
    }
  }

  std::unordered_map<uint32_t, Api> apis_;  // by symbol; None: what else of these modules
  std::unordered_map<uint32_t, NodeId> topDeclarators_;
  std::unordered_set<uint32_t> assigned_;
  std::unordered_set<uint32_t> constants_;
  std::unordered_map<uint32_t, Imported> imported_;
  std::vector<NodeId> top_;
  bool isChanged_ = false;
};

}  // namespace

bool mentionsMocks(std::string_view text) {
  if (mayCall(text, "hoisted")) return true;
  if (!contains(text, "mock")) return false;
  bool hasBunModule = contains(text, "bun:test") || contains(text, "weft:test");
  return mayCall(text, "mock") || mayCall(text, "doMock") || (hasBunModule && mayCall(text, "module"));
}

Hoisted hoistMocks(Ast& ast, Bindings& bindings, std::string_view path, Log& log, size_t stackBytes) {
  return Hoister(ast, bindings, path, log, stackBytes).run();
}

}  // namespace weft::syntax
