#include "syntax/refresh.h"

#include <algorithm>
#include <array>

#include "syntax/printer.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

constexpr size_t kStackBytes = size_t{3} << 20;

/// Hooks of React's own have no signature of their own.
constexpr std::array<std::string_view, 20> kOwnHooks = {"use",
                                                        "useActionState",
                                                        "useCallback",
                                                        "useContext",
                                                        "useDebugValue",
                                                        "useDeferredValue",
                                                        "useEffect",
                                                        "useFormState",
                                                        "useFormStatus",
                                                        "useId",
                                                        "useImperativeHandle",
                                                        "useInsertionEffect",
                                                        "useLayoutEffect",
                                                        "useMemo",
                                                        "useOptimistic",
                                                        "useReducer",
                                                        "useRef",
                                                        "useState",
                                                        "useSyncExternalStore",
                                                        "useTransition"};

bool isCapital(std::string_view name) {
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
}

bool isHookName(std::string_view name) {
  if (name == "use") return true;
  return name.size() > 3 && name.starts_with("use") && !(name[3] >= 'a' && name[3] <= 'z');
}

/// The hooks that a function calls.
struct Signature {
  std::string key;
  std::vector<NodeId> custom;  // Identifier or Member of one
  std::vector<std::string> customNames;
};

class Refresher : private TreeBuilder {
 public:
  Refresher(Ast& ast, Bindings& bindings, std::string_view context, Log& log)
      : TreeBuilder(ast, bindings, {}, log, kStackBytes),
        context_(context),
        isReset_(ast.source().find("@refresh reset") != std::string_view::npos) {}

  bool run(std::vector<NodeId>& statements) {
    std::vector<NodeId> out;
    out.reserve(statements.size() * 2);
    for (NodeId statement : statements) {
      out.push_back(statement);
      after_.clear();
      visitStatement(statement);
      out.insert(out.end(), after_.begin(), after_.end());
    }
    if (!signatures_.empty()) {
      NodeId made = make<VariableDeclaration>(NodeKind::Variables, uint32_t{0}, list(signatures_));
      node(made).detail = static_cast<uint8_t>(VariableKind::Var);
      out.insert(out.begin(), made);
    }
    out.insert(out.end(), registrations_.begin(), registrations_.end());
    statements = std::move(out);
    return !registrations_.empty();
  }

 private:
  void visitStatement(NodeId statement) {
    switch (kindOf(statement)) {
      case NodeKind::FunctionDeclaration: {
        auto& function = as<Function>(statement);
        if (!function.name) return;
        const Identifier name = as<Identifier>(function.name);
        sign(function, name);
        if (isCapital(ast_.text(name.name))) registerName(name);
        return;
      }
      case NodeKind::ClassDeclaration: {
        const auto& it = as<Class>(statement);
        if (it.name && it.heritage && isCapital(ast_.text(as<Identifier>(it.name).name)))
          registerName(as<Identifier>(it.name));
        return;
      }
      case NodeKind::Variables:
        for (NodeId id : ast_.list(as<VariableDeclaration>(statement).declarators)) {
          auto& declarator = as<BinaryExpression>(id);
          if (declarator.right && kindOf(declarator.left) == NodeKind::Identifier)
            visitVariable(declarator, as<Identifier>(declarator.left));
        }
        return;
      default:
        return;
    }
  }

  void visitVariable(BinaryExpression& declarator, const Identifier name) {
    std::string text(ast_.text(name.name));
    switch (kindOf(declarator.right)) {
      case NodeKind::Function:
      case NodeKind::Arrow:
        sign(as<Function>(declarator.right), name);
        if (isCapital(text) || isDefault(text)) registerName(name);
        return;
      case NodeKind::Call:
        if (!isCapital(text) && !isDefault(text)) return;
        if (wrapCall(declarator.right, text)) registerName(name);
        return;
      case NodeKind::TaggedTemplate:
        if (isCapital(text)) registerName(name);
        return;
      default:
        return;
    }
  }

  /// What export default was given as a variable.
  static bool isDefault(std::string_view name) { return name.ends_with("_default"); }

  void registerName(const Identifier& name) {
    NodeId function = reference(name);
    registrations_.push_back(statement(
        call(member(global(name.start, context_), "r"), {function, string(name.start, ast_.text(name.name))})));
  }

