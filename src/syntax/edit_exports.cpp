// Exports that go, or become values:
//
//     export const load = () => db.read(), size = 2;     export const size = 2;              load goes
//     export function load() { … }                       export var load = null;             load is null
//     export function load() { … }                       export var hasLoad = true;          load is true, as hasLoad
//     export default class { … }                         export default 5;                   default is 5
//     export { a as load, b };                           export { b };                       load goes

#include <algorithm>
#include <cstring>

#include "syntax/edits.h"

namespace weft::syntax {

namespace {

class Editor {
 public:
  Editor(Ast& ast, const std::vector<ExportEdit>& edits) : ast_(ast), edits_(edits) {}

  void run() {
    std::vector<NodeId> out;
    for (NodeId id : std::vector<NodeId>(ast_.list(ast_.body).begin(), ast_.list(ast_.body).end())) {
      switch (ast_.kindOf(id)) {
        case NodeKind::ExportDeclaration:
          declaration(id, out);
          break;
        case NodeKind::ExportDefault:
          exportDefault(id, out);
          break;
        case NodeKind::ExportNamed:
          specifiers(id, out);
          break;
        default:
          out.push_back(id);
      }
    }
    ast_.body = list(out);
  }

 private:
  [[nodiscard]] const ExportEdit* find(std::string_view name) const {
    auto found = std::ranges::find(edits_, name, &ExportEdit::name);
    return found == edits_.end() ? nullptr : &*found;
  }
  [[nodiscard]] const ExportEdit* find(NodeId identifier) const {
    if (ast_.kindOf(identifier) != NodeKind::Identifier) return nullptr;
    return find(ast_.text(ast_.as<Identifier>(identifier).name));
  }

  template <typename T, typename... Fields>
  NodeId make(NodeKind kind, uint32_t start, Fields... fields) {
    T* made = ast_.arena().make<T>(Node{kind, 0, TokenKind::Eof, 0, start}, fields...);
    return {ast_.arena().unitOf(made)};
  }
  NodeList list(const std::vector<NodeId>& items) {
    if (items.empty()) return {};
    char* place = ast_.arena().allocate(items.size() * sizeof(NodeId));
    std::memcpy(place, items.data(), items.size() * sizeof(NodeId));
    return {ast_.arena().unitOf(place), static_cast<uint32_t>(items.size())};
  }

  NodeId exported(VariableKind kind, uint32_t start, const std::vector<NodeId>& declarators) {
    NodeId variables = make<VariableDeclaration>(NodeKind::Variables, start, list(declarators));
    ast_.node(variables).detail = static_cast<uint8_t>(kind);
    return make<UnaryExpression>(NodeKind::ExportDeclaration, start, variables);
  }

  /// `name = value`, where `name` is the old binding, unless the export has another name now.
  NodeId declarator(const ExportEdit& edit, NodeId binding, uint32_t start) {
    NodeId name = edit.newName.empty() && binding ? binding : fresh(edit, start);
    return make<BinaryExpression>(NodeKind::Declarator, start, name, edit.value->copyInto(ast_, start));
  }

  NodeId fresh(const ExportEdit& edit, uint32_t start) {
    Atom name = ast_.atoms().internCopy(edit.newName.empty() ? edit.name : edit.newName);
    ScopeTree& tree = ast_.scopes();
    auto symbol = static_cast<uint32_t>(tree.symbols.size());
    tree.symbols.push_back({name, SymbolKind::Var, 0, tree.scopes[0].firstSymbol, start});
    tree.scopes[0].firstSymbol = symbol;
    return make<Identifier>(NodeKind::Identifier, start, name, symbol);
  }

  void declaration(NodeId id, std::vector<NodeId>& out) {
    NodeId declared = ast_.as<UnaryExpression>(id).operand;
    switch (ast_.kindOf(declared)) {
      case NodeKind::Variables:
        return variables(id, ast_.as<VariableDeclaration>(declared), out);
      case NodeKind::FunctionDeclaration:
        return whole(id, ast_.as<Function>(declared).name, out);
      case NodeKind::ClassDeclaration:
        return whole(id, ast_.as<Class>(declared).name, out);
      case NodeKind::Enum:
        return whole(id, ast_.as<EnumDeclaration>(declared).name, out);
      case NodeKind::Namespace:
        return whole(id, ast_.as<NamespaceDeclaration>(declared).name, out);
      default:
        out.push_back(id);
    }
  }

