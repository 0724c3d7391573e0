#pragma once

// The state and methods of lowering, which are spread over lower_*.cpp by what they lower. One walk from the leaves to
// the root: a node's children are JavaScript when it is looked at itself, except where the comment at its method says
// so.

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "syntax/lower.h"
#include "syntax/lower_helpers.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

/// Gives a place another value for as long as it lives.
template <typename T>
class Temporarily {
 public:
  Temporarily(T& place, T now) : place_(place), value_(place) { place = now; }
  ~Temporarily() { place_ = value_; }
  Temporarily(const Temporarily&) = delete;
  Temporarily& operator=(const Temporarily&) = delete;

 private:
  T& place_;
  T value_;
};

class Lowering {
 public:
  Lowering(Ast& ast, Bindings& bindings, const LowerOptions& options, std::string_view path, Log& log);
  Lowered run();

 private:
  template <typename T>
  [[nodiscard]] T& as(NodeId id) const {
    return ast_.as<T>(id);
  }
  [[nodiscard]] Node& node(NodeId id) const { return ast_.node(id); }
  [[nodiscard]] NodeKind kindOf(NodeId id) const { return ast_.kindOf(id); }
  [[nodiscard]] bool isTooDeep();
  void error(const char* id, ByteRange range, std::string message);

  // --- Building (lower_build.cpp). What is built stands where the source at `start` stood.
  template <typename T, typename... Fields>
  NodeId make(NodeKind kind, uint32_t start, Fields... fields) {
    T* made = ast_.arena().make<T>(Node{kind, 0, TokenKind::Eof, 0, start}, fields...);
    return {ast_.arena().unitOf(made)};
  }
  NodeList list(std::span<const NodeId> items);
  NodeList list(std::initializer_list<NodeId> items) { return list(std::span(items.begin(), items.size())); }
  Text text(std::string_view value);
  NodeId identifier(uint32_t start, uint32_t symbol);
  NodeId global(uint32_t start, std::string_view name);
  NodeId string(uint32_t start, std::string_view value);
  NodeId number(uint32_t start, double value);
  NodeId boolean(uint32_t start, bool value);
  NodeId undefined(uint32_t start);
  NodeId unary(TokenKind op, uint32_t start, NodeId operand);
  NodeId binary(TokenKind op, NodeId left, NodeId right);
  NodeId assign(NodeId target, NodeId value);
  NodeId member(NodeId object, Atom name, uint32_t nameStart);
  NodeId member(NodeId object, std::string_view name);
  NodeId index(NodeId object, NodeId key);
  NodeId call(NodeId callee, std::span<const NodeId> arguments);
  NodeId call(NodeId callee, std::initializer_list<NodeId> arguments) {
    return call(callee, std::span(arguments.begin(), arguments.size()));
  }
  NodeId helperCall(Helper helper, uint32_t start, std::initializer_list<NodeId> arguments);
  NodeId array(uint32_t start, std::span<const NodeId> items);
  NodeId object(uint32_t start, std::span<const NodeId> properties);
  NodeId property(std::string_view key, NodeId value);
  NodeId arrow(uint32_t start, NodeList parameters, NodeList body, uint32_t scope);
  NodeId statement(NodeId expression);
  NodeId returned(NodeId expression);
  NodeId declared(VariableKind kind, NodeId target, NodeId value);
  NodeId exported(NodeId declaration);
  /// A name that nothing in the file has, like `wanted`.
  Atom freshName(std::string_view wanted);
  /// The module's own symbol of that name, or kNoSymbol.
  [[nodiscard]] uint32_t moduleSymbol(std::string_view name) const;
  /// A binding of a symbol, not a use.
  [[nodiscard]] NodeId declarationOf(uint32_t symbol);
  uint32_t declareSymbol(Atom name, SymbolKind kind, uint32_t scope, uint32_t start);
  /// A `var` of the function (or module) around, declared at its head.
  uint32_t temporary(std::string_view wanted, uint32_t start);

  // --- The walk (lower.cpp).
  void lower(NodeId& slot);
  void lowerSpine(NodeId& slot);
  void lowerChildren(NodeId id);
  void lowerProperty(NodeId id);
  void lowerFunction(Function& it);
  [[nodiscard]] NodeList withTemporaries(NodeList body);
  [[nodiscard]] NodeList lowerStatements(NodeList statements, bool isFunctionBody);
  void lowerStatement(NodeId id, std::vector<NodeId>& out);
  void lowerSubstatement(NodeId& slot);
  void lowerExportDeclaration(NodeId declaration, NodeId whole, std::vector<NodeId>& out);