  NodeId reference(const Identifier& name) {
    return make<Identifier>(NodeKind::Identifier, name.start, name.name, name.symbol);
  }

  /// memo(forwardRef(() => …))  becomes  memo($w.r(forwardRef($w.r(() => …, "X$memo$forwardRef")), "X$memo"))
  bool wrapCall(NodeId id, const std::string& name) {
    if (isTooDeep()) return false;
    auto& it = as<CallExpression>(id);
    std::string_view callee = kindOf(it.callee) == NodeKind::Identifier ? ast_.text(as<Identifier>(it.callee).name)
                              : kindOf(it.callee) == NodeKind::Member ? ast_.text(as<MemberExpression>(it.callee).name)
                                                                      : std::string_view("call");
    if (isHookName(callee) || callee == "require" || it.arguments.count == 0) return false;
    std::string inner = name + "$" + std::string(callee);
    NodeId& first = ast_.list(it.arguments)[0];
    switch (kindOf(first)) {
      case NodeKind::Function:
      case NodeKind::Arrow: {
        NodeId signature = withSignature(as<Function>(first), first);
        first = call(member(global(node(first).start, context_), "r"), {signature, string(it.start, inner)});
        return true;
      }
      case NodeKind::Call: {
        if (!wrapCall(first, inner)) return false;
        first = call(member(global(node(first).start, context_), "r"), {first, string(it.start, inner)});
        return true;
      }
      case NodeKind::Identifier:
        return isCapital(ast_.text(as<Identifier>(first).name));
      default:
        return false;
    }
  }

  // --- Signatures.

  /// A variable of the module that holds what $w.g() gives.
  NodeId makeSignature(uint32_t start) {
    Atom name = freshName("$s");
    NodeId target = make<Identifier>(NodeKind::Identifier, start, name, kNoSymbol);
    NodeId value = call(member(global(start, context_), "g"), {});
    signatures_.push_back(make<BinaryExpression>(NodeKind::Declarator, start, target, value));
    return target;
  }

  NodeId again(NodeId name) {
    return make<Identifier>(NodeKind::Identifier, node(name).start, as<Identifier>(name).name, kNoSymbol);
  }

  std::vector<NodeId> signatureArguments(NodeId function, const Signature& signature) {
    uint32_t start = node(function).start;
    std::vector<NodeId> out = {function, string(start, signature.key)};
    if (!isReset_ && signature.custom.empty()) return out;
    out.push_back(boolean(start, isReset_));
    if (signature.custom.empty()) return out;
    NodeId hooks = arrow(start, {}, list({array(start, signature.custom)}), 0);
    node(hooks).detail |= kExpressionBody;
    out.push_back(hooks);
    return out;
  }

  /// The first thing that a function does.
  void callAtStart(Function& function, NodeId name) {
    std::vector<NodeId> body;
    std::span<NodeId> old = ast_.list(function.body);
    size_t directives = 0;
    while (directives < old.size() && kindOf(old[directives]) == NodeKind::Directive) ++directives;
    body.insert(body.end(), old.begin(), old.begin() + static_cast<ptrdiff_t>(directives));
    body.push_back(statement(call(again(name), {})));
    if (function.detail & kExpressionBody) {
      body.push_back(returned(old[0]));
      function.detail &= static_cast<uint8_t>(~kExpressionBody);
    } else {
      body.insert(body.end(), old.begin() + static_cast<ptrdiff_t>(directives), old.end());
    }
    function.body = list(body);
  }

  void sign(Function& function, const Identifier& name) {
    Signature signature;
    if (!findHooks(function, signature)) return;
    NodeId holder = makeSignature(function.start);
    callAtStart(function, holder);
    std::vector<NodeId> arguments = signatureArguments(reference(name), signature);
    after_.push_back(statement(call(again(holder), arguments)));
  }

  /// Of a function within an expression: what stands in its place.
  NodeId withSignature(Function& function, NodeId id) {
    Signature signature;
    if (!findHooks(function, signature)) return id;
    NodeId holder = makeSignature(function.start);
    callAtStart(function, holder);
    return call(again(holder), signatureArguments(id, signature));
  }

  bool findHooks(const Function& function, Signature& signature) {
    if (function.detail & (kGenerator | kAsync)) return false;
    signature_ = &signature;
    for (NodeId id : ast_.list(function.body)) findIn(id, {});
    return !signature.key.empty();
  }

