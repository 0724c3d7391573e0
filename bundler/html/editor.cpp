#include "html/editor.h"

#include <algorithm>

#include "html/character_references.h"

namespace weft::html {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Each `find`, whatever its letters, with `escape` in place of its first `skipped` bytes.
std::string escaped(std::string_view text, std::string_view find, std::string_view escape, size_t skipped) {
  std::string out;
  size_t from = 0;
  for (size_t at = 0; (at = text.find(find[0], at)) != text.npos; ++at) {
    std::string_view here = text.substr(at, find.size());
    if (!std::ranges::equal(here, find, {}, lower)) continue;
    out += text.substr(from, at - from);
    out += escape;
    from = at + skipped;
  }
  out += text.substr(from);
  return out;
}

}  // namespace

std::string scriptText(std::string_view code) {
  return escaped(escaped(code, "</script", "<\\/", 2), "<!--", "\\x3C", 1);
}

std::string styleText(std::string_view css) {
  return escaped(css, "</style", "<\\/", 2);
}

std::string attributeText(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + encodeAttribute(value) + "\"";
}

void Editor::setUrl(const Reference& reference, std::string_view url) {
  parts_[{reference.element, reference.attribute}].push_back({reference.begin, reference.end, std::string(url)});
}

void Editor::setAttribute(ElementId id, std::string_view name, std::string_view value) {
  const Element& element = document_.element(id);
  if (const Attribute* known = element.find(name))
    return replaceRange(known->range(), attributeText(document_.textOf(known->nameRange), value).substr(1));
  // Behind the last one: a `/` after it may belong to its value.
  uint32_t end = element.attributes.empty() ? element.startTag.begin + 1 + static_cast<uint32_t>(element.name.size())
                                            : element.attributes.back().range().end;
  insert(end, attributeText(name, value));
}

void Editor::removeAttribute(ElementId id, std::string_view name) {
  const Attribute* known = document_.element(id).find(name);
  if (known == nullptr) return;
  ByteRange range = known->range();
  std::string_view text = document_.source().text();
  while (range.begin > 0 && isBlank(static_cast<unsigned char>(text[range.begin - 1]))) --range.begin;
  replaceRange(range, "");
}

void Editor::setContent(ElementId id, std::string text) {
  const Element& element = document_.element(id);
  bool isClosed = element.whole.end > element.content.end;
  replaceRange(element.content, std::move(text) + (isClosed ? "" : "</" + element.name + ">"));
}

void Editor::remove(ElementId id) {
  ByteRange range = document_.element(id).whole;
  std::string_view text = document_.source().text();
  uint32_t begin = range.begin;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  bool startsLine = begin == 0 || text[begin - 1] == '\n';
  uint32_t end = range.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) ++end;
  bool endsLine = end == text.size() || text[end] == '\n';
  replaceRange(range, "");
  if (!startsLine || !endsLine) return;
  // Edits of their own, so that what is put in before the element stays.
  if (begin < range.begin) replaceRange({begin, range.begin}, "");
  end = std::min(end + 1, static_cast<uint32_t>(text.size()));
  if (range.end < end) replaceRange({range.end, end}, "");
}

void Editor::replace(ElementId id, std::string html) {
  replaceRange(document_.element(id).whole, std::move(html));
}

void Editor::replaceRange(ByteRange range, std::string html) {
  edits_.push_back({range, std::move(html), edits_.size()});
}

/// The value of an attribute with other addresses in it.
void Editor::addPart(std::vector<Edit>& edits, std::pair<ElementId, uint32_t> place, std::vector<Part> parts) const {
  const Attribute& attribute = document_.element(place.first).attributes[place.second];
  std::ranges::sort(parts, {}, &Part::begin);
  std::string value = decodeAttribute(document_.textOf(attribute.value));
  std::string out;
  uint32_t from = 0;
  for (const Part& part : parts) {
    if (part.begin < from) continue;
    out.append(value, from, part.begin - from).append(part.url);
    from = part.end;
  }
  out.append(value, from);
  char quote = attribute.quote == 0 ? '"' : attribute.quote;
  std::string text = encodeAttribute(out, quote);
  if (attribute.quote == 0) text = '"' + text + '"';
  edits.push_back({attribute.value, std::move(text), edits.size()});
}

std::string Editor::apply() const {
  std::vector<Edit> edits = edits_;
  for (const auto& [place, parts] : parts_) addPart(edits, place, parts);
  std::ranges::sort(edits, [](const Edit& a, const Edit& b) {
    if (a.range.begin != b.range.begin) return a.range.begin < b.range.begin;
    // What is put in stands before what is replaced there; of two that replace, the longer one counts.
    bool aIsInsert = a.range.size() == 0, bIsInsert = b.range.size() == 0;
    if (aIsInsert != bIsInsert) return aIsInsert;
    if (a.range.end != b.range.end) return a.range.end > b.range.end;
    return a.order < b.order;
  });
  std::string_view text = document_.source().text();
  std::string out;
  uint32_t from = 0;
  for (const Edit& edit : edits) {
    if (edit.range.begin < from) continue;
    out += text.substr(from, edit.range.begin - from);
    out += edit.text;
    from = edit.range.end;
  }
  out += text.substr(from);
  return out;
}

}  // namespace weft::html
