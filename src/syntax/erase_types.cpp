//     import { type A, b } from "m";          import {         b } from "m";
//     const x: A = b!;                        const x    = b ;
//     class C<T> implements I { private y?; } class C                 { ;       y ; }
//
// On the left the source, on the right what is left of it, in the same columns.

#include "syntax/erase_types.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace weft::syntax {

namespace {

class Eraser {
 public:
  Eraser(Ast& ast, bool keepsImports)
      : ast_(ast), keepsImports_(keepsImports), uses_(ast.atoms().size()), isValue_(ast.atoms().size()) {
    for (Atom name : ast.identifiers) ++uses_[static_cast<uint32_t>(name)];
    for (const Symbol& symbol : ast.scopes().symbols)
      if (symbol.scope == 0 && symbol.kind != SymbolKind::TypeOnly) isValue_[static_cast<uint32_t>(symbol.name)] = true;
  }

  std::string run() {
    for (NodeId id : ast_.list(ast_.body)) countExported(id);
    for (NodeId id : ast_.list(ast_.body)) {
      if (ast_.kindOf(id) == NodeKind::Import) eraseImport(ast_.as<ModuleDeclaration>(id));
      if (ast_.kindOf(id) == NodeKind::ExportNamed) {
        const auto& declaration = ast_.as<ModuleDeclaration>(id);
        bool isOwn = !declaration.source;
        if (!declaration.has(kTypeOnlyFlag))
          eraseSpecifiers(declaration, [&](const ModuleSpecifier& it) {
            return it.has(kTypeOnlyFlag) || (isOwn && !isValue(it.inner));
          });
      }
    }
    return apply();
  }

 private:
  void erase(uint32_t begin, uint32_t end, char first = ' ') { ast_.erasures.push_back({{begin, end}, first, ' '}); }

  /// `export { a }` uses a.
  void countExported(NodeId id) {
    if (ast_.kindOf(id) != NodeKind::ExportNamed) return;
    const auto& declaration = ast_.as<ModuleDeclaration>(id);
    if (declaration.source || declaration.has(kTypeOnlyFlag)) return;
    for (NodeId item : ast_.list(declaration.specifiers)) {
      const auto& specifier = ast_.as<ModuleSpecifier>(item);
      if (!specifier.has(kTypeOnlyFlag) && ast_.kindOf(specifier.inner) == NodeKind::Name)
        ++uses_[static_cast<uint32_t>(ast_.as<Name>(specifier.inner).name)];
    }
  }

  /// What the module exports without declaring it is a type.
  bool isValue(NodeId name) const {
    return ast_.kindOf(name) != NodeKind::Name || isValue_[static_cast<uint32_t>(ast_.as<Name>(name).name)];
  }

  /// Beside the import itself, which is one use of its name.
  bool isUsed(NodeId binding) const {
    if (keepsImports_ || ast_.kindOf(binding) != NodeKind::Identifier) return true;
    return uses_[static_cast<uint32_t>(ast_.as<Identifier>(binding).name)] > 1;
  }

  uint32_t endOf(NodeId name) const {
    const Node& node = ast_.node(name);
    if (node.kind == NodeKind::String) return ast_.as<StringLiteral>(name).end;
    Atom atom = node.kind == NodeKind::Identifier ? ast_.as<Identifier>(name).name : ast_.as<Name>(name).name;
    return node.start + static_cast<uint32_t>(ast_.text(atom).size());
  }

  /// After the comma that follows, if one does.
  uint32_t pastComma(uint32_t at) const {
    std::string_view source = ast_.source();
    size_t next = source.find_first_not_of(" \t\r\n", at);
    return next != std::string_view::npos && source[next] == ',' ? static_cast<uint32_t>(next) + 1 : at;
  }

  template <typename IsGone>
  void eraseSpecifiers(const ModuleDeclaration& declaration, IsGone&& isGone) {
    std::span<NodeId> items = ast_.list(declaration.specifiers);
    for (size_t i = 0; i < items.size(); ++i) {
      const auto& specifier = ast_.as<ModuleSpecifier>(items[i]);
      if (!isGone(specifier)) continue;
      uint32_t last = std::max(endOf(specifier.inner), endOf(specifier.outer));
      erase(specifier.start, i + 1 < items.size() ? ast_.node(items[i + 1]).start : pastComma(last));
    }
  }

