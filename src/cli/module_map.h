#pragma once

// The whole of a program as far as its texts show it: beside what ES modules import statically, what require() and
// import() name by a literal.

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace weft::cli {

struct MapEdge {
  std::string specifier;
  syntax::RequestKind kind = syntax::RequestKind::Import;
  graph::NodeId target = graph::kNoNode;  // none: `error`
  std::string error;
};

struct MapNode {
  bool isSeen = false;
  std::vector<MapEdge> edges;  // in the order of the source
};

/// Loads what is reachable from `entry` into `graph`. By node; nodes that are not reachable are not seen.
[[nodiscard]] std::vector<MapNode> mapModules(graph::ModuleGraph& graph, graph::NodeId entry);

}  // namespace weft::cli
