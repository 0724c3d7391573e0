// The walk that all down-levelling shares.

#include "syntax/downlevel.h"

#include <algorithm>

#include "syntax/downlevelling.h"

namespace weft::syntax {

Lowered downlevel(Ast& ast, Bindings& bindings, const DownlevelOptions& options, std::string_view path, Log& log) {
  if (!options.unsupported.any()) return {};
  return Downlevel(ast, bindings, options, path, log).run();
}

Downlevel::Downlevel(Ast& ast, Bindings& bindings, const DownlevelOptions& options, std::string_view path, Log& log)
    : TreeBuilder(ast, bindings, path, log, options.stackBytes),
      options_(options),
      firstOwnSymbol_(static_cast<uint32_t>(ast.scopes().symbols.size())) {}

Lowered Downlevel::run() {
  std::vector<NodeId> temporaries;
  temporaries_ = &temporaries;
  FunctionContext context;
  function_ = &context;
  ast_.body = lowerStatements(withUsing(ast_.body, true), true);
  return {helpers_.source(ast_.atoms()), isTooDeep_};
}

/// Puts into `slot` what its node is in the language of the target.
void Downlevel::lower(NodeId& slot) {
  if (!slot || isTooDeep()) return;
  switch (kindOf(slot)) {
    case NodeKind::Identifier:
      if (as<Identifier>(slot).symbol == kNoSymbol && ast_.text(as<Identifier>(slot).name) == "arguments")
        function_->usesArguments = true;
      return;
    case NodeKind::This:
      function_->usesThis = true;
      return;
    case NodeKind::Super:
      function_->usesSuper = true;
      return;
    case NodeKind::NewTarget:
      function_->usesNewTarget = true;
      return;
    case NodeKind::RegExp:
      return lowerRegExp(slot);
    case NodeKind::Number:
      return lowerNumber(slot);
    case NodeKind::BigInt:
      return refuse(Feature::BigInt, slot, "");
    case NodeKind::ImportMeta:
      return refuse(Feature::ImportMeta, slot, "import.meta");
    case NodeKind::ImportCall:
      refuse(Feature::DynamicImport, slot, "import");
      return lowerChildren(slot);
    case NodeKind::Binary:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::Call:
    case NodeKind::TaggedTemplate:
      return lowerSpine(slot);
    case NodeKind::Unary:
      if (node(slot).op == TokenKind::Delete) return lowerDelete(slot);
      return lowerChildren(slot);
    case NodeKind::Update:
      return lowerTarget(as<UnaryExpression>(slot).operand);
    case NodeKind::Assign:
      return lowerAssign(slot);
    case NodeKind::Object:
      return lowerObject(slot);
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
    case NodeKind::AssignmentPattern:
    case NodeKind::Rest:
      return lowerTarget(slot);
    case NodeKind::Property: {
      auto& it = as<Property>(slot);
      if (it.has(kComputed)) lower(it.key);
      return it.has(kComputed) ? lower(it.value) : lowerNamed(it.value, it.key);
    }
    case NodeKind::Function:
    case NodeKind::Arrow:
    case NodeKind::FunctionDeclaration:
      return lowerFunction(as<Function>(slot));
    case NodeKind::Class:
      return lowerClassExpression(slot, {});
    case NodeKind::Await:
      return lowerAwait(slot);
    case NodeKind::Yield:
      return lowerYield(slot);
    case NodeKind::Block: {
      auto& it = as<Block>(slot);
      it.body = lowerStatements(withUsing(it.body, false), false);
      return;
    }
    case NodeKind::SwitchCase: {
      auto& it = as<SwitchCase>(slot);
      lower(it.test);
      it.body = lowerStatements(it.body, false);
      return;
    }
    case NodeKind::Return: {
      lowerChildren(slot);
      NodeId& operand = as<UnaryExpression>(slot).operand;
      if (operand && function_->isAsyncGenerator && function_->yieldsForAwait) operand = step(0, operand);
      return;
    }
    case NodeKind::Variables:
      return lowerVariables(slot);
    case NodeKind::For:
      return lowerFor(slot);
    case NodeKind::ForIn:
    case NodeKind::ForOf:
      return lowerForEach(slot);
    case NodeKind::Switch:
      return lowerSwitch(slot);
    case NodeKind::Try:
      return lowerTry(as<TryStatement>(slot));
    case NodeKind::If: {
      auto& it = as<ConditionalExpression>(slot);
      lower(it.test);
      lowerSubstatement(it.consequent);
      return lowerSubstatement(it.alternate);
    }
    case NodeKind::ClassDeclaration:
      return lowerSubstatement(slot);
    case NodeKind::Labeled: {
      std::vector<NodeId> labels;
      NodeId* at = &slot;
      for (; kindOf(*at) == NodeKind::Labeled; at = &as<BinaryExpression>(*at).right)
        labels.push_back(as<BinaryExpression>(*at).left);
      if (!isLoweredForAwait(*at)) return lower(*at);
      // The labels go with the loop, which will not be the outermost statement.
      NodeId loop = *at;
      lowerForAwait(loop, labels);
      slot = loop;
      return;
    }
    default:
      return lowerChildren(slot);
  }
}

void Downlevel::lowerChildren(NodeId id) {
  forEachChild(ast_, id, [&](NodeId& child) { lower(child); });
}

void Downlevel::lowerAll(NodeList items) {
  for (NodeId& slot : ast_.list(items)) lower(slot);
}

/// Down the left side by a loop, then up again.
void Downlevel::lowerSpine(NodeId& slot, Top top) {
  size_t base = spine_.size();
  NodeId* at = &slot;
  for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) spine_.push_back(at);
  if (kindOf(*at) != NodeKind::PrivateName) lower(*at);
  while (spine_.size() > base) {
    NodeId& current = *spine_.back();
    spine_.pop_back();
    NodeId* left = &leftSlot(ast_, current);
    forEachChild(ast_, current, [&](NodeId& child) {
      if (&child != left) lower(child);
    });
    if (spine_.size() == base) {
      if (top == Top::Value) finish(current);
      return;
    }
    // The one above looks into a callee itself, for its `this`, and into the rest of its chain.
    const Node& above = node(*spine_.back());
    bool isCallee = above.kind == NodeKind::Call || above.kind == NodeKind::TaggedTemplate;
    NodeKind kind = kindOf(current);
    bool isReference = kind == NodeKind::Member || kind == NodeKind::Index || node(current).has(kOptional | kChain);
    bool isLink = above.kind != NodeKind::Binary && above.has(kChain);
    if (!isLink && !(isCallee && isReference && kind != NodeKind::Binary)) finish(current);
  }
}

