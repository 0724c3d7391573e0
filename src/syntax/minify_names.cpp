#include "syntax/minify_names.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/stack_limit.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

struct Renaming {
  Atom from;
  uint32_t index;  // of the name, among those of labels or of private members
};

class Namer {
 public:
  Namer(Ast& ast, const MinifyNamesOptions& options)
      : ast_(ast),
        tree_(ast.scopes()),
        isKept_(tree_.symbols.size()),
        uses_(tree_.symbols.size()),
        countsLetters_(options.countsLetters),
        stackLimit_(options.stackBytes) {
    for (const Scope& scope : tree_.scopes) hasEval_ |= scope.hasDirectEval;
    keepWhatIsSeen(options.renamesTopLevel);
  }

  bool run() {
    visitAll(ast_.body);
    if (isTooDeep_) return false;
    NameMaker maker = countsLetters_ ? NameMaker(frequency_) : NameMaker();
    nameSymbols(maker);
    nameOthers(maker);
    return true;
  }

 private:
  bool isTooDeep() {
    if (!stackLimit_.isReached()) [[likely]]
      return false;
    return isTooDeep_ = true;
  }

  // --- Which symbols keep their names.

  void keepWhatIsSeen(bool renamesTopLevel) {
    std::vector<bool> isSeen(tree_.scopes.size());
    for (size_t i = tree_.scopes.size(); i-- > 0;) {
      if (tree_.scopes[i].hasDirectEval) isSeen[i] = true;
      if (isSeen[i] && tree_.scopes[i].parent != kNoScope) isSeen[tree_.scopes[i].parent] = true;
    }
    for (uint32_t i = 0; i < tree_.symbols.size(); ++i) {
      const Symbol& it = tree_.symbols[i];
      bool isHoisted = it.kind == SymbolKind::BlockFunction && !tree_.scopes[it.scope].isStrict;
      isKept_[i] = isKept_[i] || isSeen[it.scope] || (it.scope == 0 && !renamesTopLevel) || isHoisted;
      // `var arguments` begins as what the function was called with.
      if (it.name == Atom::Arguments) isKept_[i] = true;
      if (it.kind == SymbolKind::SimpleCatch) keepSharedCatch(i);
    }
    for (const Scope& scope : tree_.scopes)
      if (scope.kind == ScopeKind::Parameters && !scope.isStrict) keepRepeated(scope);
  }

  /// `function f(a, a) {}`: the last has the name.
  void keepRepeated(const Scope& scope) {
    std::unordered_map<Atom, uint32_t> seen;
    for (uint32_t at = scope.firstSymbol; at != kNoSymbol; at = tree_.symbols[at].next) {
      auto [known, isNew] = seen.try_emplace(tree_.symbols[at].name, at);
      if (!isNew) isKept_[at] = isKept_[known->second] = true;
    }
  }

  /// `catch (e) { var e = 1 }`: the var's initialiser sets the parameter, because it has its name.
  void keepSharedCatch(uint32_t symbol) {
    uint32_t scope = tree_.symbols[symbol].scope;
    while (tree_.scopes[scope].kind == ScopeKind::Catch || tree_.scopes[scope].kind == ScopeKind::Block)
      scope = tree_.scopes[scope].parent;
    for (uint32_t at = tree_.scopes[scope].firstSymbol; at != kNoSymbol; at = tree_.symbols[at].next)
      if (tree_.symbols[at].name == tree_.symbols[symbol].name) isKept_[at] = isKept_[symbol] = true;
  }

  void keepName(NodeId id) {
    if (ast_.kindOf(id) != NodeKind::Identifier) return;
    if (uint32_t symbol = ast_.as<Identifier>(id).symbol; symbol != kNoSymbol) isKept_[symbol] = true;
  }

