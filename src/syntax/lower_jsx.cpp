// JSX (facebook.github.io/jsx; React's "new JSX transform").
//
//     <a b="c" {...d}>text {e}</a>
//
//     classic      React.createElement("a", { b: "c", ...d }, "text ", e)
//     automatic    import { jsxs as _jsxs } from "react/jsx-runtime";
//                  _jsxs("a", { b: "c", ...d, children: ["text ", e] })
//     development  import { jsxDEV as _jsxDEV } from "react/jsx-dev-runtime";
//                  _jsxDEV("a", { … }, void 0, true, { fileName: _jsxFileName, lineNumber: 1, columnNumber: 1 })
//
// A comment at the top of the file overrules the settings: @jsx, @jsxFrag, @jsxImportSource, @jsxRuntime.

#include "base/source_text.h"
#include "syntax/jsx_text.h"
#include "syntax/lowering.h"
#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

struct FunctionName {
  std::string_view exported;
  std::string_view local;
};
constexpr FunctionName kFunctionNames[] = {
    {"jsx", "_jsx"},
    {"jsxs", "_jsxs"},
    {"jsxDEV", "_jsxDEV"},
    {"Fragment", "_Fragment"},
    {"createElement", "_createElement"},
};

bool isSpace(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/// The word after `@name ` in a comment.
std::string_view pragma(std::string_view comments, std::string_view name) {
  size_t at = 0;
  while ((at = comments.find(name, at)) != std::string_view::npos) {
    at += name.size();
    size_t from = at;
    while (from < comments.size() && (comments[from] == ' ' || comments[from] == '\t')) ++from;
    if (from == at) continue;  // a longer name
    size_t to = from;
    while (to < comments.size() && !isSpace(comments[to]) && comments[to] != '*') ++to;
    return comments.substr(from, to - from);
  }
  return {};
}

/// a.b.c, of names only.
bool isPath(std::string_view path) {
  const char* at = path.data();
  const char* end = at + path.size();
  for (;;) {
    const char* after = skipIdentifier(at, end);
    if (after == at) return false;
    if (after == end) return true;
    if (*after != '.') return false;
    at = after + 1;
  }
}

}  // namespace

void Lowering::readJsxPragmas() {
  std::string_view source = ast_.source();
  const char* begin = source.data() + ast_.hashbangEnd;
  const char* end = source.data() + source.size();
  const char* code = skipTrivia(begin, end);
  std::string_view comments(begin, static_cast<size_t>(code - begin));
  std::string_view runtime = pragma(comments, "@jsxRuntime");
  std::string_view importSource = pragma(comments, "@jsxImportSource");
  std::string_view factory = pragma(comments, "@jsx");
  std::string_view fragment = pragma(comments, "@jsxFrag");
  bool isPreserved = jsx_.transform == JsxTransform::Preserve;
  if (!isPreserved && !factory.empty()) jsx_.transform = JsxTransform::Classic;
  if (!isPreserved && !importSource.empty()) jsx_.transform = JsxTransform::Automatic;
  if (!isPreserved && runtime == "classic") jsx_.transform = JsxTransform::Classic;
  if (!isPreserved && runtime == "automatic") jsx_.transform = JsxTransform::Automatic;
  if (!importSource.empty()) jsx_.importSource = importSource;
  auto take = [&](std::string_view path, std::string& setting) {
    if (path.empty()) return;
    if (isPath(path)) {
      setting = path;
      return;
    }
    auto at = static_cast<uint32_t>(path.data() - source.data());
    error("jsx-pragma", {at, at + static_cast<uint32_t>(path.size())},
          "\"" + std::string(path) + "\" is not a name, or names with dots between them");
  };
  take(factory, jsx_.factory);
  take(fragment, jsx_.fragment);
}

void Lowering::prepareJsx() {
  jsxFunctions_.fill(kNoSymbol);
  if (!ast_.hasJsx) return;
  jsx_ = options_.jsx;
  readJsxPragmas();
  if (jsx_.transform == JsxTransform::Automatic) return;
  // What the factory is imported as is used, before imports are looked at.
  for (const std::string& path : {jsx_.factory, jsx_.fragment}) {
    uint32_t symbol = moduleSymbol(path.substr(0, path.find('.')));
    if (symbol != kNoSymbol) ++bindings_.uses[symbol];
  }
}