/// A node of those that nest to the left, whose children have been lowered, but for a callee and the links of a chain.
void Downlevel::finish(NodeId& slot) {
  switch (kindOf(slot)) {
    case NodeKind::Binary:
      return lowerBinary(slot);
    case NodeKind::TaggedTemplate:
      return lowerTagged(slot);
    case NodeKind::Call:
      return lowerCall(slot);
    case NodeKind::Member:
    case NodeKind::Index:
      if (node(slot).has(kOptional | kChain)) {
        if (isLoweredChain(slot)) slot = buildChain(slot, Use::Value).value;
      } else if (isLoweredPrivate(slot)) {
        slot = privateGet(as<MemberExpression>(slot).object, as<MemberExpression>(slot).name);
      }
      return;
    default:
      return;
  }
}

void Downlevel::lowerDetached(NodeId& slot, NodeId key) {
  std::vector<NodeId> temporaries;
  {
    Temporarily restore(temporaries_, &temporaries);
    Temporarily restoreParameters(isInParameters_, false);
    lowerNamed(slot, key);
  }
  if (temporaries.empty()) return;
  uint32_t start = node(slot).start;
  std::vector<NodeId> names;
  for (NodeId declarator : temporaries) names.push_back(as<BinaryExpression>(declarator).left);
  NodeId function = arrow(start, list(names), list({slot}), functionScope_);
  node(function).detail |= kExpressionBody;
  slot = call(function, {});
}

