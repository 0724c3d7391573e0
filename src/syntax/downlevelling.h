#pragma once

// The state and methods of down-levelling, which are spread over downlevel_*.cpp by what they write otherwise. One
// walk: statements and patterns are taken apart on the way down, expressions are rewritten on the way up, so each node
// is looked at once.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "syntax/downlevel.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

class Downlevel : private TreeBuilder {
 public:
  Downlevel(Ast& ast, Bindings& bindings, const DownlevelOptions& options, std::string_view path, Log& log);
  Lowered run();

 private:
  enum class FunctionRole : uint8_t { Module, Plain, Arrow, Initializer };
  /// What the function around is, and what was seen in it. What an arrow function uses, the one around it uses too.
  struct FunctionContext {
    FunctionRole role = FunctionRole::Module;
    bool yieldsForAwait = false;  // becomes a generator, whose `await` is a `yield`
    bool isAsyncGenerator = false;
    bool usesThis = false;
    bool usesArguments = false;
    bool usesSuper = false;
    bool usesNewTarget = false;
    bool redeclaresParameter = false;
    std::vector<Atom> parameterNames{};  // sorted
  };

  /// A value that is used twice: `first` evaluates it and is to come first.
  struct Captured {
    NodeId first;
    NodeId again;
  };
  /// What may run between the two uses.
  enum class Between : uint8_t { Nothing, UserCode };

  [[nodiscard]] bool lacks(Feature feature) const { return options_.unsupported.has(feature); }

  // --- The walk (downlevel.cpp)
  void lower(NodeId& slot);
  void lowerChildren(NodeId id);
  void lowerAll(NodeList items);
  enum class Top : uint8_t { Value, Left };  // Left: the node itself stays for the caller to finish
  void lowerSpine(NodeId& slot, Top top = Top::Value);
  void finish(NodeId& slot);
  /// With temporaries of its own, where those of the function around are out of sight or shared.
  void lowerDetached(NodeId& slot, NodeId key = {});
  /// As lower(), but a class without a name gets that of `key` (Identifier, Name, PrivateName or String).
  void lowerNamed(NodeId& slot, NodeId key);
  [[nodiscard]] std::string nameOfKey(NodeId key) const;
  void lowerTarget(NodeId& slot);
  void lowerDefault(NodeId& slot, NodeId target);
  [[nodiscard]] NodeList lowerStatements(NodeList statements, bool isFunctionBody);
  void lowerStatement(NodeId id, std::vector<NodeId>& out);
  void lowerSubstatement(NodeId& slot);
  void lowerTry(TryStatement& it);
  void lowerVariables(NodeId id);
  void lowerForEach(NodeId& slot);
  void lowerFor(NodeId& slot);
  void lowerExportStar(NodeId id, std::vector<NodeId>& out);
  [[nodiscard]] Captured capture(NodeId value, Between between);
  [[nodiscard]] NodeId block(uint32_t start, std::span<const NodeId> statements);
  [[nodiscard]] NodeId sequence(std::span<const NodeId> items);
  [[nodiscard]] NodeId conditional(NodeId test, NodeId consequent, NodeId alternate);
  [[nodiscard]] NodeId keyOf(NodeId name);
  [[nodiscard]] uint32_t declareLocal(std::string_view wanted, SymbolKind kind, uint32_t start);
  [[nodiscard]] NodeId variables(VariableKind kind, uint32_t start, std::span<const NodeId> declarators);
  [[nodiscard]] NodeId declarator(NodeId target, NodeId value);
  [[nodiscard]] NodeId bodyAfter(std::span<const NodeId> first, NodeId body);

  // --- Operators (downlevel_operators.cpp)
  struct Reference {
    NodeId earlier;
    NodeId later;
  };
  [[nodiscard]] Reference splitReference(NodeId target);
  void lowerBinary(NodeId& slot);
  void lowerAssign(NodeId& slot);

  // --- Literals and names (downlevel_literals.cpp)
  void lowerRegExp(NodeId& slot);
  void lowerNumber(NodeId& slot);
  void refuse(Feature feature, NodeId id, std::string_view word);

  // --- Optional chains (downlevel_chains.cpp)
  struct Callee {
    NodeId value;
    NodeId thisValue;  // or 0: the call is as it was
  };
  enum class Use : uint8_t { Value, Call, Delete };
  [[nodiscard]] bool isLoweredChain(NodeId top) const;
  [[nodiscard]] Callee splitCallee(NodeId callee);
  [[nodiscard]] Callee buildChain(NodeId top, Use use);
  void lowerCall(NodeId& slot);
  void lowerTagged(NodeId& slot);
  void lowerDelete(NodeId& slot);

