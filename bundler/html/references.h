#pragma once

// What an element asks for: scripts, styles, images and what else a page is made of. Not links to other pages.

#include <string>
#include <string_view>
#include <vector>

#include "html/document.h"

namespace weft::html {

/// A part of a decoded value.
struct UrlPart {
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// The addresses of `srcset="a.png 1x, b.png 2x"` (https://html.spec.whatwg.org/#parse-a-srcset-attribute).
[[nodiscard]] std::vector<UrlPart> srcsetUrls(std::string_view value);

/// Appends those of an element of the page's text, in the order of its attributes.
void addReferences(std::string_view text, const Element& element, ElementId id, std::vector<Reference>& out);

}  // namespace weft::html
