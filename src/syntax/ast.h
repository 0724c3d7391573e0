#pragma once

// The tree of one file. Nodes are small structures in one arena, named by NodeId: the 4-byte unit of the arena at
// which they begin. Nothing in the tree is a pointer, so a tree can be stored and mapped back as it is.
//
// Every node begins with a Node: kind, flags, an operator, the byte at which it starts. What ends where is kept only
// where somebody asks. `kind` decides the structure; the comment at each NodeKind names it.

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/source_text.h"
#include "syntax/atoms.h"
#include "syntax/import_phase.h"
#include "syntax/scopes.h"
#include "syntax/token_kinds.h"

namespace weft::syntax {

enum class NodeKind : uint8_t {
  None,  // where an error left a hole in the tree

  // Expressions.
  Identifier,      // Identifier: a reference, a binding, an assignment target
  Name,            // Name: an IdentifierName that refers to nothing (key of a member, label, export name)
  PrivateName,     // Name
  Number,          // NumberLiteral
  BigInt,          // BigIntLiteral
  String,          // StringLiteral
  RegExp,          // RegExpLiteral
  Template,        // TemplateLiteral
  TaggedTemplate,  // TaggedTemplate
  Null,
  True,
  False,
  This,
  Super,
  NewTarget,
  ImportMeta,   // Node
  Array,        // ListNode: elements; NodeId 0 is a hole
  Object,       // ListNode: Property, Spread
  Function,     // Function
  Arrow,        // Function
  Class,        // Class
  Unary,        // UnaryExpression, op: + - ! ~ typeof void delete
  Update,       // UnaryExpression, op: ++ --; kPrefix
  Binary,       // BinaryExpression, op: also in, instanceof, && || ??
  Assign,       // BinaryExpression, op: = += …; the left side is a target
  Conditional,  // ConditionalExpression
  Call,         // CallExpression
  New,          // CallExpression
  Member,       // MemberExpression: a.b, a.#b
  Index,        // BinaryExpression: a[b]
  Spread,       // UnaryExpression
  Yield,        // UnaryExpression; kDelegate; operand may be 0
  Await,        // UnaryExpression
  ImportCall,   // ImportCall
  Sequence,     // ListNode
  TypeCast,     // TypeCast: x as T, <T>x, x satisfies T, x!, x<T>; means its expression

  // Patterns. The first three are what Array, Object and Assign turn into.
  ArrayPattern,       // ListNode
  ObjectPattern,      // ListNode
  AssignmentPattern,  // BinaryExpression: target = initialiser
  Rest,               // UnaryExpression

  // Parts.
  Property,         // Property
  TemplateElement,  // TemplateElement
  ClassMember,      // ClassMember
  StaticBlock,      // Block
  Decorator,        // UnaryExpression
  Declarator,       // BinaryExpression: target, initialiser or 0
  SwitchCase,       // SwitchCase
  Parameter,        // Parameter: a binding with decorators or TypeScript's modifiers
  ImportSpecifier,  // ModuleSpecifier
  ExportSpecifier,  // ModuleSpecifier
  ImportAttribute,  // BinaryExpression: key, value

  // Statements.
  Directive,  // StringLiteral
  ExpressionStatement,
  Return,
  Throw,                // UnaryExpression
  Variables,            // VariableDeclaration
  FunctionDeclaration,  // Function
  ClassDeclaration,     // Class
  Block,                // Block
  Empty,
  Debugger,  // Node
  If,        // ConditionalExpression: test, consequent, alternate or 0
  For,       // ForStatement
  ForIn,
  ForOf,  // ForEachStatement; kAwait
  While,
  DoWhile,
  With,  // BinaryExpression: test, body
  Break,
  Continue,           // UnaryExpression: a Name or 0
  Try,                // TryStatement
  Switch,             // SwitchStatement
  Labeled,            // BinaryExpression: Name, body
  Import,             // ModuleDeclaration
  ExportNamed,        // ModuleDeclaration: export { … } [from]
  ExportAll,          // ModuleDeclaration; kHasNamespace: export * as name
  ExportDeclaration,  // UnaryExpression: a declaration
  ExportDefault,      // UnaryExpression: an expression, Function or Class