void Downlevel::lowerNamed(NodeId& slot, NodeId key) {
  if (kindOf(slot) != NodeKind::Class || as<Class>(slot).name) return lower(slot);
  lowerClassExpression(slot, nameOfKey(key));
}

/// What a function without a name is called after a key or a target; empty if it is neither.
std::string Downlevel::nameOfKey(NodeId key) const {
  switch (kindOf(key)) {
    case NodeKind::Identifier:
      return std::string(ast_.text(as<Identifier>(key).name));
    case NodeKind::Name:
      return std::string(ast_.text(as<Name>(key).name));
    case NodeKind::PrivateName:
      return "#" + std::string(ast_.text(as<Name>(key).name));
    case NodeKind::String:
      return std::string(ast_.text(as<StringLiteral>(key).value));
    default:
      return {};
  }
}

/// A default value of a pattern, or a key.
void Downlevel::lowerDefault(NodeId& slot, NodeId target) {
  if (isInParameters_) return lowerDetached(slot, target);
  lowerNamed(slot, target);
}

/// What is assigned to or bound: patterns, members, names.
void Downlevel::lowerTarget(NodeId& slot) {
  if (!slot || isTooDeep()) return;
  switch (kindOf(slot)) {
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId& item : ast_.list(as<ListNode>(slot).items)) lowerTarget(item);
      return;
    case NodeKind::Rest:
      return lowerTarget(as<UnaryExpression>(slot).operand);
    case NodeKind::AssignmentPattern: {
      auto& it = as<BinaryExpression>(slot);
      lowerTarget(it.left);
      return lowerDefault(it.right, it.left);
    }
    case NodeKind::Property: {
      auto& it = as<Property>(slot);
      if (it.has(kComputed)) lowerDefault(it.key, {});
      return lowerTarget(it.value);
    }
    case NodeKind::Member:
    case NodeKind::Index:
      lowerSpine(slot, Top::Left);
      if (isLoweredPrivate(slot))
        slot = privateReference(as<MemberExpression>(slot).object, as<MemberExpression>(slot).name);
      return;
    default:
      return lower(slot);
  }
}

/// A statement may become several. The list of a function's body gets its temporaries.
NodeList Downlevel::lowerStatements(NodeList statements, bool isFunctionBody) {
  std::vector<NodeId> out;
  out.reserve(statements.count);
  for (uint32_t i = 0; i < statements.count && !isTooDeep_; ++i) lowerStatement(ast_.list(statements)[i], out);
  bool isSame = std::ranges::equal(out, ast_.list(statements));
  NodeList result = isSame ? statements : list(out);
  return isFunctionBody ? withTemporaries(result) : result;
}

void Downlevel::lowerStatement(NodeId id, std::vector<NodeId>& out) {
  NodeKind kind = kindOf(id);
  switch (kind) {
    case NodeKind::ClassDeclaration:
      return lowerClassStatement(id, NodeKind::None, out);
    case NodeKind::ExportDeclaration:
    case NodeKind::ExportDefault: {
      NodeId& declaration = as<UnaryExpression>(id).operand;
      if (kindOf(declaration) == NodeKind::ClassDeclaration) return lowerClassStatement(declaration, kind, out);
      if (kind == NodeKind::ExportDeclaration && kindOf(declaration) == NodeKind::Variables &&
          hasRestIn(as<VariableDeclaration>(declaration))) {
        // The parts that are given names are not for others.
        std::vector<NodeId> names;
        for (NodeId item : ast_.list(as<VariableDeclaration>(declaration).declarators))
          boundNames(as<BinaryExpression>(item).left, names);
        out.push_back(declaration);
        lower(out.back());
        return out.push_back(exportOf(node(id).start, names));
      }
      if (kind == NodeKind::ExportDeclaration || kindOf(declaration) != NodeKind::Class) break;
      lowerClassExpression(declaration, as<Class>(declaration).name ? "" : "default");
      return out.push_back(id);
    }
    case NodeKind::ExportAll:
      if (as<ModuleDeclaration>(id).namespaceName && lacks(Feature::ExportStarAs)) return lowerExportStar(id, out);
      return out.push_back(id);
    case NodeKind::Import:
    case NodeKind::ExportNamed:
      return out.push_back(id);
    default:
      break;
  }
  NodeId slot = id;
  lower(slot);
  out.push_back(slot);
}