  void eraseImport(const ModuleDeclaration& declaration) {
    if (declaration.has(kTypeOnlyFlag)) return;
    bool hasDefault = declaration.defaultName && isUsed(declaration.defaultName);
    bool hasNamespace = declaration.namespaceName && isUsed(declaration.namespaceName);
    auto isGone = [&](const ModuleSpecifier& it) { return it.has(kTypeOnlyFlag) || !isUsed(it.inner); };
    bool hasNamed = false;
    for (NodeId item : ast_.list(declaration.specifiers)) hasNamed |= !isGone(ast_.as<ModuleSpecifier>(item));
    bool bindsNothing = !declaration.defaultName && !declaration.namespaceName && declaration.specifiers.empty();
    if (bindsNothing) return;
    if (!hasDefault && !hasNamespace && !hasNamed) {
      // The source and what may follow it; the statement's own semicolon may stay.
      uint32_t end = ast_.as<StringLiteral>(declaration.source).end;
      if (!declaration.attributes.empty()) {
        const auto& last = ast_.as<BinaryExpression>(ast_.list(declaration.attributes).back());
        end = static_cast<uint32_t>(ast_.source().find('}', endOf(last.right))) + 1;
      }
      return erase(declaration.start, end, ';');
    }
    if (declaration.defaultName && !hasDefault)
      erase(ast_.node(declaration.defaultName).start, pastComma(endOf(declaration.defaultName)));
    if (declaration.namespaceName && !hasNamespace)
      erase(endOf(declaration.defaultName), endOf(declaration.namespaceName));
    eraseSpecifiers(declaration, isGone);
  }

  std::string apply() {
    std::vector<Erasure>& erasures = ast_.erasures;
    std::ranges::sort(erasures, [](const Erasure& a, const Erasure& b) {
      auto placeOf = [](const Erasure& it) {
        return std::tuple(it.range.begin, ~it.range.end, it.last == ' ', it.first == ' ');
      };
      return placeOf(a) < placeOf(b);
    });
    std::string_view source = ast_.source();
    std::string out;
    out.reserve(source.size());
    uint32_t at = 0;
    for (const Erasure& erasure : erasures) {
      if (erasure.range.begin < at) continue;  // within one that has been written
      out.append(source.substr(at, erasure.range.begin - at));
      size_t from = out.size();
      appendBlanks(out, source.substr(erasure.range.begin, erasure.range.size()));
      if (erasure.first != ' ') out[from] = erasure.first;
      if (erasure.last != ' ') out.back() = erasure.last;
      at = erasure.range.end;
    }
    out.append(source.substr(at));
    return out;
  }

  /// One blank a UTF-16 unit; line breaks stay.
  static void appendBlanks(std::string& out, std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      auto byte = static_cast<unsigned char>(text[i]);
      bool isSeparator = text.substr(i).starts_with("\xE2\x80\xA8") || text.substr(i).starts_with("\xE2\x80\xA9");
      if (byte == '\n' || byte == '\r') {
        out.push_back(text[i]);
      } else if (isSeparator) {
        out.append(text.substr(i, 3));
        i += 2;
      } else if (byte < 0x80 || byte >= 0xC0) {
        out.append(byte >= 0xF0 ? 2 : 1, ' ');
      }
    }
  }

  Ast& ast_;
  bool keepsImports_;
  std::vector<uint32_t> uses_;  // by name
  std::vector<bool> isValue_;   // by name: the module declares it
};

}  // namespace

bool canEraseTypes(const Ast& ast, bool definesFields) {
  return ast.typeScriptCode.empty() && !ast.hasJsx && (definesFields || !ast.hasClassFields);
}

std::string eraseTypes(Ast& ast, bool keepsImports) {
  return Eraser(ast, keepsImports).run();
}

}  // namespace weft::syntax
