#pragma once

// What a graph asks before its resolver, and before it reads a file: names that stand for others, and texts in place of
// what files hold (transformers, style sheets and images that are imported). A graph with hooks asks on the thread
// that uses it, and reads on no other.

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/artifact.h"
#include "graph/module_error.h"
#include "graph/name_map.h"
#include "graph/resolver.h"

namespace weft::graph {

/// JavaScript in place of what a file holds.
struct GivenText {
  std::string text;
  KindHint hint = KindHint::BySyntax;
  std::string written;                             // what it was made from, for stacks and frames of code
  std::shared_ptr<const PositionTable> positions;  // from the text to `written`; null: places are the same in both
};

class GraphHooks {
 public:
  virtual ~GraphHooks() = default;
  /// Null: the specifier stands for itself.
  [[nodiscard]] virtual const MappedName* mapped(std::string_view specifier) = 0;
  /// Null: the file's text is its own. Else it is `given`, and the file may have any extension; a text that is not
  /// empty names how it is made, so that it can be kept in the cache on disk as long as the file stays the same.
  [[nodiscard]] virtual const std::string* gives(const Resolution& location) = 0;
  [[nodiscard]] virtual Result<GivenText, ModuleError> given(const Resolution& location) = 0;
};

}  // namespace weft::graph