  // --- Objects (downlevel_objects.cpp)
  void lowerObject(NodeId& slot);
  [[nodiscard]] bool hasObjectRest(NodeId pattern) const;
  /// Takes `pattern = value` apart; `emit` gets targets without a rest and their values, in order.
  using Emit = std::function<void(NodeId target, NodeId value)>;
  void expandPattern(NodeId pattern, NodeId value, bool isBinding, const Emit& emit);
  void expandObject(NodeId pattern, NodeId value, bool isBinding, const Emit& emit);
  [[nodiscard]] NodeId partOf(bool isBinding, uint32_t start, uint32_t& symbol);
  void expandAssign(NodeId& slot);
  [[nodiscard]] bool hasRestIn(const VariableDeclaration& it) const;
  void expandVariables(VariableDeclaration& it);
  [[nodiscard]] std::vector<NodeId> expandParameters(Function& it);

  // --- Async functions (downlevel_async.cpp)
  void lowerFunction(Function& it);
  void lowerFunctionParts(Function& it, FunctionContext& context);
  void noteRedeclaration(NodeId pattern);
  void wrapAsync(Function& it, const FunctionContext& context);
  [[nodiscard]] NodeId awaiting(NodeId operand);
  void lowerAwait(NodeId& slot);
  void lowerYield(NodeId& slot);
  [[nodiscard]] NodeId step(int kind, NodeId operand);
  void lowerForAwait(NodeId& slot, std::span<const NodeId> labels);
  [[nodiscard]] bool isLoweredForAwait(NodeId id) const;

  // --- Code that moves to where `this`, `super` or a name mean something else (downlevel_moves.cpp)
  struct Move {
    uint32_t thisSymbol = kNoSymbol;       // stands for `this`
    uint32_t argumentsSymbol = kNoSymbol;  // stands for `arguments`
    uint32_t newTargetSymbol = kNoSymbol;  // stands for `new.target`
    bool hasNewTarget = true;              // false: it is undefined
    uint32_t innerName = kNoSymbol;        // references to it …
    uint32_t alias = kNoSymbol;            // … become references to that
    bool usedAlias = false;
    // super: by functions that were declared where it means something …
    uint32_t superGet = kNoSymbol;
    uint32_t superSet = kNoSymbol;
    uint32_t superCall = kNoSymbol;
    bool usedSuperGet = false;
    bool usedSuperSet = false;
    bool usedSuperCall = false;
    // … or from the class that `alias` names.
    enum class Home : uint8_t { None, Static, Instance } home = Home::None;
  };
  void move(NodeId& slot, Move& move, bool isLexical);
  void moveChildren(NodeId id, Move& move, bool isLexical);
  void moveClass(Class& it, Move& move, bool isLexical);
  [[nodiscard]] bool isSuperMember(NodeId id) const;
  [[nodiscard]] NodeId superKey(NodeId id);
  [[nodiscard]] NodeId superThis(uint32_t start, Move& move);
  [[nodiscard]] NodeId superHome(uint32_t start, Move& move);
  [[nodiscard]] NodeId superGet(NodeId key, Move& move);
  [[nodiscard]] NodeId superSet(NodeId key, NodeId value, Move& move);
  [[nodiscard]] NodeId superReference(NodeId key, Move& move);
  void declareSupers(uint32_t start, const Move& move, std::vector<NodeId>& out);
  [[nodiscard]] bool moveSuper(NodeId& slot, Move& move);
  void moveTarget(NodeId& slot, Move& move, bool isLexical);