/// `React.createElement`
NodeId Lowering::jsxPath(std::string_view path, uint32_t start) {
  size_t dot = path.find('.');
  std::string_view root = path.substr(0, dot);
  NodeId result = global(start, root);
  as<Identifier>(result).symbol = moduleSymbol(root);
  lower(result);
  while (dot != std::string_view::npos) {
    size_t next = path.find('.', dot + 1);
    result = member(result, path.substr(dot + 1, next - dot - 1));
    dot = next;
  }
  return result;
}

/// A function of the runtime, which is imported when its first use appears.
NodeId Lowering::jsxFunction(JsxFunction function, uint32_t start) {
  uint32_t& symbol = jsxFunctions_[static_cast<size_t>(function)];
  if (symbol == kNoSymbol)
    symbol =
        declareSymbol(freshName(kFunctionNames[static_cast<size_t>(function)].local), SymbolKind::Import, 0, start);
  return identifier(start, symbol);
}

NodeId Lowering::jsxName(NodeId tag, uint32_t start) {
  if (!tag)
    return jsx_.transform == JsxTransform::Automatic ? jsxFunction(JsxFunction::Fragment, start)
                                                     : jsxPath(jsx_.fragment, start);
  if (kindOf(tag) == NodeKind::JsxName) return string(start, ast_.text(as<Name>(tag).name));
  NodeId slot = tag;
  lower(slot);
  return slot;
}

NodeId Lowering::jsxAttributeValue(const BinaryExpression& attribute) {
  NodeId value = attribute.right;
  switch (kindOf(value)) {
    case NodeKind::None:
      return boolean(attribute.start, true);
    case NodeKind::String:
      return string(node(value).start, decodeJsxEntities(ast_.text(as<StringLiteral>(value).value)));
    case NodeKind::JsxContainer:
      value = as<UnaryExpression>(value).operand;
      break;
    default:
      break;
  }
  lower(value);
  return value;
}

/// A property of the object that becomes the element's props, or a spread in it.
NodeId Lowering::jsxProperty(NodeId attribute) {
  if (kindOf(attribute) == NodeKind::Spread) {
    lower(as<UnaryExpression>(attribute).operand);
    return attribute;
  }
  const auto& it = as<BinaryExpression>(attribute);
  uint32_t start = it.start;
  NodeId value = jsxAttributeValue(it);
  std::string_view name = ast_.text(as<Name>(it.left).name);
  bool isPlain = name.find_first_of("-:") == std::string_view::npos && name != "__proto__";
  NodeId key = isPlain ? make<Name>(NodeKind::Name, start, as<Name>(it.left).name) : string(start, name);
  NodeId result = make<Property>(NodeKind::Property, start, key, value);
  if (name == "__proto__") node(result).flags |= kComputed;
  return result;
}

void Lowering::jsxChildren(NodeList children, std::vector<NodeId>& out) {
  for (NodeId child : ast_.list(children)) {
    switch (kindOf(child)) {
      case NodeKind::JsxText: {
        std::string text = jsxText(ast_.text(as<StringLiteral>(child).value));
        if (!text.empty()) out.push_back(string(node(child).start, text));
        break;
      }
      case NodeKind::JsxContainer: {
        NodeId value = as<UnaryExpression>(child).operand;
        if (!value) break;  // {/* a comment */}
        lower(value);
        out.push_back(value);
        break;
      }
      case NodeKind::Spread:
        lower(as<UnaryExpression>(child).operand);
        out.push_back(child);
        break;
      default: {
        NodeId slot = child;
        lower(slot);
        out.push_back(slot);
      }
    }
  }
}

NodeId Lowering::jsxClassic(const JsxElement& it, NodeId factory) {
  uint32_t start = it.start;
  std::vector<NodeId> arguments{jsxName(it.tag, start)};
  std::vector<NodeId> properties;
  for (NodeId attribute : ast_.list(it.attributes)) properties.push_back(jsxProperty(attribute));
  arguments.push_back(properties.empty() ? make<Node>(NodeKind::Null, start) : object(start, properties));
  jsxChildren(it.children, arguments);
  return call(factory, arguments);
}

