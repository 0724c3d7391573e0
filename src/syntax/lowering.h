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
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

class Lowering : private TreeBuilder {
 public:
  Lowering(Ast& ast, Bindings& bindings, const LowerOptions& options, std::string_view path, Log& log);
  Lowered run();

 private:
  // --- The walk (lower.cpp).
  void lower(NodeId& slot);
  void lowerSpine(NodeId& slot);
  void lowerChildren(NodeId id);
  void lowerProperty(NodeId id);
  void lowerFunction(Function& it);
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
  [[nodiscard]] NodeId memberOfThis(NodeId key);
  [[nodiscard]] bool isLiteral(NodeId id) const;
  void takeParameterProperties(const Function& constructor, std::vector<NodeId>& fields,
                               std::vector<NodeId>& assignments);
  [[nodiscard]] bool takeField(NodeId id, std::vector<NodeId>& members, std::vector<NodeId>& assignments);
  void expandAccessor(NodeId id, NodeId className, std::vector<NodeId>& members);
  void lowerClassBody(Class& it, NodeId className);
  [[nodiscard]] bool hasDecorators(const Class& it) const;
  void lowerClassExpression(NodeId& slot);
  void lowerClassStatement(NodeId id, ExportForm form, std::vector<NodeId>& out);
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
  struct DecoratedClass;
  void nameAnonymousClass(NodeId value, NodeId& key, bool isComputed);
  void nameAnonymousClass(NodeId assignment);
  void lowerDecoratedExpression(NodeId& slot);
  void lowerDecoratedStatement(NodeId id, ExportForm form, std::vector<NodeId>& out);
  [[nodiscard]] DecoratedClass openDecorated(const Class& it);
  [[nodiscard]] NodeId decoratorState(DecoratedClass& d, const Class& it, NodeId name);
  [[nodiscard]] NodeId decoratedClass(DecoratedClass& d, NodeId id, NodeId name);
  [[nodiscard]] bool mayReplace(const Class& it) const { return !it.decorators.empty(); }
  [[nodiscard]] bool hasSuspension(const Class& it);
  [[nodiscard]] NodeId decoratorValue(NodeId decorator);
  [[nodiscard]] NodeId decoratorArray(uint32_t start, NodeList decorators);
  [[nodiscard]] NodeId stateCall(const DecoratedClass& d, std::string_view name, std::span<const NodeId> arguments);
  [[nodiscard]] NodeId stateCall(const DecoratedClass& d, std::string_view name,
                                 std::initializer_list<NodeId> arguments) {
    return stateCall(d, name, std::span(arguments.begin(), arguments.size()));
  }
  [[nodiscard]] NodeId replacement(const DecoratedClass& d, uint32_t element);
  [[nodiscard]] NodeId finalClass(const DecoratedClass& d);
  [[nodiscard]] NodeId sequence(std::vector<NodeId>& before, NodeId last);
  [[nodiscard]] NodeId valueOfKey(NodeId key);
  [[nodiscard]] NodeId privateMember(NodeId object, Atom name);
  [[nodiscard]] NodeId privateName(uint32_t start, Atom name);
  [[nodiscard]] NodeId accessFunction(DecoratedClass& d, Atom name, uint8_t which);
  [[nodiscard]] NodeId elementCall(DecoratedClass& d, const ClassMember& it, uint8_t kind, NodeId pair);
  [[nodiscard]] NodeId named(NodeId value, NodeId key);
  [[nodiscard]] bool isAnonymousFunction(NodeId value) const;
  [[nodiscard]] NodeId field(const ClassMember& like, NodeId key, NodeId value);
  void addMethod(DecoratedClass& d, NodeId id);
  void addPrivateStubs(DecoratedClass& d, const ClassMember& it, uint32_t element);
  void addAccessor(DecoratedClass& d, NodeId id);
  void addField(DecoratedClass& d, NodeId id);
  void addInstanceField(DecoratedClass& d, NodeId id, uint32_t element);
  void addStaticField(DecoratedClass& d, NodeId id, uint32_t element);
  void addStaticPrivate(DecoratedClass& d, const ClassMember& it, NodeId value);
  void addStaticBlock(DecoratedClass& d, NodeId id);
  void addMember(DecoratedClass& d, NodeId id);
  void flushKeys(DecoratedClass& d);
  void flushInitializers(DecoratedClass& d);
  [[nodiscard]] Atom closePart(DecoratedClass& d);
  void addApplication(DecoratedClass& d);
  [[nodiscard]] NodeId wrapped(DecoratedClass& d, NodeId inner);

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

  const LowerOptions& options_;
  std::vector<NodeId> spine_;
  std::unordered_map<uint32_t, NodeId> anonymousNames_;     // by decorated class: an expression of its name
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
