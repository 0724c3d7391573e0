// Names that stand for values:
//
//     if (process.env.NODE_ENV !== "production") check();     with process.env.NODE_ENV as "production":
//     if ("production" !== "production") check();
//
// A name that the file declares means its own variable; what is assigned to, deleted, or within an optional chain
// stays. Objects and arrays become one variable at the file's head.

#include <unordered_map>

#include "syntax/edits.h"
#include "syntax/tokens.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

class Replacer : private TreeBuilder {
 public:
  Replacer(Ast& ast, Bindings& bindings, const std::vector<Define>& defines, Log& log)
      : TreeBuilder(ast, bindings, {}, log, BindOptions{}.stackBytes), defines_(defines), dataSymbols_(defines.size()) {
    dataSymbols_.assign(defines.size(), kNoSymbol);
    for (size_t i = 0; i < defines.size(); ++i) {
      std::vector<Atom>& path = paths_.emplace_back();
      for (const std::string& name : defines[i].path) path.push_back(ast.atoms().internCopy(name));
      byLastName_.emplace(path.back(), i);
    }
  }

  bool run() {
    std::vector<NodeId> temporaries;
    temporaries_ = &temporaries;
    for (NodeId& slot : ast_.list(ast_.body)) visit(slot);
    if (isTooDeep_) return false;
    ast_.body = withTemporaries(ast_.body);
    return true;
  }

 private:
  void visit(NodeId& slot) {
    if (!slot || isTooDeep()) return;
    if (replace(slot)) return;
    switch (kindOf(slot)) {
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(slot);
      case NodeKind::Assign:
      case NodeKind::AssignmentPattern:
      case NodeKind::Declarator:
        target(as<BinaryExpression>(slot).left);
        return visit(as<BinaryExpression>(slot).right);
      case NodeKind::Update:
        return target(as<UnaryExpression>(slot).operand);
      case NodeKind::Unary:
        if (node(slot).op == TokenKind::Delete) return target(as<UnaryExpression>(slot).operand);
        break;
      case NodeKind::ForIn:
      case NodeKind::ForOf: {
        auto& it = as<ForEachStatement>(slot);
        target(it.target);
        visit(it.iterated);
        return visit(it.body);
      }
      case NodeKind::Property:
        return visitProperty(as<Property>(slot));
      case NodeKind::JsxElement: {
        auto& it = as<JsxElement>(slot);
        for (NodeId& item : ast_.list(it.attributes)) visit(item);
        for (NodeId& item : ast_.list(it.children)) visit(item);
        return;
      }
      case NodeKind::Import:
      case NodeKind::ExportNamed:
      case NodeKind::ExportAll:
      case NodeKind::ImportEquals:
        return;
      default:
        break;
    }
    forEachChild(ast_, slot, [&](NodeId& child) { visit(child); });
  }

  void visitProperty(Property& it) {
    if (it.has(kComputed)) visit(it.key);
    NodeId before = it.value;
    visit(it.value);
    if (it.value != before) it.flags &= static_cast<uint8_t>(~kShorthand);
  }

  void visitSpine(NodeId& slot) {
    size_t base = spine_.size();
    NodeId* at = &slot;
    for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) {
      if (at != &slot && replace(*at)) break;
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

  /// What is assigned to keeps its name; expressions in it don't.
  void target(NodeId& slot) {
    if (!slot || isTooDeep()) return;
    switch (kindOf(slot)) {
      case NodeKind::Identifier:
        return;
      case NodeKind::Member:
        return visit(as<MemberExpression>(slot).object);
      case NodeKind::Index:
        visit(as<BinaryExpression>(slot).left);
        return visit(as<BinaryExpression>(slot).right);
      case NodeKind::TypeCast:
        return target(as<TypeCast>(slot).expression);
      case NodeKind::Rest:
        return target(as<UnaryExpression>(slot).operand);
      case NodeKind::Property:
        if (node(slot).has(kComputed)) visit(as<Property>(slot).key);
        return target(as<Property>(slot).value);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId& item : ast_.list(as<ListNode>(slot).items)) target(item);
        return;
      default:
        return visit(slot);
    }
  }