/// Where the element is, for messages of the development runtime.
void Lowering::jsxPlace(uint32_t start, std::vector<NodeId>& arguments) {
  if (jsxFileName_ == kNoSymbol) jsxFileName_ = declareSymbol(freshName("_jsxFileName"), SymbolKind::Var, 0, start);
  if (!lines_) lines_.emplace(ast_.source());
  LineColumn place = lines_->positionAt(start);
  arguments.push_back(object(start, std::array{property("fileName", identifier(start, jsxFileName_)),
                                               property("lineNumber", number(start, place.line)),
                                               property("columnNumber", number(start, place.column))}));
}

NodeId Lowering::jsxAutomatic(const JsxElement& it) {
  uint32_t start = it.start;
  NodeId key;
  bool hasSpread = false;
  std::vector<NodeId> properties;
  for (NodeId attribute : ast_.list(it.attributes)) {
    bool isKey = kindOf(attribute) == NodeKind::JsxAttribute &&
                 ast_.text(as<Name>(as<BinaryExpression>(attribute).left).name) == "key";
    // After a spread, which may hold a key of its own, the last of them must win: only createElement does that.
    if (isKey && hasSpread) return jsxClassic(it, jsxFunction(JsxFunction::CreateElement, start));
    hasSpread |= kindOf(attribute) == NodeKind::Spread;
  }
  for (NodeId attribute : ast_.list(it.attributes)) {
    bool isKey = kindOf(attribute) == NodeKind::JsxAttribute &&
                 ast_.text(as<Name>(as<BinaryExpression>(attribute).left).name) == "key";
    if (isKey)
      key = jsxAttributeValue(as<BinaryExpression>(attribute));
    else
      properties.push_back(jsxProperty(attribute));
  }
  NodeId name = jsxName(it.tag, start);
  std::vector<NodeId> children;
  jsxChildren(it.children, children);
  bool isStatic = children.size() > 1 || (children.size() == 1 && kindOf(children[0]) == NodeKind::Spread);
  if (!children.empty()) properties.push_back(property("children", isStatic ? array(start, children) : children[0]));
  std::vector<NodeId> arguments{name, object(start, properties)};
  if (jsx_.isDevelopment) {
    arguments.push_back(key ? key : undefined(start));
    arguments.push_back(boolean(start, isStatic));
    jsxPlace(start, arguments);
    return call(jsxFunction(JsxFunction::JsxDev, start), arguments);
  }
  if (key) arguments.push_back(key);
  return call(jsxFunction(isStatic ? JsxFunction::Jsxs : JsxFunction::Jsx, start), arguments);
}

void Lowering::lowerJsx(NodeId& slot) {
  if (jsx_.transform == JsxTransform::Preserve) return lowerChildren(slot);
  const JsxElement it = as<JsxElement>(slot);
  slot = jsx_.transform == JsxTransform::Classic ? jsxClassic(it, jsxPath(jsx_.factory, it.start)) : jsxAutomatic(it);
  node(slot).flags |= kPure;
}

/// The imports of what jsxFunction() gave out, and the file's name.
void Lowering::jsxPrologue(std::vector<NodeId>& out) {
  std::vector<ImportedName> runtime;
  std::vector<ImportedName> classic;
  for (size_t i = 0; i < jsxFunctions_.size(); ++i) {
    if (jsxFunctions_[i] == kNoSymbol) continue;
    auto& names = static_cast<JsxFunction>(i) == JsxFunction::CreateElement ? classic : runtime;
    names.push_back({kFunctionNames[i].exported, jsxFunctions_[i]});
  }
  if (!runtime.empty())
    out.push_back(makeImport(jsx_.importSource + (jsx_.isDevelopment ? "/jsx-dev-runtime" : "/jsx-runtime"), runtime));
  if (!classic.empty()) out.push_back(makeImport(jsx_.importSource, classic));
  if (jsxFileName_ != kNoSymbol)
    out.push_back(declared(VariableKind::Var, declarationOf(jsxFileName_), string(0, path_)));
}

}  // namespace weft::syntax
