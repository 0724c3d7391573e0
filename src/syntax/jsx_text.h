#pragma once

// The text of JSX: white space and entities (facebook.github.io/jsx#prod-JSXText).

#include <string>
#include <string_view>

namespace weft::syntax {

/// `&amp;`, `&#38;`, `&#x26;` become what they stand for (HTML 4's entities); what is no entity stays.
[[nodiscard]] std::string decodeJsxEntities(std::string_view text);

/// The text of a child as it was written: lines lose the blanks at their ends, except at the text's own; empty lines
/// go; what is left is joined by one blank. Empty if nothing is left.
[[nodiscard]] std::string jsxText(std::string_view text);

}  // namespace weft::syntax