/// Where only one statement may stand.
void Downlevel::lowerSubstatement(NodeId& slot) {
  if (!slot) return;
  std::vector<NodeId> out;
  uint32_t start = node(slot).start;
  lowerStatement(slot, out);
  slot = out.size() == 1 ? out[0] : block(start, out);
}

/// `try { a } catch { b }` becomes `try { a } catch (e) { b }`.
void Downlevel::lowerTry(TryStatement& it) {
  lower(it.block);
  std::vector<NodeId> first;
  if (it.handler && it.parameter && hasObjectRest(it.parameter)) {
    uint32_t start = node(it.parameter).start;
    uint32_t error = declareLocal("error", SymbolKind::Catch, start);
    NodeId variable = declared(VariableKind::Let, it.parameter, identifier(start, error));
    it.parameter = declarationOf(error);
    it.handler = block(start, std::vector<NodeId>{variable, it.handler});
  }
  if (it.handler && !it.parameter && lacks(Feature::OptionalCatchBinding)) {
    uint32_t start = node(it.handler).start;
    it.parameter = declarationOf(declareLocal("error", SymbolKind::Catch, start));
  }
  lowerTarget(it.parameter);
  lower(it.handler);
  lower(it.finalizer);
}

void Downlevel::lowerVariables(NodeId id) {
  auto& it = as<VariableDeclaration>(id);
  auto kind = static_cast<VariableKind>(it.detail);
  if (hasRestIn(it)) expandVariables(it);
  bool mayRedeclare = kind == VariableKind::Var && !function_->parameterNames.empty();
  for (NodeId item : ast_.list(it.declarators)) {
    auto& one = as<BinaryExpression>(item);
    if (mayRedeclare) noteRedeclaration(one.left);
    lowerTarget(one.left);
    lowerNamed(one.right, one.left);
  }
}

/// The statements, then the body: one block.
NodeId Downlevel::bodyAfter(std::span<const NodeId> first, NodeId body) {
  std::vector<NodeId> statements(first.begin(), first.end());
  statements.push_back(body);
  return block(node(body).start, statements);
}

void Downlevel::lowerFor(NodeId& slot) {
  auto& it = as<ForStatement>(slot);
  if (isUsing(it.init)) {
    // for (using a = b; ; ) c   →   { using a = b; for (; ; ) c }
    NodeId init = it.init;
    it.init = {};
    slot = block(it.start, std::vector<NodeId>{init, slot});
    return lower(slot);
  }
  lower(it.init);
  lower(it.test);
  lower(it.update);
  lowerSubstatement(it.body);
}

/// for (const { a, ...b } of c) d   →   for (const part of c) { const { a, ...b } = part; d }
/// for (using a of b) c             →   for (const part of b) { using a = part; c }
void Downlevel::lowerForEach(NodeId& slot) {
  auto& it = as<ForEachStatement>(slot);
  bool isDeclared = kindOf(it.target) == NodeKind::Variables;
  NodeId pattern = it.target;
  if (isDeclared) pattern = as<BinaryExpression>(ast_.list(as<VariableDeclaration>(it.target).declarators)[0]).left;
  if (isUsing(it.target) || hasObjectRest(pattern)) {
    uint32_t start = node(it.target).start;
    uint32_t part = declareLocal("part", SymbolKind::Const, start);
    NodeId value = identifier(start, part);
    NodeId first = isDeclared ? declared(static_cast<VariableKind>(node(it.target).detail), pattern, value)
                              : statement(assign(pattern, value));
    it.target = declared(VariableKind::Const, declarationOf(part), {});
    it.body = bodyAfter(std::vector<NodeId>{first}, it.body);
  }
  if (isLoweredForAwait(slot)) return lowerForAwait(slot, {});
  if (it.has(kAwait) && function_->role == FunctionRole::Module) refuse(Feature::TopLevelAwait, slot, "for");
  if (isDeclared)
    lower(it.target);
  else
    lowerTarget(it.target);
  lower(it.iterated);
  lowerSubstatement(it.body);
}