  // --- Classes (downlevel_classes.cpp)
  enum class PrivateKind : uint8_t { Field, Method, Accessor };
  struct Private {
    uint32_t storage = kNoSymbol;  // WeakMap or WeakSet; kNoSymbol: stays as it is
    PrivateKind kind = PrivateKind::Field;
    uint32_t getter = kNoSymbol;  // or the method
    uint32_t setter = kNoSymbol;
  };
  struct ClassContext {
    ClassContext* outer = nullptr;
    std::unordered_map<Atom, Private> privates{};
  };
  /// One thing to do before or after a class; with a symbol, its value's name.
  struct Step {
    uint32_t symbol = kNoSymbol;
    NodeId value;
  };
  struct ClassParts {
    uint32_t start = 0;
    bool usesTemporaries = false;    // names are variables of the function around
    uint32_t name = kNoSymbol;       // of a declaration
    uint32_t innerName = kNoSymbol;  // the same, within the class
    uint32_t alias = kNoSymbol;      // what moved code calls it
    bool usesAlias = false;
    uint32_t instanceBrand = kNoSymbol;  // WeakSet of those that have the private methods
    uint32_t staticBrand = kNoSymbol;
    std::vector<uint32_t> keys{};       // of computed fields
    std::vector<NodeId> pendingKeys{};  // to be evaluated with the next computed key
    std::vector<Step> before{};
    std::vector<Step> privateFunctions{};
    std::vector<Step> after{};
    std::vector<NodeId> members{};
    std::vector<NodeId> initializers{};
  };
  enum class ClassPlan : uint8_t { Keep, StaticBlocks, All };
  [[nodiscard]] bool isPrivate(const ClassMember& it) const { return kindOf(it.key) == NodeKind::PrivateName; }
  [[nodiscard]] ClassPlan planOf(const Class& it);
  [[nodiscard]] bool usesPrivateIn(NodeId id);
  [[nodiscard]] const Private* privateOf(Atom name) const;
  [[nodiscard]] bool isLoweredPrivate(NodeId member) const;
  [[nodiscard]] NodeId privateGet(NodeId object, Atom name);
  [[nodiscard]] NodeId privateSet(NodeId object, Atom name, NodeId value);
  [[nodiscard]] NodeId privateReference(NodeId object, Atom name);
  [[nodiscard]] NodeId privateIn(Atom name, NodeId object);
  [[nodiscard]] NodeId functionOf(uint32_t start, uint32_t symbol);
  [[nodiscard]] NodeId newOf(std::string_view name, uint32_t start);
  void lowerKeptClass(Class& it, ClassPlan plan);
  void lowerStaticBlock(NodeId id);
  void lowerInitializer(NodeId& slot, NodeId key);
  [[nodiscard]] NodeId staticBlockField(NodeId id);
  [[nodiscard]] uint32_t classLocal(std::string_view wanted, const ClassParts& parts);
  void declarePrivates(const Class& it, ClassContext& context, ClassParts* parts);
  [[nodiscard]] ClassParts takeClass(Class& it, bool isExpression, bool usesTemporaries);
  void takeMember(NodeId id, ClassParts& parts);
  void takeKey(ClassMember& it, ClassParts& parts);
  void takeField(const ClassMember& it, ClassParts& parts);
  void takePrivateMethod(const ClassMember& it, ClassParts& parts);
  void takeStaticBlock(NodeId id, ClassParts& parts);
  [[nodiscard]] NodeId fieldKey(const ClassMember& it, ClassParts& parts);
  [[nodiscard]] NodeId ofClass(const ClassParts& parts, uint32_t start);
  void moveOut(NodeId& slot, ClassParts& parts, Move::Home home, bool isFunction);
  void addToConstructor(Class& it, ClassParts& parts);
  void renameClashes(Function& constructor, std::span<const NodeId> initializers);
  void collectNames(NodeId id, std::unordered_set<Atom>& names);
  void renameIn(NodeId& slot, const std::unordered_set<Atom>& names, uint32_t scope,
                std::unordered_map<uint32_t, Atom>& renamed);
  [[nodiscard]] bool isScopeWithin(uint32_t scope, uint32_t outer) const;
  [[nodiscard]] bool suspends(NodeId id);
  void lowerClassExpression(NodeId& slot, std::string_view name);
  void lowerClassStatement(NodeId id, NodeKind exportKind, std::vector<NodeId>& out);
  [[nodiscard]] NodeId namedValue(NodeId value, std::string_view name);
  void emitSteps(std::span<const Step> steps, std::vector<NodeId>& out);
  void emitBefore(const ClassParts& parts, std::vector<NodeId>& out);

  // --- using (downlevel_using.cpp)
  [[nodiscard]] bool isUsing(NodeId id) const;
  [[nodiscard]] NodeList withUsing(NodeList statements, bool isModuleBody);
  void lowerSwitch(NodeId& slot);
  void replaceUsing(NodeId id, uint32_t stack);
  void disposing(uint32_t start, uint32_t stack, bool isAwaited, std::span<const NodeId> inside,
                 std::vector<NodeId>& out);
  void splitModule(NodeId id, std::vector<NodeId>& outside, std::vector<NodeId>& inside);
  void splitExport(NodeId id, std::vector<NodeId>& outside, std::vector<NodeId>& inside);
  [[nodiscard]] NodeId asVariable(NodeId declaration);
  void boundNames(NodeId pattern, std::vector<NodeId>& names);
  [[nodiscard]] NodeId exportOf(uint32_t start, std::span<const NodeId> names);

  const DownlevelOptions& options_;
  uint32_t firstOwnSymbol_;  // what is declared from here on has one value
  FunctionContext* function_ = nullptr;
  ClassContext* class_ = nullptr;
  bool isInParameters_ = false;
  std::vector<NodeId*> spine_;
};

}  // namespace weft::syntax