  // --- Imports and exports (lower_modules.cpp)
  struct ImportedName {
    std::string_view outer;
    uint32_t symbol;
  };
  [[nodiscard]] bool isUsed(NodeId binding) const;
  [[nodiscard]] bool isValue(NodeId local) const;
  void dropUnusedAliases(NodeList statements);
  [[nodiscard]] bool keepImport(ModuleDeclaration& it);
  [[nodiscard]] bool keepExport(ModuleDeclaration& it);
  void lowerImportEquals(NodeId id, bool isExported, std::vector<NodeId>& out);
  [[nodiscard]] NodeId requireCall(NodeId call);
  [[nodiscard]] NodeId makeImport(std::string_view source, std::span<const ImportedName> names);
  [[nodiscard]] NodeList withPrologue(NodeList body);
  void lowerExportAssignment(NodeId id, std::vector<NodeId>& out);

  // --- Enums (lower_enums.cpp)
  struct EnumValue {
    enum class Kind : uint8_t { Unknown, Number, String } kind = Kind::Unknown;
    double number = 0;
    std::string text;
  };
  struct OpenBlock {  // the function of an enum or a namespace
    uint32_t group;
    uint32_t scope;
    uint32_t parameter;  // symbol
  };
  void prepareBlocks();
  void evaluateEnums();
  void findConstants(NodeList statements);
  [[nodiscard]] uint32_t memberSymbol(uint32_t group, NodeId key);
  [[nodiscard]] uint32_t groupOf(NodeId id);
  [[nodiscard]] uint32_t namedMember(NodeId id);
  [[nodiscard]] EnumValue evaluate(NodeId id);
  [[nodiscard]] EnumValue evaluateTemplate(const TemplateLiteral& it);
  [[nodiscard]] EnumValue evaluateBinary(const BinaryExpression& it);
  [[nodiscard]] static std::string textOf(const EnumValue& value);
  [[nodiscard]] NodeId literal(uint32_t start, const EnumValue& value);
  void inlineConstMember(NodeId& slot);
  [[nodiscard]] bool isStringByForm(NodeId id);
  [[nodiscard]] NodeId enumMember(const BinaryExpression& member, const OpenBlock& block, bool& isConstant);
  void lowerEnum(NodeId id, bool isExported, std::vector<NodeId>& out);

  // --- Namespaces (lower_namespaces.cpp)
  [[nodiscard]] OpenBlock openBlock(const Identifier& name, uint32_t scope);
  void declareBlock(const Identifier& name, NodeId function, bool isExported, bool isPure, std::vector<NodeId>& out);
  void lowerNamespace(NodeId id, bool isExported, std::vector<NodeId>& out);
  void lowerNamespaceExport(NodeId id, const OpenBlock& block, std::vector<NodeId>& out);
  void lowerNamespaceVariables(const VariableDeclaration& it, std::vector<NodeId>& out);
  void lowerReference(NodeId& slot);

  // --- Classes (lower_classes.cpp)
  enum class ExportForm : uint8_t { None, Named, Default };
  [[nodiscard]] NodeId thisAt(uint32_t start);
  [[nodiscard]] NodeId memberOfThis(NodeId key);
  [[nodiscard]] bool isConstructor(const ClassMember& it) const;
  [[nodiscard]] bool isLiteral(NodeId id) const;
  [[nodiscard]] NodeId copyOfIdentifier(NodeId id);
  void takeParameterProperties(const Function& constructor, std::vector<NodeId>& fields,
                               std::vector<NodeId>& assignments);
  [[nodiscard]] NodeId staticBlock(uint32_t start, std::initializer_list<NodeId> statements);
  [[nodiscard]] bool takeField(NodeId id, std::vector<NodeId>& members, std::vector<NodeId>& assignments);
  [[nodiscard]] NodeId method(uint32_t start, NodeId key, uint8_t flags, NodeList parameters, NodeList body);
  void expandAccessor(NodeId id, NodeId className, std::vector<NodeId>& members);
  void replaceSuperCalls(NodeId& slot, std::span<const NodeId> assignments);
  [[nodiscard]] NodeList withAssignments(NodeList body, bool isDerived, std::span<const NodeId> assignments);
  [[nodiscard]] NodeId makeConstructor(uint32_t start, bool isDerived, std::span<const NodeId> assignments);
  void lowerClassBody(Class& it, NodeId className);
  [[nodiscard]] bool hasDecorators(const Class& it) const;
  void lowerClassExpression(NodeId& slot);
  void lowerClassStatement(NodeId id, ExportForm form, std::vector<NodeId>& out);
  [[nodiscard]] NodeId exportDefaultOf(uint32_t start, uint32_t symbol);
  [[nodiscard]] uint32_t usedInnerName(const Class& it);