  // TypeScript, what has a meaning at run time; types leave nothing but their range.
  Enum,              // EnumDeclaration
  EnumMember,        // BinaryExpression: Name or String, initialiser or 0
  Namespace,         // NamespaceDeclaration
  ImportEquals,      // BinaryExpression: Identifier, entity name or a call of require
  ExportAssignment,  // UnaryExpression
  TypeOnly,          // Node: a declaration that means nothing at run time

  // JSX.
  JsxElement,    // JsxElement; a fragment has tag 0
  JsxAttribute,  // BinaryExpression: JsxName or Member.., value or 0
  JsxName,       // Name; with kJsxIntrinsic a tag that is a string
  JsxText,       // StringLiteral: raw text as written
  JsxContainer,  // UnaryExpression: {e}; operand may be 0
  Count,
};

// Flags. The low two hold for every expression, the others for the kinds named.
enum NodeFlags : uint8_t {
  kParenthesized = 1,   // stood in parentheses of its own
  kPure = 2,            // Call, New: after /* @__PURE__ */
  kOptional = 4,        // Call, Member, Index: with ?.
  kChain = 8,           // Call, Member, Index: within an optional chain that has begun further left
  kPrefix = 4,          // Update
  kDelegate = 4,        // Yield
  kAwait = 4,           // ForOf
  kEscaped = 4,         // Identifier, String: written with escapes
  kTrailingComma = 8,   // Array, Sequence: after its last element
  kShorthand = 4,       // Property
  kComputed = 8,        // Property, ClassMember
  kMethod = 16,         // Property, ClassMember: a method
  kGetter = 32,         // "
  kSetter = 64,         // "
  kStatic = 128,        // ClassMember
  kPrivateMember = 16,  // Member: a.#b
  kTypeOnlyFlag = 32,   // Import, exports, specifiers: import type
  kHasNamespace = 4,    // Import, ExportAll
  kHasDefault = 8,      // Import
  kHasClause = 16,      // Import: { } is there, even if empty
  kDeclared = 4,        // ClassMember, Enum, Namespace: `declare`, `abstract`: nothing at run time
  kConstEnum = 8,       // Enum
  kUseStrict = 8,       // Directive
  kInvalidEscape = 4,   // TemplateElement: no cooked value
  kJsxIntrinsic = 4,    // JsxName
  kSelfClosing = 4,     // JsxElement
};

struct NodeId {
  uint32_t unit = 0;
  explicit operator bool() const { return unit != 0; }
  friend bool operator==(NodeId, NodeId) = default;
};

/// A run of NodeIds in the arena.
struct NodeList {
  uint32_t unit = 0;
  uint32_t count = 0;
  [[nodiscard]] bool empty() const { return count == 0; }
};

/// Text of the source, or text that was decoded from it into the arena (WTF-8).
struct Text {
  static constexpr uint32_t kInArena = 0x80000000u;
  uint32_t place = 0;  // a byte offset of the source, or kInArena and a unit of the arena
  uint32_t length = 0;
};

struct Node {
  NodeKind kind = NodeKind::None;
  uint8_t flags = 0;
  TokenKind op = TokenKind::Eof;
  uint8_t detail = 0;
  uint32_t start = 0;

