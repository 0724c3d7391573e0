#pragma once

// The whole of a program as far as its texts show it: beside what ES modules import statically, what require() and
// import() name by a literal.

#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace weft::cli {

struct MapEdge {
  std::string specifier;
  syntax::RequestKind kind = syntax::RequestKind::Import;
  graph::NodeId target = graph::kNoNode;  // none: `error`
  std::string error;
  std::string alternative;  // what `require` would get in the target's place (Resolution::alternative)
};

struct MapNode {
  bool isSeen = false;
  std::vector<MapEdge> edges;  // in the order of the source
};

/// Loads what is reachable from `entry` into `graph`. By node; nodes that are not reachable are not seen. Where a
/// package was reached by its `module` and by its `main`, all edges lead to its `main`, as in a bundle.
[[nodiscard]] std::vector<MapNode> mapModules(graph::ModuleGraph& graph, graph::NodeId entry);

}  // namespace weft::cli
