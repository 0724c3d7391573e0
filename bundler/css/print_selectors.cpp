#include "css/printer.h"

namespace weft::css {

namespace {

/// Pseudo-elements that may be written with one colon, since CSS 1 and 2 have them so.
bool isOldElement(std::string_view name) {
  return name == "before" || name == "after" || name == "first-line" || name == "first-letter";
}

void appendName(std::string& out, std::string_view name) {
  if (isPlainIdent(name))
    out += name;
  else
    appendIdent(out, name);
}

void appendAttribute(std::string& out, const Simple& simple, bool minified) {
  if (simple.match != 0) {
    if (simple.match != '=') out.push_back(simple.match);
    out.push_back('=');
    bool isBare = minified && isPlainIdent(simple.value);
    if (isBare)
      out += simple.value;
    else
      appendString(out, simple.value);
    if (simple.modifier != 0) {
      if (!minified || isBare) out.push_back(' ');
      out.push_back(simple.modifier);
    }
  }
  out.push_back(']');
}

void appendArguments(std::string& out, const Simple& simple, bool minified) {
  out.push_back('(');
  std::string before;
  appendValues(before, simple.arguments, minified ? ValueStyle::Minified : ValueStyle::Exact);
  out += before;
  if (simple.hasSelectors) {
    if (!before.empty()) out += " of ";
    for (size_t i = 0; i < simple.selectors.size(); ++i) {
      if (i > 0) out += minified ? "," : ", ";
      appendComplex(out, simple.selectors[i], minified);
    }
  }
  out.push_back(')');
}

void appendSimple(std::string& out, const Simple& simple, bool minified) {
  switch (simple.kind) {
    case SimpleKind::Nesting:
      out.push_back('&');
      return;
    case SimpleKind::Id:
      out.push_back('#');
      return appendName(out, simple.name);
    case SimpleKind::Class:
      out.push_back('.');
      return appendName(out, simple.name);
    case SimpleKind::Attribute:
      out.push_back('[');
      break;
    case SimpleKind::PseudoClass:
      out.push_back(':');
      break;
    case SimpleKind::PseudoElement:
      out += minified && !simple.isFunction && isOldElement(simple.name) ? ":" : "::";
      break;
    default:
      break;
  }
  if (simple.hasPrefix) {
    if (simple.prefix == "*")
      out.push_back('*');
    else
      appendName(out, simple.prefix);
    out.push_back('|');
  }
  if (simple.kind == SimpleKind::Universal)
    out.push_back('*');
  else
    appendName(out, simple.name);
  if (simple.kind == SimpleKind::Attribute)
    appendAttribute(out, simple, minified);
  else if (simple.isFunction)
    appendArguments(out, simple, minified);
}

void appendCombinator(std::string& out, Combinator combinator, bool isFirst, bool minified) {
  std::string_view mark;
  switch (combinator) {
    case Combinator::None:
      return;
    case Combinator::Descendant:
      if (!isFirst) out.push_back(' ');
      return;
    case Combinator::Child:
      mark = ">";
      break;
    case Combinator::NextSibling:
      mark = "+";
      break;
    case Combinator::LaterSibling:
      mark = "~";
      break;
    case Combinator::Column:
      mark = "||";
      break;
  }
  if (!minified && !isFirst) out.push_back(' ');
  out += mark;
  if (!minified) out.push_back(' ');
}

/// `*` before something else says nothing, where nothing else hangs on it.
bool isIdle(const Compound& compound) {
  const Simple& first = compound.parts[0];
  return compound.parts.size() > 1 && first.kind == SimpleKind::Universal && !first.hasPrefix &&
         compound.parts[1].kind != SimpleKind::Type && compound.parts[1].kind != SimpleKind::Universal &&
         compound.parts[1].kind != SimpleKind::Nesting;
}

}  // namespace

void appendComplex(std::string& out, const Complex& complex, bool minified) {
  for (size_t i = 0; i < complex.compounds.size(); ++i) {
    const Compound& compound = complex.compounds[i];
    appendCombinator(out, compound.before, i == 0, minified);
    size_t from = minified && isIdle(compound) ? 1 : 0;
    for (size_t part = from; part < compound.parts.size(); ++part) {
      const Simple& simple = compound.parts[part];
      appendSimple(out, simple, minified);
    }
  }
}

void appendSelectors(std::string& out, const Selectors& selectors, bool minified) {
  for (size_t i = 0; i < selectors.size(); ++i) {
    if (i > 0) out += minified ? "," : ", ";
    appendComplex(out, selectors[i], minified);
  }
}

}  // namespace weft::css