  void keepPattern(NodeId id) {
    if (!id || isTooDeep()) return;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier:
        return keepName(id);
      case NodeKind::AssignmentPattern:
      case NodeKind::Declarator:
        return keepPattern(ast_.as<BinaryExpression>(id).left);
      case NodeKind::Rest:
        return keepPattern(ast_.as<UnaryExpression>(id).operand);
      case NodeKind::Property:
        return keepPattern(ast_.as<Property>(id).value);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId item : ast_.list(ast_.as<ListNode>(id).items)) keepPattern(item);
        return;
      default:
        return;
    }
  }

  void keepExported(NodeId declaration) {
    switch (ast_.kindOf(declaration)) {
      case NodeKind::Variables:
        for (NodeId item : ast_.list(ast_.as<VariableDeclaration>(declaration).declarators)) keepPattern(item);
        return;
      case NodeKind::FunctionDeclaration:
        return keepName(ast_.as<Function>(declaration).name);
      case NodeKind::ClassDeclaration:
        return keepName(ast_.as<Class>(declaration).name);
      default:
        return;
    }
  }

  // --- The walk: identifiers, labels, private names, and the letters of everything else.

  void count(std::string_view text) {
    constexpr size_t kMost = 200;  // a long text is data, and alike in all its ways
    for (char byte : text.substr(0, kMost)) ++frequency_[static_cast<unsigned char>(byte)];
  }

  void visitAll(NodeList list) {
    for (NodeId& slot : ast_.list(list))
      if (slot) visit(slot);
  }

  void visitChildren(NodeId id) {
    forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
  }

  void visit(NodeId& slot) {
    if (isTooDeep()) return;
    NodeId id = slot;
    switch (ast_.kindOf(id)) {
      case NodeKind::Identifier: {
        uint32_t symbol = ast_.as<Identifier>(id).symbol;
        identifiers_.push_back(id);
        if (symbol != kNoSymbol) ++uses_[symbol];
        return;
      }
      case NodeKind::Name:
        return count(ast_.text(ast_.as<Name>(id).name));
      case NodeKind::String:
        return count(ast_.text(ast_.as<StringLiteral>(id).value));
      case NodeKind::PrivateName:
        return usePrivate(id, ast_.as<Name>(id).name);
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(id);
      case NodeKind::Labeled:
        return visitLabeled(id);
      case NodeKind::Break:
      case NodeKind::Continue:
        count(ast_.kindOf(id) == NodeKind::Break ? "break" : "continue");
        return visitJump(ast_.as<UnaryExpression>(id).operand);
      case NodeKind::Function:
      case NodeKind::FunctionDeclaration:
        count("function");
        return visitChildren(id);
      case NodeKind::Class:
      case NodeKind::ClassDeclaration:
        return visitClass(ast_.as<Class>(id));
      case NodeKind::ExportDeclaration:
        keepExported(ast_.as<UnaryExpression>(id).operand);
        return visitChildren(id);
      case NodeKind::JsxElement:
        keepName(ast_.as<JsxElement>(id).tag);
        return visitChildren(id);
      case NodeKind::Return:
        count("return");
        return visitChildren(id);
      case NodeKind::This:
        return count("this");
      case NodeKind::New:
        count("new");
        return visitChildren(id);
      case NodeKind::If:
        count("if");
        return visitChildren(id);
      case NodeKind::For:
        count("for");
        return visitChildren(id);
      case NodeKind::Variables: {
        constexpr std::string_view kWords[] = {"var", "let", "const", "using", "awaitusing"};
        count(kWords[ast_.node(id).detail]);
        return visitChildren(id);
      }
      case NodeKind::Null:
        return count("null");
      default:
        return visitChildren(id);
    }
  }

  void visitSpine(NodeId id) {
    size_t base = spine_.size();
    NodeId at = id;
    for (; isLeftNesting(ast_.kindOf(at)); at = leftSlot(ast_, at)) spine_.push_back(at);
    visit(leftSlot(ast_, spine_.back()));
    while (spine_.size() > base) {
      NodeId node = spine_.back();
      spine_.pop_back();
      if (ast_.kindOf(node) == NodeKind::Member) {
        const auto& member = ast_.as<MemberExpression>(node);
        if (member.has(kPrivateMember))
          usePrivate(node, member.name);
        else
          count(ast_.text(member.name));
        continue;
      }
      NodeId* left = &leftSlot(ast_, node);
      forEachChild(ast_, node, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }

  void visitLabeled(NodeId id) {
    size_t base = labels_.size();
    while (ast_.kindOf(id) == NodeKind::Labeled) {
      auto& it = ast_.as<BinaryExpression>(id);
      labels_.push_back({ast_.as<Name>(it.left).name, static_cast<uint32_t>(labels_.size())});
      others_.push_back({it.left, labels_.back().index});
      id = it.right;
    }
    visit(id);
    labels_.resize(base);
  }

  void visitJump(NodeId label) {
    if (!label) return;
    Atom name = ast_.as<Name>(label).name;
    for (size_t i = labels_.size(); i-- > 0;) {
      if (labels_[i].from != name) continue;
      others_.push_back({label, labels_[i].index});
      return;
    }
  }

  void visitClass(Class& it) {
    count("class");
    visitAll(it.decorators);
    if (it.name) visit(it.name);
    if (it.heritage) visit(it.heritage);
    size_t base = privates_.size();
    for (NodeId id : ast_.list(it.members)) {
      if (ast_.kindOf(id) != NodeKind::ClassMember) continue;
      NodeId key = ast_.as<ClassMember>(id).key;
      if (ast_.kindOf(key) != NodeKind::PrivateName) continue;
      Atom name = ast_.as<Name>(key).name;
      bool isKnown = std::any_of(privates_.begin() + static_cast<ptrdiff_t>(base), privates_.end(),
                                 [&](const Renaming& known) { return known.from == name; });
      if (!isKnown) privates_.push_back({name, static_cast<uint32_t>(privates_.size())});
    }
    visitAll(it.members);
    privates_.resize(base);
  }

  /// A direct eval anywhere may name private members: all keep their names then.
  void usePrivate(NodeId id, Atom name) {
    if (hasEval_) return;
    for (size_t i = privates_.size(); i-- > 0;) {
      if (privates_[i].from != name) continue;
      others_.push_back({id, privates_[i].index});
      return;
    }
  }

  // --- Naming.

  /// Variables that are never in sight together share a slot, and a name: those of a scope come after those of the
  /// scopes around it.
  void nameSymbols(const NameMaker& maker) {
    std::vector<uint32_t> slotOf(tree_.symbols.size(), kNoSymbol);
    std::vector<uint32_t> end(tree_.scopes.size());
    uint32_t slots = 0;
    for (uint32_t scope = 0; scope < tree_.scopes.size(); ++scope) {
      uint32_t parent = tree_.scopes[scope].parent;
      uint32_t next = parent == kNoScope ? 0 : end[parent];
      for (uint32_t at = tree_.scopes[scope].firstSymbol; at != kNoSymbol; at = tree_.symbols[at].next)
        if (!isKept_[at] && uses_[at] > 0) slotOf[at] = next++;
      end[scope] = next;
      slots = std::max(slots, next);
    }
    std::vector<uint64_t> weight(slots);
    for (size_t i = 0; i < slotOf.size(); ++i)
      if (slotOf[i] != kNoSymbol) weight[slotOf[i]] += uses_[i];
    std::vector<uint32_t> order(slots);
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, std::greater(), [&](uint32_t slot) { return weight[slot]; });
    std::vector<bool> isTaken = takenNames();
    std::vector<Atom> nameOf(slots);
    size_t next = 0;
    for (uint32_t slot : order) {
      Atom name;
      do {
        name = ast_.atoms().internCopy(maker.name(next++));
      } while (static_cast<size_t>(name) < isTaken.size() && isTaken[static_cast<size_t>(name)]);
      nameOf[slot] = name;
    }
    for (NodeId id : identifiers_) {
      auto& it = ast_.as<Identifier>(id);
      if (it.symbol != kNoSymbol && slotOf[it.symbol] != kNoSymbol) it.name = nameOf[slotOf[it.symbol]];
    }
  }

  /// By atom: words of the language, and every name that stays.
  std::vector<bool> takenNames() {
    std::vector<bool> isTaken(ast_.atoms().size());
    auto take = [&](Atom name) { isTaken[static_cast<size_t>(name)] = true; };
    for (auto atom = static_cast<uint32_t>(Atom::Break); atom <= static_cast<uint32_t>(Atom::Yield); ++atom)
      take(static_cast<Atom>(atom));
    for (Atom atom : {Atom::Await, Atom::Async, Atom::Of, Atom::Arguments, Atom::Eval, Atom::Undefined}) take(atom);
    for (NodeId id : identifiers_) {
      const auto& it = ast_.as<Identifier>(id);
      if (it.symbol == kNoSymbol || isKept_[it.symbol]) take(it.name);
    }
    return isTaken;
  }

  void nameOthers(const NameMaker& maker) {
    for (const auto& [id, index] : others_) {
      Atom name = ast_.atoms().internCopy(nameOfOther(maker, index));
      if (ast_.kindOf(id) == NodeKind::Member)
        ast_.as<MemberExpression>(id).name = name;
      else
        ast_.as<Name>(id).name = name;
    }
  }

  /// Labels may not be words of the language.
  std::string nameOfOther(const NameMaker& maker, uint32_t index) {
    for (size_t next = otherNames_.size(); otherNames_.size() <= index; ++next) {
      std::string name = maker.name(next + skippedOthers_);
      Atom atom = ast_.atoms().internCopy(name);
      if (isReservedAtom(atom) || isStrictReservedAtom(atom) || atom == Atom::Await) {
        ++skippedOthers_;
        --next;
        continue;
      }
      otherNames_.push_back(std::move(name));
    }
    return otherNames_[index];
  }

  Ast& ast_;
  const ScopeTree& tree_;
  std::vector<bool> isKept_;    // by symbol
  std::vector<uint32_t> uses_;  // by symbol, declarations among them
  bool countsLetters_;
  std::vector<NodeId> identifiers_;
  std::vector<NodeId> spine_;
  std::vector<Renaming> labels_;                     // around what is looked at, outermost first
  std::vector<Renaming> privates_;                   // likewise
  std::vector<std::pair<NodeId, uint32_t>> others_;  // labels and private names, with the index of their new one
  std::vector<std::string> otherNames_;              // by index
  size_t skippedOthers_ = 0;
  std::array<uint32_t, 256> frequency_ = {};
  StackLimit stackLimit_;
  bool hasEval_ = false;
  bool isTooDeep_ = false;
};

}  // namespace

NameMaker::NameMaker(const std::array<uint32_t, 256>& frequency) {
  auto moreFrequent = [&](char a, char b) {
    return frequency[static_cast<unsigned char>(a)] > frequency[static_cast<unsigned char>(b)];
  };
  std::ranges::stable_sort(heads_, moreFrequent);
  std::ranges::stable_sort(tails_, moreFrequent);
}

std::string NameMaker::name(size_t index) const {
  std::string out(1, heads_[index % heads_.size()]);
  for (index /= heads_.size(); index > 0; index /= tails_.size()) {
    --index;
    out.push_back(tails_[index % tails_.size()]);
  }
  return out;
}

bool minifyNames(Ast& ast, const MinifyNamesOptions& options) {
  return Namer(ast, options).run();
}

}  // namespace weft::syntax