  void whole(NodeId id, NodeId name, std::vector<NodeId>& out) {
    const ExportEdit* edit = find(name);
    if (!edit) return out.push_back(id);
    uint32_t start = ast_.node(id).start;
    if (edit->value) out.push_back(exported(VariableKind::Var, start, {declarator(*edit, name, start)}));
  }

  void variables(NodeId id, VariableDeclaration& it, std::vector<NodeId>& out) {
    std::vector<NodeId> kept;
    bool isChanged = false;
    for (NodeId item : ast_.list(it.declarators)) {
      NodeId name = ast_.as<BinaryExpression>(item).left;
      const ExportEdit* edit = find(name);
      isChanged |= edit != nullptr;
      if (!edit)
        kept.push_back(item);
      else if (edit->value)
        kept.push_back(declarator(*edit, name, ast_.node(item).start));
    }
    if (!isChanged) return out.push_back(id);
    if (!kept.empty()) out.push_back(exported(static_cast<VariableKind>(it.detail), ast_.node(id).start, kept));
  }

  void exportDefault(NodeId id, std::vector<NodeId>& out) {
    const ExportEdit* edit = find("default");
    if (!edit) return out.push_back(id);
    if (!edit->value) return;
    uint32_t start = ast_.node(id).start;
    if (!edit->newName.empty())
      return out.push_back(exported(VariableKind::Var, start, {declarator(*edit, {}, start)}));
    out.push_back(make<UnaryExpression>(NodeKind::ExportDefault, start, edit->value->copyInto(ast_, start)));
  }

  void specifiers(NodeId id, std::vector<NodeId>& out) {
    auto& it = ast_.as<ModuleDeclaration>(id);
    std::vector<NodeId> kept;
    std::vector<NodeId> values;
    std::vector<NodeId> defaults;
    for (NodeId item : ast_.list(it.specifiers)) {
      NodeId outer = ast_.as<ModuleSpecifier>(item).outer;
      bool isString = ast_.kindOf(outer) == NodeKind::String;
      const ExportEdit* edit =
          find(isString ? ast_.text(ast_.as<StringLiteral>(outer).value) : ast_.text(ast_.as<Name>(outer).name));
      if (!edit) {
        kept.push_back(item);
      } else if (edit->value && edit->name == "default" && edit->newName.empty()) {
        uint32_t start = ast_.node(item).start;
        defaults.push_back(make<UnaryExpression>(NodeKind::ExportDefault, start, edit->value->copyInto(ast_, start)));
      } else if (edit->value && !isOwnName(*edit)) {
        values.push_back(declarator(*edit, {}, ast_.node(item).start));
      } else if (edit->value) {
        kept.push_back(item);  // its name is a variable of the module, too
      }
    }
    bool isSame = kept.size() == it.specifiers.count;
    it.specifiers = list(kept);
    if (isSame || !kept.empty()) out.push_back(id);
    if (!values.empty()) out.push_back(exported(VariableKind::Var, ast_.node(id).start, values));
    out.insert(out.end(), defaults.begin(), defaults.end());
  }

  [[nodiscard]] bool isOwnName(const ExportEdit& edit) const {
    const std::string& name = edit.newName.empty() ? edit.name : edit.newName;
    const ScopeTree& tree = ast_.scopes();
    for (uint32_t at = tree.scopes[0].firstSymbol; at != kNoSymbol; at = tree.symbols[at].next)
      if (ast_.text(tree.symbols[at].name) == name) return true;
    return false;
  }

  Ast& ast_;
  const std::vector<ExportEdit>& edits_;
};

}  // namespace

void editExports(Ast& ast, const std::vector<ExportEdit>& edits) {
  if (!edits.empty()) Editor(ast, edits).run();
}

}  // namespace weft::syntax
