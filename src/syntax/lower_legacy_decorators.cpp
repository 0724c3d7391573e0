// TypeScript's own decorators (experimentalDecorators; typescriptlang.org/docs/handbook/decorators.html), with
// emitDecoratorMetadata.
//
//     @entity                                let C = class C {
//     export class C {                         name;
//       @column name: string;                  find(id) {}
//       find(@param id: number) {}           };
//     }                                      __decorate([column, __metadata("design:type", String)],
//                                              C.prototype, "name", void 0);
//                                            __decorate([__decorateParam(0, param), …], C.prototype, "find", null);
//                                            C = __decorate([entity], C);
//                                            export { C };
//
// What the class calls itself inside is an alias, which follows when a decorator puts something else in its place.

#include "syntax/lowering.h"
#include "syntax/type_metadata.h"

namespace weft::syntax {

/// The decorators of parameters, as decorators of their function.
void Lowering::parameterDecorators(const Function& function, std::vector<NodeId>& out) {
  uint32_t index = 0;
  for (NodeId id : ast_.list(function.parameters)) {
    if (kindOf(id) == NodeKind::Parameter) {
      for (NodeId decorator : ast_.list(as<Parameter>(id).decorators)) {
        NodeId value = as<UnaryExpression>(decorator).operand;
        out.push_back(helperCall(Helper::Parameter, node(id).start, {number(node(id).start, index), value}));
      }
    }
    ++index;
  }
}

/// What a type is at run time. A name that may be no value, or no constructor, is looked at first:
/// `typeof (_a = typeof X !== "undefined" && X) === "function" ? _a : Object`.
NodeId Lowering::typeValue(uint32_t start, ByteRange range) {
  TypeMetadata type = metadataOfType(ast_.slice(range.begin, range.end));
  if (type.kind == TypeMetadata::Kind::Undefined) return undefined(start);
  if (type.kind == TypeMetadata::Kind::Global) return global(start, type.name);
  auto found = bindings_.typeNames.find(range.begin);
  if (found == bindings_.typeNames.end()) return global(start, "Object");
  auto root = [&] { return copyOfIdentifier(found->second); };
  uint32_t symbol = as<Identifier>(found->second).symbol;
  NodeId path = root();
  size_t dot = type.name.find('.');
  bool isPlain = dot == std::string_view::npos;
  if (isPlain && symbol != kNoSymbol) {
    SymbolKind kind = ast_.scopes().symbols[symbol].kind;
    if (kind == SymbolKind::Enum) return global(start, enumConstructor(symbol));
    if (kind == SymbolKind::Class) return path;
  }
  while (dot != std::string_view::npos) {
    size_t next = type.name.find('.', dot + 1);
    std::string_view name = type.name.substr(dot + 1, next - dot - 1);
    size_t from = name.find_first_not_of(" \t\r\n");
    size_t to = name.find_last_not_of(" \t\r\n");
    if (from == std::string_view::npos) return global(start, "Object");
    path = member(path, name.substr(from, to - from + 1));
    dot = next;
  }
  auto typeOf = [&](NodeId operand) { return unary(TokenKind::Typeof, start, operand); };
  uint32_t kept = temporary("_type", start);
  NodeId isThere = binary(TokenKind::StrictNotEqual, typeOf(root()), string(start, "undefined"));
  NodeId value = assign(identifier(start, kept), binary(TokenKind::LogicalAnd, isThere, path));
  NodeId isFunction = binary(TokenKind::StrictEqual, typeOf(value), string(start, "function"));
  return make<ConditionalExpression>(NodeKind::Conditional, start, isFunction, identifier(start, kept),
                                     global(start, "Object"));
}

/// Of the members' values.
std::string_view Lowering::enumConstructor(uint32_t symbol) const {
  bool hasNumber = false;
  bool hasString = false;
  for (uint32_t member = 0; member < bindings_.owner.size(); ++member) {
    if (bindings_.owner[member] != bindings_.group[symbol]) continue;
    auto value = enumValues_.find(member);
    bool isString = value != enumValues_.end() && value->second.kind == EnumValue::Kind::String;
    (isString ? hasString : hasNumber) = true;
  }
  if (hasNumber && hasString) return "Object";
  return hasString ? "String" : "Number";
}

NodeId Lowering::metadata(uint32_t start, std::string_view key, NodeId value) {
  return helperCall(Helper::Metadata, start, {string(start, key), value});
}

/// The types of a function's parameters, as an array.
NodeId Lowering::parameterTypes(uint32_t start, const Function& function) {
  std::vector<NodeId> types;
  for (NodeId id : ast_.list(function.parameters)) {
    ByteRange type = kindOf(id) == NodeKind::Parameter ? as<Parameter>(id).type : ByteRange{};
    types.push_back(typeValue(start, type));
  }
  return array(start, types);
}

void Lowering::memberMetadata(const ClassMember& it, std::vector<NodeId>& out) {
  if (!options_.emitDecoratorMetadata) return;
  uint32_t start = it.start;
  if (static_cast<MemberKind>(it.detail) != MemberKind::Method) {
    out.push_back(metadata(start, "design:type", typeValue(start, it.type)));
    return;
  }
  const auto& function = as<Function>(it.value);
  if (it.has(kGetter)) {
    out.push_back(metadata(start, "design:type", typeValue(start, function.returnType)));
    out.push_back(metadata(start, "design:paramtypes", array(start, {})));
    return;
  }
  if (it.has(kSetter)) {
    std::span<NodeId> parameters = ast_.list(function.parameters);
    bool hasType = !parameters.empty() && kindOf(parameters[0]) == NodeKind::Parameter;
    ByteRange type = hasType ? as<Parameter>(parameters[0]).type : ByteRange{};
    out.push_back(metadata(start, "design:type", typeValue(start, type)));
    out.push_back(metadata(start, "design:paramtypes", parameterTypes(start, function)));
    return;
  }
  out.push_back(metadata(start, "design:type", global(start, "Function")));
  out.push_back(metadata(start, "design:paramtypes", parameterTypes(start, function)));
  bool hasType = function.returnType.size() != 0;
  NodeId returned = hasType                    ? typeValue(start, function.returnType)
                    : function.detail & kAsync ? global(start, "Promise")
                                               : undefined(start);
  out.push_back(metadata(start, "design:returntype", returned));
}

/// The key of a member, to be written again after the class.
NodeId Lowering::keyValue(ClassMember& it) {
  uint32_t start = it.start;
  if (!it.has(kComputed)) {
    if (kindOf(it.key) == NodeKind::Name) return string(start, ast_.text(as<Name>(it.key).name));
    return it.key;
  }
  if (isLiteral(it.key)) return it.key;
  uint32_t kept = temporary("_key", start);
  it.key = assign(identifier(start, kept), it.key);
  return identifier(start, kept);
}

/// `__decorate([…], C.prototype, "key", null)`, if the member has decorators; they are taken off.
void Lowering::takeMemberDecorators(NodeId id, uint32_t symbol, std::vector<NodeId>& out) {
  auto& it = as<ClassMember>(id);
  bool isMethod = static_cast<MemberKind>(it.detail) == MemberKind::Method;
  std::vector<NodeId> decorators;
  for (NodeId decorator : ast_.list(it.decorators)) decorators.push_back(as<UnaryExpression>(decorator).operand);
  it.decorators = {};
  if (isMethod) parameterDecorators(as<Function>(it.value), decorators);
  if (decorators.empty()) return;
  uint32_t start = it.start;
  if (kindOf(it.key) == NodeKind::PrivateName)
    return error("private-decorator", {start, start + 1},
                 "With experimentalDecorators, a private name cannot be decorated");
  memberMetadata(it, decorators);
  NodeId list = array(start, decorators);
  lower(list);
  NodeId owner = identifier(start, symbol);
  if (!it.has(kStatic)) owner = member(owner, "prototype");
  bool isField = static_cast<MemberKind>(it.detail) == MemberKind::Field;
  NodeId descriptor = isField ? undefined(start) : make<Node>(NodeKind::Null, start);
  if (it.has(kComputed)) lower(it.key);
  out.push_back(statement(helperCall(Helper::Decorate, start, {list, owner, keyValue(it), descriptor})));
}

/// The class' own decorators, those of its constructor's parameters, and its metadata.
NodeId Lowering::classDecorators(Class& it) {
  std::vector<NodeId> decorators;
  for (NodeId decorator : ast_.list(it.decorators)) decorators.push_back(as<UnaryExpression>(decorator).operand);
  it.decorators = {};
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember || !isConstructor(as<ClassMember>(id))) continue;
    const auto& constructor = as<Function>(as<ClassMember>(id).value);
    parameterDecorators(constructor, decorators);
    if (options_.emitDecoratorMetadata && !decorators.empty())
      decorators.push_back(metadata(it.start, "design:paramtypes", parameterTypes(it.start, constructor)));
  }
  if (decorators.empty()) return {};
  NodeId result = array(it.start, decorators);
  lower(result);
  return result;
}

