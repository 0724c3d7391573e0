#pragma once

// From text to the tree (https://drafts.csswg.org/css-syntax-3/#parsing). Every text has a tree: what is not to the
// letter is left out as the standard says, and told of as a warning. Only nesting deeper than kMaxDepth is an error.

#include <optional>

#include "base/diagnostics.h"
#include "css/tree.h"

namespace weft::css {

inline constexpr int kMaxDepth = 200;

/// Fills `sheet.nodes` from its source. False where it is nested too deeply.
[[nodiscard]] bool parse(Sheet& sheet, Log& log);

/// All of the source as one list of component values, for attributes such as `style` and for tests.
[[nodiscard]] Values parseValues(const SourceText& source, Pool& pool, Log& log);

enum class SelectorContext : uint8_t {
  Plain,
  Relative,  // may begin with a combinator: in a rule of a rule, and in :has()
};

/// Nothing where the values are not a list of selectors; `wrong` is where then.
[[nodiscard]] std::optional<Selectors> parseSelectors(Pool& pool, const Values& values, SelectorContext context,
                                                      uint32_t* wrong);

/// What the block of an at-rule holds.
enum class BlockContent : uint8_t {
  Unknown,       // kept as it was written
  Rules,         // what may stand around it
  Declarations,  // and at-rules with declarations of their own
  Keyframes,
};
/// By a name in small letters.
[[nodiscard]] BlockContent blockContentOf(std::string_view atRule);

}  // namespace weft::css