  /// The name of the last part: what the node itself adds to its object. Atom::Empty for other nodes.
  [[nodiscard]] Atom lastName(NodeId id) const {
    if (node(id).has(kOptional | kChain) && kindOf(id) != NodeKind::Identifier) return Atom::Empty;
    switch (kindOf(id)) {
      case NodeKind::Identifier:
        return as<Identifier>(id).name;
      case NodeKind::Member:
        return node(id).has(kPrivateMember) ? Atom::Empty : as<MemberExpression>(id).name;
      case NodeKind::Index: {
        NodeId key = as<BinaryExpression>(id).right;
        return kindOf(key) == NodeKind::String ? ast_.atoms().internCopy(ast_.text(as<StringLiteral>(key).value))
                                               : Atom::Empty;
      }
      default:
        return Atom::Empty;
    }
  }

  [[nodiscard]] bool isMatch(NodeId id, const std::vector<Atom>& path) const {
    for (size_t left = path.size(); left > 0; --left) {
      if (left == 2 && kindOf(id) == NodeKind::ImportMeta) return path[0] == importAtom_ && path[1] == metaAtom_;
      if (lastName(id) != path[left - 1]) return false;
      if (kindOf(id) == NodeKind::Identifier) return left == 1 && as<Identifier>(id).symbol == kNoSymbol;
      id = leftSlot(ast_, id);
    }
    return false;
  }

  bool replace(NodeId& slot) {
    Atom name = kindOf(slot) == NodeKind::ImportMeta ? metaAtom_ : lastName(slot);
    if (name == Atom::Empty) return false;
    auto [from, to] = byLastName_.equal_range(name);
    for (auto at = from; at != to; ++at) {
      if (!isMatch(slot, paths_[at->second])) continue;
      slot = value(at->second, node(slot).start);
      return true;
    }
    return false;
  }

  NodeId value(size_t define, uint32_t start) {
    const ConstantExpression& constant = defines_[define].value;
    if (constant.kind() != ConstantExpression::Kind::Data) return constant.copyInto(ast_, start);
    if (dataSymbols_[define] == kNoSymbol) {
      dataSymbols_[define] = temporary("define", start);
      as<BinaryExpression>(temporaries_->back()).right = constant.copyInto(ast_, start);
    }
    return identifier(start, dataSymbols_[define]);
  }

  const std::vector<Define>& defines_;
  std::vector<std::vector<Atom>> paths_;
  std::unordered_multimap<Atom, size_t> byLastName_;
  std::vector<uint32_t> dataSymbols_;  // by define: the variable of an object or array
  std::vector<NodeId> spine_;
  Atom importAtom_ = ast_.atoms().internCopy("import");
  Atom metaAtom_ = ast_.atoms().internCopy("meta");
};

}  // namespace

std::vector<std::string> parsePath(std::string_view text) {
  std::vector<std::string> path;
  for (;;) {
    std::string_view name = text.substr(0, text.find('.'));
    const char* end = name.data() + name.size();
    if (name.empty() || name.front() == '#' || skipIdentifier(name.data(), end) != end) return {};
    path.emplace_back(name);
    if (name.size() == text.size()) return path;
    text.remove_prefix(name.size() + 1);
  }
}

size_t Edits::extraBytes(size_t sourceBytes) const {
  size_t bytes = 0;
  for (const Define& define : defines) {
    size_t length = define.path.size();
    for (const std::string& name : define.path) length += name.size();
    bool isOnce = define.value.kind() == ConstantExpression::Kind::Data;
    bytes += define.value.copyBytes() * (isOnce ? 1 : sourceBytes / (length - 1) + 1) + 256;
  }
  for (const ExportEdit& edit : exports) bytes += (edit.value ? edit.value->copyBytes() : 0) + 256;
  return bytes;
}

bool replaceDefines(Ast& ast, Bindings& bindings, const std::vector<Define>& defines, Log& log) {
  return defines.empty() || Replacer(ast, bindings, defines, log).run();
}

}  // namespace weft::syntax