/// The name of the class inside itself, if something refers to it there.
uint32_t Lowering::usedInnerName(const Class& it) {
  if (!it.name) return kNoSymbol;
  const auto& name = as<Identifier>(it.name);
  const ScopeTree& tree = ast_.scopes();
  for (uint32_t at = tree.scopes[it.scope].firstSymbol; at != kNoSymbol; at = tree.symbols[at].next)
    if (tree.symbols[at].name == name.name) return bindings_.uses[at] != 0 ? at : kNoSymbol;
  return kNoSymbol;
}

void Lowering::lowerLegacyDecorated(NodeId id, ExportForm form, std::vector<NodeId>& out) {
  auto& it = as<Class>(id);
  uint32_t start = it.start;
  uint32_t symbol = it.name ? as<Identifier>(it.name).symbol
                            : declareSymbol(freshName("default_1"), SymbolKind::Class, functionScope_, start);
  NodeId decorators = classDecorators(it);
  std::vector<NodeId> after;
  // Those of instances first.
  for (uint8_t wantsStatic : {uint8_t{0}, uint8_t{kStatic}}) {
    for (NodeId member : ast_.list(it.members)) {
      bool isMine = kindOf(member) == NodeKind::ClassMember && (node(member).flags & kStatic) == wantsStatic &&
                    !isConstructor(as<ClassMember>(member)) && !node(member).has(kDeclared);
      if (isMine) takeMemberDecorators(member, symbol, after);
    }
  }
  uint32_t inner = decorators ? usedInnerName(it) : kNoSymbol;
  uint32_t alias = kNoSymbol;
  if (inner != kNoSymbol) {
    alias = temporary(std::string(ast_.text(ast_.scopes().symbols[inner].name)) + "_1", start);
    replacedSymbols_[inner] = alias;
  }
  lowerClassBody(it, alias != kNoSymbol ? identifier(start, alias) : it.name);
  if (alias != kNoSymbol) {
    std::vector<NodeId> members{staticBlock(start, {statement(assign(identifier(start, alias), thisAt(start)))})};
    std::span<NodeId> rest = ast_.list(it.members);
    members.insert(members.end(), rest.begin(), rest.end());
    as<Class>(id).members = list(members);
  }
  NodeId local = make<Identifier>(NodeKind::Identifier, start, ast_.scopes().symbols[symbol].name, symbol);
  if (decorators) {
    node(id).kind = NodeKind::Class;
    NodeId variable = declared(VariableKind::Let, local, id);
    out.push_back(form == ExportForm::Named ? exported(variable) : variable);
  } else {
    as<Class>(id).name = local;
    out.push_back(form == ExportForm::Named ? exported(id) : id);
  }
  out.insert(out.end(), after.begin(), after.end());
  if (decorators) {
    NodeId value = helperCall(Helper::Decorate, start, {decorators, identifier(start, symbol)});
    if (alias != kNoSymbol) value = assign(identifier(start, alias), value);
    out.push_back(statement(assign(identifier(start, symbol), value)));
  }
  if (form == ExportForm::Default) out.push_back(exportDefaultOf(start, symbol));
}

}  // namespace weft::syntax
