#include "syntax/scopes.h"

#include <algorithm>

namespace weft::syntax {

namespace {

bool isVarScope(ScopeKind kind) {
  return kind == ScopeKind::Script || kind == ScopeKind::Module || kind == ScopeKind::FunctionBody ||
         kind == ScopeKind::ClassStaticBlock || kind == ScopeKind::Namespace;
}

bool isVarLike(SymbolKind kind) {
  return kind == SymbolKind::Var || kind == SymbolKind::Parameter || kind == SymbolKind::TopLevelFunction ||
         kind == SymbolKind::TypeOnly;
}

/// TypeScript joins declarations of one name: a namespace with anything (it may hold only types), an enum with an
/// enum; and an import may have the name of a type.
bool mayMerge(SymbolKind old, SymbolKind now) {
  auto isFree = [](SymbolKind kind) { return kind == SymbolKind::Namespace || kind == SymbolKind::TypeOnly; };
  return isFree(old) || isFree(now) || (old == SymbolKind::Enum && now == SymbolKind::Enum) ||
         old == SymbolKind::Import;
}

}  // namespace

uint32_t ScopeBuilder::open(ScopeKind kind, bool isStrict) {
  auto scope = static_cast<uint32_t>(tree_.scopes.size());
  uint32_t parent = open_.empty() ? kNoScope : open_.back().scope;
  tree_.scopes.push_back({kind, isStrict, false, parent, kNoSymbol});
  auto depth = static_cast<uint32_t>(open_.size());
  uint32_t varDepth = isVarScope(kind) || open_.empty() ? depth : open_.back().varDepth;
  open_.push_back({scope, kNone, varDepth});
  return scope;
}

void ScopeBuilder::close() {
  for (uint32_t at = open_.back().firstBinding; at != kNone; at = bindings_[at].nextInScope)
    heads_[static_cast<uint32_t>(bindings_[at].name)] = bindings_[at].outer;
  open_.pop_back();
}

uint32_t& ScopeBuilder::headOf(Atom name) {
  auto index = static_cast<uint32_t>(name);
  if (index >= heads_.size()) heads_.resize(std::max<size_t>(index + 1, heads_.size() * 2), kNone);
  return heads_[index];
}

uint32_t ScopeBuilder::addSymbol(Atom name, SymbolKind kind, uint32_t scope, uint32_t start) {
  auto symbol = static_cast<uint32_t>(tree_.symbols.size());
  tree_.symbols.push_back({name, kind, scope, tree_.scopes[scope].firstSymbol, start});
  tree_.scopes[scope].firstSymbol = symbol;
  return symbol;
}

void ScopeBuilder::addBinding(Atom name, uint32_t symbol, uint32_t depth, bool isPassing) {
  uint32_t inner = kNone;
  uint32_t outer = headOf(name);
  for (; outer != kNone && bindings_[outer].depth > depth; outer = bindings_[outer].outer) inner = outer;
  auto binding = static_cast<uint32_t>(bindings_.size());
  bindings_.push_back({name, symbol, depth, outer, open_[depth].firstBinding, isPassing});
  open_[depth].firstBinding = binding;
  (inner == kNone ? headOf(name) : bindings_[inner].outer) = binding;
}

ScopeBuilder::Declared ScopeBuilder::declare(Atom name, SymbolKind kind, uint32_t start, bool isStrict,
                                             bool isTypeScript) {
  if (kind == SymbolKind::Var || kind == SymbolKind::TopLevelFunction) {
    Declared declared = declareVar(name, kind, start);
    if (isTypeScript && declared.conflict != kNoSymbol && mayMerge(tree_.symbols[declared.conflict].kind, kind))
      declared.conflict = kNoSymbol;
    return declared;
  }
  return declareLexical(name, kind, start, isStrict, isTypeScript);
}

ScopeBuilder::Declared ScopeBuilder::declareVar(Atom name, SymbolKind kind, uint32_t start) {
  uint32_t target = open_.back().varDepth;
  uint32_t conflict = kNoSymbol;
  uint32_t symbol = kNoSymbol;
  uint32_t unmarkedFrom = target + 1;
  uint32_t at = headOf(name);
  for (; at != kNone && bindings_[at].depth >= target && symbol == kNoSymbol; at = bindings_[at].outer) {
    const Binding& binding = bindings_[at];
    SymbolKind found = tree_.symbols[binding.symbol].kind;
    // Whoever left a mark has looked further out.
    if (binding.isPassing || binding.depth == target) {
      symbol = binding.symbol;
      unmarkedFrom = binding.depth + 1;
    }
    if (!binding.isPassing && !isVarLike(found) && found != SymbolKind::SimpleCatch && conflict == kNoSymbol)
      conflict = binding.symbol;
  }
  bool isParameter = symbol == kNoSymbol && at != kNone && bindings_[at].depth + 1 == target &&
                     tree_.symbols[bindings_[at].symbol].kind == SymbolKind::Parameter;
  if (isParameter) {
    symbol = bindings_[at].symbol;  // the same variable, as far as names go
  } else if (symbol == kNoSymbol) {
    symbol = addSymbol(name, kind, open_[target].scope, start);
    addBinding(name, symbol, target, false);
  } else if (tree_.symbols[symbol].kind == SymbolKind::TypeOnly) {
    tree_.symbols[symbol].kind = kind;
  }
  for (uint32_t mark = unmarkedFrom; mark <= depth(); ++mark) addBinding(name, symbol, mark, true);
  return {symbol, conflict};
}

ScopeBuilder::Declared ScopeBuilder::declareLexical(Atom name, SymbolKind kind, uint32_t start, bool isStrict,
                                                    bool isTypeScript) {
  uint32_t here = depth();
  uint32_t head = headOf(name);
  uint32_t conflict = kNoSymbol;
  if (head != kNone) {
    const Binding& binding = bindings_[head];
    SymbolKind found = tree_.symbols[binding.symbol].kind;
    bool isParameterOfBody = here > 0 && binding.depth == here - 1 && found == SymbolKind::Parameter &&
                             tree_.scopes[open_[here].scope].kind == ScopeKind::FunctionBody;
    if (binding.depth == here || isParameterOfBody) {
      bool mayRepeat = (kind == SymbolKind::BlockFunction && found == SymbolKind::BlockFunction && !isStrict &&
                        !binding.isPassing) ||
                       kind == SymbolKind::TypeOnly || (isTypeScript && !binding.isPassing && mayMerge(found, kind));
      if (!mayRepeat) conflict = binding.symbol;
      if (mayRepeat) {
        Symbol& symbol = tree_.symbols[binding.symbol];
        if (symbol.kind == SymbolKind::TypeOnly) symbol.kind = kind;
        return {binding.symbol, kNoSymbol};
      }
    }
  }
  uint32_t symbol = addSymbol(name, kind, open_[here].scope, start);
  addBinding(name, symbol, here, false);
  return {symbol, conflict};
}

bool ScopeBuilder::isDeclaredHere(Atom name) const {
  auto index = static_cast<uint32_t>(name);
  if (index >= heads_.size() || heads_[index] == kNone) return false;
  return bindings_[heads_[index]].depth == depth();
}

void ScopeBuilder::adopt(uint32_t mark, uint32_t child) {
  uint32_t parent = tree_.scopes[child].parent;
  for (uint32_t scope = mark; scope < child; ++scope)
    if (tree_.scopes[scope].parent == parent) tree_.scopes[scope].parent = child;
}

void ScopeBuilder::rewind(uint32_t scopeCount, uint32_t symbolCount) {
  tree_.scopes.resize(scopeCount);
  tree_.symbols.resize(symbolCount);
}

}  // namespace weft::syntax