  // --- TypeScript's own decorators (lower_legacy_decorators.cpp)
  void parameterDecorators(const Function& function, std::vector<NodeId>& out);
  [[nodiscard]] NodeId typeValue(uint32_t start, ByteRange range);
  [[nodiscard]] std::string_view enumConstructor(uint32_t symbol) const;
  [[nodiscard]] NodeId metadata(uint32_t start, std::string_view key, NodeId value);
  [[nodiscard]] NodeId parameterTypes(uint32_t start, const Function& function);
  void memberMetadata(const ClassMember& it, std::vector<NodeId>& out);
  [[nodiscard]] NodeId keyValue(ClassMember& it);
  void takeMemberDecorators(NodeId id, uint32_t symbol, std::vector<NodeId>& out);
  [[nodiscard]] NodeId classDecorators(Class& it);
  void lowerLegacyDecorated(NodeId id, ExportForm form, std::vector<NodeId>& out);

  // --- Decorators (lower_decorators.cpp)
  void lowerDecoratedExpression(NodeId& slot);
  void lowerDecoratedStatement(NodeId id, ExportForm form, std::vector<NodeId>& out);

  // --- JSX (lower_jsx.cpp)
  enum class JsxFunction : uint8_t { Jsx, Jsxs, JsxDev, Fragment, CreateElement, Count };
  void prepareJsx();
  void readJsxPragmas();
  void jsxPrologue(std::vector<NodeId>& out);
  void lowerJsx(NodeId& slot);
  [[nodiscard]] NodeId jsxName(NodeId tag, uint32_t start);
  [[nodiscard]] NodeId jsxPath(std::string_view path, uint32_t start);
  [[nodiscard]] NodeId jsxFunction(JsxFunction function, uint32_t start);
  [[nodiscard]] NodeId jsxProperty(NodeId attribute);
  [[nodiscard]] NodeId jsxAttributeValue(const BinaryExpression& attribute);
  void jsxChildren(NodeList children, std::vector<NodeId>& out);
  [[nodiscard]] NodeId jsxClassic(const JsxElement& it, NodeId factory);
  [[nodiscard]] NodeId jsxAutomatic(const JsxElement& it);
  void jsxPlace(uint32_t start, std::vector<NodeId>& arguments);

  Ast& ast_;
  Bindings& bindings_;
  const LowerOptions& options_;
  std::string path_;
  Log& log_;
  uintptr_t stackLimit_;
  bool isTooDeep_ = false;
  std::vector<NodeId> spine_;
  HelperSet helpers_;
  std::vector<NodeId>* temporaries_ = nullptr;  // declarators of the function around
  uint32_t functionScope_ = 0;
  std::unordered_map<uint32_t, uint32_t> replacedSymbols_;  // references to the first become references to the second

  std::vector<OpenBlock> openBlocks_;
  std::vector<bool> isDeclaredBlock_;                   // by symbol of enum or namespace: its variable is declared
  std::vector<uint8_t> symbolsOfName_;                  // by name: how many symbols have it, up to 2
  std::unordered_map<uint64_t, uint32_t> members_;      // by group and name: the symbol
  std::unordered_map<uint32_t, EnumValue> enumValues_;  // by symbol of the member
  std::unordered_set<uint32_t> constGroups_;            // const enums
  std::unordered_map<uint32_t, NodeId> constants_;      // by symbol of a const of the module: its initialiser

  uint32_t createRequire_ = kNoSymbol;
  JsxOptions jsx_;
  std::array<uint32_t, static_cast<size_t>(JsxFunction::Count)> jsxFunctions_{};
  uint32_t jsxFileName_ = kNoSymbol;
  std::optional<LineIndex> lines_;
};

}  // namespace weft::syntax