  /// `target`: what takes the value of the expression.
  void findIn(NodeId id, NodeId target) {
    if (!id || isTooDeep()) return;
    switch (kindOf(id)) {
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::FunctionDeclaration:
      case NodeKind::Class:
      case NodeKind::ClassDeclaration:
        return;
      case NodeKind::Declarator:
        return findIn(as<BinaryExpression>(id).right, as<BinaryExpression>(id).left);
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate: {
        std::vector<NodeId> spine;
        NodeId at = id;
        for (; isLeftNesting(kindOf(at)); at = leftSlot(ast_, at)) spine.push_back(at);
        findIn(at, {});
        while (!spine.empty()) {
          NodeId each = spine.back();
          spine.pop_back();
          NodeId* left = &leftSlot(ast_, each);
          forEachChild(ast_, each, [&](NodeId& child) {
            if (&child != left) findIn(child, {});
          });
          if (kindOf(each) == NodeKind::Call) hookCall(as<CallExpression>(each), each == id ? target : NodeId{});
        }
        return;
      }
      default:
        forEachChild(ast_, id, [&](NodeId& child) { findIn(child, {}); });
    }
  }

  void hookCall(const CallExpression& it, NodeId target) {
    bool isMember = kindOf(it.callee) == NodeKind::Member;
    if (!isMember && kindOf(it.callee) != NodeKind::Identifier) return;
    std::string name(isMember ? ast_.text(as<MemberExpression>(it.callee).name)
                              : ast_.text(as<Identifier>(it.callee).name));
    if (!isHookName(name)) return;
    std::string& key = signature_->key;
    if (!key.empty()) key += ';';
    if (target) key.append(textOf(target)).append("=");
    key.append(name).append("(");
    std::span<NodeId> arguments = ast_.list(it.arguments);
    if (name == "useState" && !arguments.empty()) key += textOf(arguments[0]);
    if (name == "useReducer" && arguments.size() > 1) key += textOf(arguments[1]);
    key += ')';
    if (std::ranges::find(kOwnHooks, std::string_view(name)) != kOwnHooks.end()) return;
    addCustom(it.callee, name);
  }

  /// A hook that can be named where the module can: of its own scope.
  void addCustom(NodeId callee, const std::string& name) {
    NodeId object = kindOf(callee) == NodeKind::Member ? as<MemberExpression>(callee).object : callee;
    if (kindOf(object) != NodeKind::Identifier) return;
    const auto& it = as<Identifier>(object);
    if (it.symbol == kNoSymbol || ast_.scopes().symbols[it.symbol].scope != 0) return;
    std::string whole = std::string(ast_.text(it.name)) + "." + name;
    if (std::ranges::find(signature_->customNames, whole) != signature_->customNames.end()) return;
    signature_->customNames.push_back(whole);
    NodeId copy = copyOfIdentifier(object);
    if (kindOf(callee) == NodeKind::Member) copy = member(copy, name);
    signature_->custom.push_back(copy);
  }

  std::string textOf(NodeId id) {
    NodeId whole = id;
    bool isPattern = kindOf(id) == NodeKind::ArrayPattern || kindOf(id) == NodeKind::ObjectPattern;
    if (isPattern) {
      NodeId declarator = make<BinaryExpression>(NodeKind::Declarator, node(id).start, id, NodeId{});
      whole = make<VariableDeclaration>(NodeKind::Variables, node(id).start, list({declarator}));
    } else {
      whole = statement(id);
    }
    Temporarily body(ast_.body, list({whole}));
    PrintOptions options;
    options.minifyWhitespace = true;
    options.legalComments = LegalComments::None;
    std::string out;
    if (!syntax::print(ast_, options, out)) return {};
    while (out.ends_with('\n') || out.ends_with(';')) out.pop_back();
    return out;
  }

  std::string context_;
  bool isReset_;
  std::vector<NodeId> after_;          // the statement that is looked at
  std::vector<NodeId> signatures_;     // declarators
  std::vector<NodeId> registrations_;  // statements
  Signature* signature_ = nullptr;
};

}  // namespace

bool addRefresh(Ast& ast, Bindings& bindings, std::string_view context, std::vector<NodeId>& statements) {
  Log log;
  return Refresher(ast, bindings, context, log).run(statements);
}

}  // namespace weft::syntax
