#pragma once

// Changes a page where it is asked to, and leaves every other byte as it was. Changes are gathered, and made at once:
// what is put in at one place keeps its order; what lies inside of something removed or replaced goes with it.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/document.h"

namespace weft::html {

class Editor {
 public:
  /// The document must outlive it.
  explicit Editor(const Document& document) : document_(document) {}

  /// The address alone: what else is in the value (the rest of a srcset) stays.
  void setUrl(const Reference& reference, std::string_view url);
  /// Adds it where there is none.
  void setAttribute(ElementId element, std::string_view name, std::string_view value);
  /// With the blanks before it.
  void removeAttribute(ElementId element, std::string_view name);
  /// Between the tags; what would end the element early is the caller's to avoid (see scriptText, styleText).
  void setContent(ElementId element, std::string text);
  /// With its content and end tag, and with the line that it stands on alone.
  void remove(ElementId element);
  void replace(ElementId element, std::string html);
  void insertBefore(ElementId element, std::string html) {
    insert(document_.element(element).whole.begin, std::move(html));
  }
  void insertAfter(ElementId element, std::string html) {
    insert(document_.element(element).whole.end, std::move(html));
  }
  void insertAtHeadBegin(std::string html) { insert(document_.headBegin(), std::move(html)); }
  void insertAtHeadEnd(std::string html) { insert(document_.headEnd(), std::move(html)); }
  void insertAtBodyEnd(std::string html) { insert(document_.bodyEnd(), std::move(html)); }
  void insert(uint32_t offset, std::string html) { replaceRange({offset, offset}, std::move(html)); }
  void replaceRange(ByteRange range, std::string html);

  /// The page with all changes.
  [[nodiscard]] std::string apply() const;

 private:
  struct Edit {
    ByteRange range;
    std::string text;
    size_t order;
  };
  struct Part {
    uint32_t begin = 0;
    uint32_t end = 0;
    std::string url;
  };

  void addPart(std::vector<Edit>& edits, std::pair<ElementId, uint32_t> attribute, std::vector<Part> parts) const;

  const Document& document_;
  std::vector<Edit> edits_;
  std::map<std::pair<ElementId, uint32_t>, std::vector<Part>> parts_;  // by element and attribute
};

/// JavaScript that can stand in a <script>, and means the same: "</script" is written `<\/script`. Only for scripts in
/// which that text stands in strings, templates, regular expressions or comments.
[[nodiscard]] std::string scriptText(std::string_view code);
/// CSS likewise.
[[nodiscard]] std::string styleText(std::string_view css);
/// ` name="value"`
[[nodiscard]] std::string attributeText(std::string_view name, std::string_view value);

}  // namespace weft::html