  [[nodiscard]] bool has(uint8_t flag) const { return flags & flag; }
};
static_assert(sizeof(Node) == 8);

struct Identifier : Node {
  Atom name;
  uint32_t symbol;  // of this file, kNoSymbol until bound
};
static_assert(sizeof(Identifier) == 16);

struct Name : Node {
  Atom name;
};
static_assert(sizeof(Name) == 12);

struct NumberLiteral : Node {
  uint32_t end;       // 0: not of the source
  uint32_t valueLow;  // the two halves of a double: the arena aligns to 4
  uint32_t valueHigh;
};
static_assert(sizeof(NumberLiteral) == 20);

[[nodiscard]] inline double valueOf(const NumberLiteral& number) {
  return std::bit_cast<double>(uint64_t{number.valueHigh} << 32 | number.valueLow);
}

struct BigIntLiteral : Node {
  uint32_t end;
};

struct StringLiteral : Node {
  Text value;
  uint32_t end;
};
static_assert(sizeof(StringLiteral) == 20);

struct RegExpLiteral : Node {
  uint32_t flagsStart;
  uint32_t end;
};

struct TemplateElement : Node {  // start and end: without the delimiters
  Text cooked;
  uint32_t end;
};

struct TemplateLiteral : Node {
  NodeList elements;  // one more than expressions
  NodeList expressions;
};

struct TaggedTemplate : Node {
  NodeId tag;
  NodeId literal;
};

struct ListNode : Node {
  NodeList items;
};

struct UnaryExpression : Node {
  NodeId operand;
};
static_assert(sizeof(UnaryExpression) == 12);

struct BinaryExpression : Node {
  NodeId left;
  NodeId right;
};
static_assert(sizeof(BinaryExpression) == 16);

struct ConditionalExpression : Node {
  NodeId test;
  NodeId consequent;
  NodeId alternate;
};

struct CallExpression : Node {
  NodeId callee;
  NodeList arguments;
  uint32_t end;
};
static_assert(sizeof(CallExpression) == 24);

struct MemberExpression : Node {
  NodeId object;
  Atom name;
  uint32_t nameStart;
};
static_assert(sizeof(MemberExpression) == 20);

struct ImportCall : Node {  // detail: ImportPhase
  NodeId source;
  NodeId options;
};

enum class CastKind : uint8_t { As, Satisfies, Angle, NonNull, Instantiation };

struct TypeCast : Node {  // detail: CastKind
  NodeId expression;
  ByteRange type;
};

struct Property : Node {  // of Object and ObjectPattern
  NodeId key;             // Name, String, Number, BigInt, or any expression if kComputed
  NodeId value;           // Function if kMethod, kGetter or kSetter; a pattern in an ObjectPattern
};

enum FunctionFlags : uint8_t {
  kAsync = 1,
  kGenerator = 2,
  kExpressionBody = 4,
  kStrict = 8,
  kSimpleParameters = 16,
  kUsesArguments = 32,
  kUsesThis = 64,
  kHasBody = 128,
};

struct Function : Node {  // detail: FunctionFlags
  NodeId name;            // Identifier or 0
  NodeList parameters;    // patterns, Parameter, Rest
  NodeList body;          // statements; one expression if kExpressionBody
  uint32_t scope;         // of the parameters
  uint32_t bodyScope;
  uint32_t bodyStart;  // of its brace
  uint32_t end;
  ByteRange returnType;
};
static_assert(sizeof(Function) == 52);

struct Class : Node {  // flags: kDeclared
  NodeId name;         // Identifier or 0
  NodeId heritage;
  NodeList members;
  NodeList decorators;
  uint32_t scope;
  uint32_t bodyStart;
  uint32_t end;
};

enum class MemberKind : uint8_t { Method, Field, Accessor };

struct ClassMember : Node {  // detail: MemberKind
  NodeId key;
  NodeId value;  // Function of a method; initialiser of a field, or 0
  NodeList decorators;
  ByteRange type;
};

struct Block : Node {
  NodeList body;
  uint32_t scope;
  uint32_t end;
};

enum class VariableKind : uint8_t { Var, Let, Const, Using, AwaitUsing };

struct VariableDeclaration : Node {  // detail: VariableKind; flags: kDeclared
  NodeList declarators;
};

struct Parameter : Node {
  NodeId pattern;
  NodeList decorators;
  uint32_t modifiers;  // ParameterModifiers; a property of the class if any
  ByteRange type;
};

enum ParameterModifiers : uint32_t { kPublic = 1, kPrivate = 2, kProtected = 4, kReadonly = 8, kOverride = 16 };

struct ForStatement : Node {
  NodeId init;
  NodeId test;
  NodeId update;
  NodeId body;
  uint32_t scope;
};

struct ForEachStatement : Node {
  NodeId target;  // Variables or an assignment target
  NodeId iterated;
  NodeId body;
  uint32_t scope;
};

struct TryStatement : Node {
  NodeId block;
  NodeId parameter;  // of catch, or 0
  NodeId handler;    // Block or 0
  NodeId finalizer;  // Block or 0
};

struct SwitchCase : Node {
  NodeId test;  // 0: default
  NodeList body;
};

struct SwitchStatement : Node {
  NodeId discriminant;
  NodeList cases;
  uint32_t scope;
  uint32_t end;
};

struct ModuleSpecifier : Node {
  NodeId outer;  // Name or String: imported or exported name
  NodeId inner;  // Identifier of an import; Name or String of an export
};

struct ModuleDeclaration : Node {  // detail: ImportPhase
  NodeId defaultName;              // Identifier
  NodeId namespaceName;            // Identifier; Name or String for ExportAll
  NodeList specifiers;
  NodeId source;  // String or 0
  NodeList attributes;
};

struct EnumDeclaration : Node {
  NodeId name;
  NodeList members;
  uint32_t scope;
};

struct NamespaceDeclaration : Node {
  NodeId name;  // Identifier; a.b.c is nested
  NodeList body;
  uint32_t scope;
};

struct JsxElement : Node {
  NodeId tag;
  NodeList attributes;  // JsxAttribute, Spread
  NodeList children;    // JsxText, JsxContainer, Spread, JsxElement
};

/// A comment that means something to someone else: it is kept where the tree is printed. (Of /* @__PURE__ */ the tree
/// itself knows.)
struct KeptComment {
  ByteRange range;
  bool isLegal = false;  // a licence; else for a tool: coverage, how a bundler is to take an import()
};

enum class SourceGoal : uint8_t { Script, Module };

/// A stretch of TypeScript that means nothing at run time. Written over with blanks, line breaks kept, it leaves
/// JavaScript in which everything stands where it stood; `first` and `last` are what its ends become.
struct Erasure {
  ByteRange range;
  char first = ' ';
  char last = ' ';
};

/// TypeScript that has a meaning at run time which JavaScript has no syntax for.
struct TypeScriptCode {
  const char* what;
  ByteRange range;
  NodeId node = {};  // of enums and namespaces
};

class Ast {
 public:
  /// The source's text must end in a NUL past its size, and outlive the tree.
  Ast(std::string_view source, size_t reservedBytes, size_t expectedNames)
      : source_(source), arena_(reservedBytes), atoms_(expectedNames) {}

