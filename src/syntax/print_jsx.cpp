// JSX, where it is preserved. What stands between tags is text: it is printed as it was written.

#include "syntax/printer_impl.h"

namespace weft::syntax {

void Printer::jsxTag(NodeId tag) {
  if (!tag) return;
  if (kindOf(tag) == NodeKind::JsxName)
    put(ast_.text(as<Name>(tag).name));
  else
    expression(tag, Level::Member);
}

void Printer::jsx(NodeId id) {
  const JsxElement& it = as<JsxElement>(id);
  sign("<");
  jsxTag(it.tag);
  for (NodeId attribute : ast_.list(it.attributes)) {
    put(' ');
    if (kindOf(attribute) == NodeKind::Spread) {
      put("{...");
      expression(as<UnaryExpression>(attribute).operand, Level::Assignment);
      put('}');
      continue;
    }
    const auto& pair = as<BinaryExpression>(attribute);
    put(ast_.text(as<Name>(pair.left).name));
    if (!pair.right) continue;
    put('=');
    if (kindOf(pair.right) == NodeKind::String)
      put(ast_.slice(node(pair.right).start, as<StringLiteral>(pair.right).end));
    else
      jsxChild(pair.right);
  }
  if (it.has(kSelfClosing)) {
    blank();
    return put("/>");
  }
  put('>');
  for (NodeId child : ast_.list(it.children)) jsxChild(child);
  put("</");
  jsxTag(it.tag);
  put('>');
}

void Printer::jsxChild(NodeId id) {
  switch (kindOf(id)) {
    case NodeKind::JsxText:
      return put(ast_.text(as<StringLiteral>(id).value));
    case NodeKind::JsxElement:
      return isTooDeep() ? void() : jsx(id);
    case NodeKind::Spread:
      put("{...");
      expression(as<UnaryExpression>(id).operand, Level::Assignment);
      return put('}');
    default:
      put('{');
      expression(as<UnaryExpression>(id).operand, Level::Lowest);
      return put('}');
  }
}

}  // namespace weft::syntax