/// export * as a from "b"   →   import * as a from "b"; export { a }
void Downlevel::lowerExportStar(NodeId id, std::vector<NodeId>& out) {
  ModuleDeclaration it = as<ModuleDeclaration>(id);
  NodeId outer = it.namespaceName;
  std::string wanted(kindOf(outer) == NodeKind::Name ? ast_.text(as<Name>(outer).name) : "all");
  Atom name = freshName(wanted == "default" ? "all" : wanted + "_all");
  uint32_t symbol = declareSymbol(name, SymbolKind::Import, 0, it.start);
  auto& whole = as<ModuleDeclaration>(id);
  whole.kind = NodeKind::Import;
  whole.namespaceName = declarationOf(symbol);
  out.push_back(id);
  NodeId specifier = make<ModuleSpecifier>(NodeKind::ExportSpecifier, it.start, outer, identifier(it.start, symbol));
  out.push_back(make<ModuleDeclaration>(NodeKind::ExportNamed, it.start, NodeId{}, NodeId{}, list({specifier}),
                                        NodeId{}, NodeList{}));
}

// --- Parts that the files beside this one share.

Downlevel::Captured Downlevel::capture(NodeId value, Between between) {
  uint32_t start = node(value).start;
  switch (kindOf(value)) {
    case NodeKind::This:
      return {value, thisAt(start)};
    case NodeKind::Number:
    case NodeKind::String:
    case NodeKind::Null:
    case NodeKind::True:
    case NodeKind::False:
      return {value, value};
    case NodeKind::Identifier: {
      uint32_t symbol = as<Identifier>(value).symbol;
      if (symbol == kNoSymbol) break;  // a global may be a getter
      SymbolKind kind = ast_.scopes().symbols[symbol].kind;
      bool isFixed = kind == SymbolKind::Const || kind == SymbolKind::FunctionName;
      if (isFixed || between == Between::Nothing) return {value, identifier(start, symbol)};
      break;
    }
    default:
      break;
  }
  uint32_t symbol = temporary("_a", start);
  return {assign(identifier(start, symbol), value), identifier(start, symbol)};
}

NodeId Downlevel::block(uint32_t start, std::span<const NodeId> statements) {
  return make<Block>(NodeKind::Block, start, list(statements), kNoScope, uint32_t{0});
}

NodeId Downlevel::sequence(std::span<const NodeId> items) {
  if (items.size() == 1) return items[0];
  return make<ListNode>(NodeKind::Sequence, node(items[0]).start, list(items));
}

NodeId Downlevel::conditional(NodeId test, NodeId consequent, NodeId alternate) {
  return make<ConditionalExpression>(NodeKind::Conditional, node(test).start, test, consequent, alternate);
}

/// A key that is not computed, as an expression.
NodeId Downlevel::keyOf(NodeId name) {
  if (kindOf(name) != NodeKind::Name) return name;
  return string(node(name).start, ast_.text(as<Name>(name).name));
}

uint32_t Downlevel::declareLocal(std::string_view wanted, SymbolKind kind, uint32_t start) {
  return declareSymbol(freshName(wanted), kind, functionScope_, start);
}

NodeId Downlevel::declarator(NodeId target, NodeId value) {
  return make<BinaryExpression>(NodeKind::Declarator, node(target).start, target, value);
}

NodeId Downlevel::variables(VariableKind kind, uint32_t start, std::span<const NodeId> declarators) {
  NodeId result = make<VariableDeclaration>(NodeKind::Variables, start, list(declarators));
  node(result).detail = static_cast<uint8_t>(kind);
  return result;
}

}  // namespace weft::syntax
