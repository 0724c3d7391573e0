// Async functions and generators, `for await`:
//
//     async function f(a) {          function f(a) {
//       return await a;                return __async(null, null, function* () { return yield a; });
//     }                              }
//
//     async (a, b = 1) => this.c(a)  (_a, ..._b) => __async(this, [_a, ..._b], function* (a, b = 1) {
//                                      return this.c(a);
//                                    })
//
//     async m() { super.m(); }       m() {
//                                      const _super = (key) => super[key];
//                                      return __async(this, null, function* () { _super("m").call(this); });
//                                    }
//
//     async function* g() {          function g() {
//       yield await a;                 return __asyncGenerator(null, null, function* () {
//       yield* b;                        yield [1, yield [0, yield [0, a]]];
//     }                                  yield [2, __asyncIterator(b)];
//                                      });
//                                    }
//
// Parameters move into the generator where they are more than names (what they throw must reject), where the body
// declares one of them again, and where `arguments` is used.

#include <algorithm>

#include "syntax/downlevelling.h"

namespace weft::syntax {

void Downlevel::lowerFunction(Function& it) {
  if (it.kind == NodeKind::FunctionDeclaration) noteRedeclaration(it.name);
  bool isAsync = it.detail & kAsync;
  bool isGenerator = it.detail & kGenerator;
  FunctionContext context;
  context.role = it.kind == NodeKind::Arrow ? FunctionRole::Arrow : FunctionRole::Plain;
  context.isAsyncGenerator = isAsync && isGenerator;
  context.yieldsForAwait = isAsync && (lacks(Feature::AsyncAwait) || (isGenerator && lacks(Feature::AsyncGenerator)));
  FunctionContext* outer = function_;
  {
    Temporarily restore(function_, &context);
    lowerFunctionParts(it, context);
  }
  if (context.role != FunctionRole::Arrow) return;
  outer->usesThis |= context.usesThis;
  outer->usesArguments |= context.usesArguments;
  outer->usesSuper |= context.usesSuper;
  outer->usesNewTarget |= context.usesNewTarget;
}

void Downlevel::lowerFunctionParts(Function& it, FunctionContext& context) {
  std::vector<NodeId> temporaries;
  Temporarily restoreTemporaries(temporaries_, &temporaries);
  Temporarily restoreScope(functionScope_, it.bodyScope);
  if (context.yieldsForAwait) {
    std::vector<NodeId> names;
    for (NodeId parameter : ast_.list(it.parameters)) boundNames(parameter, names);
    for (NodeId name : names) context.parameterNames.push_back(as<Identifier>(name).name);
    std::ranges::sort(context.parameterNames);
  }
  std::vector<NodeId> first = expandParameters(it);
  {
    Temporarily restoreParameters(isInParameters_, true);
    for (NodeId& parameter : ast_.list(it.parameters)) lowerTarget(parameter);
  }
  Temporarily restoreParameters(isInParameters_, false);
  if (it.detail & kExpressionBody) {
    if (first.empty() && !context.yieldsForAwait) {
      NodeId& value = ast_.list(it.body)[0];
      lower(value);
      if (temporaries.empty()) return;
      it.body = withTemporaries(list({returned(value)}));
      it.detail &= static_cast<uint8_t>(~kExpressionBody);
      return;
    }
    it.body = list({returned(ast_.list(it.body)[0])});
    it.detail &= static_cast<uint8_t>(~kExpressionBody);
  }
  std::span<NodeId> statements = ast_.list(it.body);
  auto directives = static_cast<size_t>(
      std::ranges::find_if(statements, [&](NodeId id) { return kindOf(id) != NodeKind::Directive; }) -
      statements.begin());
  if (!first.empty()) {
    first.insert(first.begin(), statements.begin(), statements.begin() + static_cast<ptrdiff_t>(directives));
    first.insert(first.end(), statements.begin() + static_cast<ptrdiff_t>(directives), statements.end());
    it.body = list(first);
  }
  it.body = lowerStatements(withUsing(it.body, false), true);
  if (context.yieldsForAwait) wrapAsync(it, context);
}

/// A `var` or function of the name of a parameter has its value, in one and the same function.
void Downlevel::noteRedeclaration(NodeId pattern) {
  if (function_->parameterNames.empty()) return;
  std::vector<NodeId> names;
  boundNames(pattern, names);
  for (NodeId name : names)
    function_->redeclaresParameter |= std::ranges::binary_search(function_->parameterNames, as<Identifier>(name).name);
}

void Downlevel::wrapAsync(Function& it, const FunctionContext& context) {
  uint32_t start = it.start;
  bool isArrow = context.role == FunctionRole::Arrow;
  std::span<NodeId> parameters = ast_.list(it.parameters);
  bool isSimple = std::ranges::all_of(parameters, [&](NodeId id) { return kindOf(id) == NodeKind::Identifier; });
  bool isMoved =
      !parameters.empty() && (!isSimple || context.redeclaresParameter || (context.usesArguments && !isArrow));
  std::span<NodeId> all = ast_.list(it.body);
  auto body = std::ranges::find_if(all, [&](NodeId id) { return kindOf(id) != NodeKind::Directive; });
  std::vector<NodeId> outside(all.begin(), body);

  NodeId given = context.usesArguments || (isMoved && !isArrow) ? global(start, "arguments") : NodeId{};
  NodeList outer = it.parameters;
  Move move;
  auto declareOutside = [&](std::string_view wanted, NodeId value) {
    uint32_t symbol = declareLocal(wanted, SymbolKind::Const, start);
    outside.push_back(declared(VariableKind::Const, declarationOf(symbol), value));
    return symbol;
  };
  if (isMoved) {
    // As many as count for the function's length.
    std::vector<NodeId> names;
    std::vector<NodeId> values;
    for (NodeId parameter : parameters) {
      if (kindOf(parameter) == NodeKind::AssignmentPattern || kindOf(parameter) == NodeKind::Rest) break;
      uint32_t symbol = declareLocal("_a", SymbolKind::Parameter, start);
      names.push_back(declarationOf(symbol));
      values.push_back(identifier(start, symbol));
    }
    if (isArrow) {
      if (names.size() != parameters.size()) {
        uint32_t symbol = declareLocal("_a", SymbolKind::Parameter, start);
        names.push_back(make<UnaryExpression>(NodeKind::Rest, start, declarationOf(symbol)));
        values.push_back(make<UnaryExpression>(NodeKind::Spread, start, identifier(start, symbol)));
      }
      if (context.usesArguments) move.argumentsSymbol = declareOutside("_arguments", given);
      given = array(start, values);
    }
    outer = list(names);
  }
  if (isArrow && context.usesNewTarget)
    move.newTargetSymbol = declareOutside("_target", make<Node>(NodeKind::NewTarget, start));
  if (context.usesSuper) {
    move.superGet = declareLocal("_super", SymbolKind::Const, start);
    move.superSet = declareLocal("_superSet", SymbolKind::Const, start);
    move.superCall = declareLocal("_superCall", SymbolKind::Const, start);
  }
  std::vector<NodeId> inside(body, all.end());
  if (isMoved)
    for (NodeId& parameter : parameters) this->move(parameter, move, true);
  for (NodeId& one : inside) this->move(one, move, true);
  declareSupers(start, move, outside);

  NodeId generator = make<Function>(NodeKind::Function, start, NodeId{}, isMoved ? it.parameters : NodeList{},
                                    list(inside), it.scope, it.bodyScope, it.bodyStart, uint32_t{0}, ByteRange{});
  node(generator).detail = kGenerator | kHasBody;
  auto orNull = [&](NodeId id) { return id ? id : make<Node>(NodeKind::Null, start); };
  NodeId made =
      helperCall(context.isAsyncGenerator ? Helper::AsyncGenerator : Helper::Async, start,
                 {orNull(context.usesThis || move.usedSuperGet ? thisAt(start) : NodeId{}), orNull(given), generator});
  it.detail &= static_cast<uint8_t>(~(kAsync | kGenerator));
  it.parameters = outer;
  if (isArrow && outside.empty()) {
    it.body = list({made});
    it.detail |= kExpressionBody;
    return;
  }
  outside.push_back(returned(made));
  it.body = list(outside);
}

NodeId Downlevel::awaiting(NodeId operand) {
  return make<UnaryExpression>(NodeKind::Await, node(operand).start, operand);
}

/// What __asyncGenerator is told: 0 to await, 1 to yield, 2 to go through another.
NodeId Downlevel::step(int kind, NodeId operand) {
  uint32_t start = node(operand).start;
  return make<UnaryExpression>(NodeKind::Yield, start, array(start, std::vector<NodeId>{number(start, kind), operand}));
}

void Downlevel::lowerAwait(NodeId& slot) {
  if (function_->role == FunctionRole::Module) refuse(Feature::TopLevelAwait, slot, "await");
  lowerChildren(slot);
  if (!function_->yieldsForAwait) return;
  NodeId operand = as<UnaryExpression>(slot).operand;
  slot = function_->isAsyncGenerator ? step(0, operand)
                                     : make<UnaryExpression>(NodeKind::Yield, node(slot).start, operand);
}

void Downlevel::lowerYield(NodeId& slot) {
  lowerChildren(slot);
  if (!function_->yieldsForAwait) return;
  const UnaryExpression it = as<UnaryExpression>(slot);
  if (it.has(kDelegate)) {
    slot = step(2, helperCall(Helper::AsyncIterator, it.start, {it.operand}));
    return;
  }
  slot = step(1, step(0, it.operand ? it.operand : undefined(it.start)));
}

bool Downlevel::isLoweredForAwait(NodeId id) const {
  if (kindOf(id) != NodeKind::ForOf || !node(id).has(kAwait)) return false;
  // An async generator's `await` is not the language's own.
  return lacks(Feature::ForAwait) || function_->yieldsForAwait;
}

/// a: for await (const b of c) d     {
///                                     let iterator, hasMore, step, failure;
///                                     try {
///                                       a: for (iterator = __asyncIterator(c);
///                                               hasMore = !(step = await iterator.next()).done; hasMore = false) {
///                                         const b = step.value;
///                                         d
///                                       }
///                                     } catch (error) { failure = [error]; }
///                                     finally {
///                                       try { if (hasMore && (step = iterator.return)) await step.call(iterator); }
///                                       finally { if (failure) throw failure[0]; }
///                                     }
///                                   }
void Downlevel::lowerForAwait(NodeId& slot, std::span<const NodeId> labels) {
  const ForEachStatement it = as<ForEachStatement>(slot);
  uint32_t start = it.start;
  uint32_t iterator = declareLocal("_iterator", SymbolKind::Let, start);
  uint32_t hasMore = declareLocal("_hasMore", SymbolKind::Let, start);
  uint32_t step = declareLocal("_step", SymbolKind::Let, start);
  uint32_t failure = declareLocal("_failure", SymbolKind::Let, start);
  uint32_t error = declareLocal("_error", SymbolKind::Catch, start);
  auto use = [&](uint32_t symbol) { return identifier(start, symbol); };
  std::vector<NodeId> locals;
  for (uint32_t symbol : {iterator, hasMore, step, failure}) locals.push_back(declarator(declarationOf(symbol), {}));

  NodeId value = member(use(step), "value");
  NodeId first;
  if (kindOf(it.target) == NodeKind::Variables) {
    as<BinaryExpression>(ast_.list(as<VariableDeclaration>(it.target).declarators)[0]).right = value;
    first = it.target;
  } else {
    first = statement(assign(it.target, value));
  }
  NodeId next = assign(use(step), awaiting(call(member(use(iterator), "next"), {})));
  NodeId loop = make<ForStatement>(
      NodeKind::For, start, assign(use(iterator), helperCall(Helper::AsyncIterator, start, {it.iterated})),
      assign(use(hasMore), unary(TokenKind::Not, start, member(next, "done"))),
      assign(use(hasMore), boolean(start, false)), bodyAfter(std::vector<NodeId>{first}, it.body), kNoScope);
  for (size_t i = labels.size(); i-- > 0;) loop = make<BinaryExpression>(NodeKind::Labeled, start, labels[i], loop);

  NodeId closes = binary(TokenKind::LogicalAnd, use(hasMore), assign(use(step), member(use(iterator), "return")));
  NodeId close = make<ConditionalExpression>(
      NodeKind::If, start, closes, statement(awaiting(call(member(use(step), "call"), {use(iterator)}))), NodeId{});
  NodeId thrown = make<UnaryExpression>(NodeKind::Throw, start, index(use(failure), number(start, 0)));
  NodeId rethrow = make<ConditionalExpression>(NodeKind::If, start, use(failure), thrown, NodeId{});
  auto blockOf = [&](NodeId one) { return block(start, std::vector<NodeId>{one}); };
  NodeId closing = make<TryStatement>(NodeKind::Try, start, blockOf(close), NodeId{}, NodeId{}, blockOf(rethrow));
  NodeId kept = statement(assign(use(failure), array(start, std::vector<NodeId>{use(error)})));
  NodeId whole =
      make<TryStatement>(NodeKind::Try, start, blockOf(loop), declarationOf(error), blockOf(kept), blockOf(closing));
  slot = block(start, std::vector<NodeId>{variables(VariableKind::Let, start, locals), whole});
  lower(slot);
}

}  // namespace weft::syntax