  template <typename T>
  [[nodiscard]] T& as(NodeId id) const {
    return *reinterpret_cast<T*>(arena_.base() + size_t{id.unit} * 4);
  }
  [[nodiscard]] Node& node(NodeId id) const { return as<Node>(id); }
  [[nodiscard]] NodeKind kindOf(NodeId id) const { return id ? node(id).kind : NodeKind::None; }
  [[nodiscard]] std::span<NodeId> list(NodeList list) const {
    return {reinterpret_cast<NodeId*>(arena_.base() + size_t{list.unit} * 4), list.count};
  }
  [[nodiscard]] std::string_view text(Text text) const {
    const char* from = text.place & Text::kInArena ? arena_.base() + size_t{text.place & ~Text::kInArena} * 4
                                                   : source_.data() + text.place;
    return {from, text.length};
  }
  [[nodiscard]] std::string_view text(Atom atom) const { return atoms_.text(atom); }
  [[nodiscard]] std::string_view slice(uint32_t begin, uint32_t end) const {
    return source_.substr(begin, end - begin);
  }
  [[nodiscard]] std::string_view source() const { return source_; }

  [[nodiscard]] Arena& arena() { return arena_; }
  [[nodiscard]] AtomTable& atoms() { return atoms_; }
  [[nodiscard]] ScopeTree& scopes() { return scopes_; }
  [[nodiscard]] const ScopeTree& scopes() const { return scopes_; }
  [[nodiscard]] size_t usedBytes() const { return arena_.usedBytes(); }

  NodeList body;
  SourceGoal goal = SourceGoal::Script;
  uint32_t hashbangEnd = 0;  // 0: none
  bool hasTopLevelAwait = false;
  bool hasJsx = false;
  bool hasClassFields = false;
  bool hasUsing = false;
  bool usesModuleSyntax = false;  // import, export, import.meta

  std::vector<KeptComment> comments;  // in the order of the source

  // Of TypeScript only.
  std::vector<Erasure> erasures;               // may nest
  std::vector<TypeScriptCode> typeScriptCode;  // in the order of the source
  std::vector<Atom> identifiers;               // of every Identifier in the tree

 private:
  std::string_view source_;
  Arena arena_;
  AtomTable atoms_;
  ScopeTree scopes_;
};

}  // namespace weft::syntax
