#include "cli/module_map.h"

#include <deque>

namespace weft::cli {

namespace {

using graph::NodeId;
using syntax::RequestKind;

MapEdge edgeOf(graph::ModuleGraph& graph, NodeId id, uint32_t index) {
  // By value: loading adds nodes.
  const graph::Node& node = graph.node(id);
  const syntax::ModuleRequest request = node.artifact->scan.requests[index];
  std::string referrer = node.location.path;
  MapEdge edge{request.specifier, request.kind, graph::kNoNode, {}, {}};
  if (const graph::Edge* known = node.edgeFor(index)) {
    edge.target = known->target;
    edge.alternative = known->alternative;
    if (known->error) edge.error = known->error->message;
    return edge;
  }
  if (request.kind == RequestKind::DynamicImport) {
    auto target = graph.import(request.specifier, referrer, request.attributes);
    if (target) {
      edge.target = *target;
      edge.alternative = graph.resolve(request.specifier, referrer, graph::ResolveKind::Import)->alternative;
    } else {
      edge.error = target.error().message;
    }
    return edge;
  }
  auto location = graph.resolve(request.specifier, referrer, graph::ResolveKind::Require);
  if (location)
    edge.target = graph.load(*location);
  else
    edge.error = location.error().message;
  return edge;
}

/// Walks from `entry` over the edges that `edgesOf(id)` gives, each node once, marking what is seen.
template <typename EdgesOf>
void walk(const graph::ModuleGraph& graph, NodeId entry, std::vector<MapNode>& nodes, EdgesOf&& edgesOf) {
  std::deque<NodeId> waiting{entry};
  auto see = [&](NodeId id) {
    if (nodes.size() <= id) nodes.resize(graph.size());
    if (nodes[id].isSeen) return false;
    return nodes[id].isSeen = true;
  };
  see(entry);
  while (!waiting.empty()) {
    NodeId id = waiting.front();
    waiting.pop_front();
    std::vector<MapEdge> edges = edgesOf(id);
    for (const MapEdge& edge : edges)
      if (edge.target != graph::kNoNode && see(edge.target)) waiting.push_back(edge.target);
    nodes[id].edges = std::move(edges);
  }
  nodes.resize(graph.size());
}

std::vector<MapEdge> edgesOf(graph::ModuleGraph& graph, NodeId id) {
  std::vector<MapEdge> edges;
  if (!graph.node(id).artifact) return edges;
  auto count = static_cast<uint32_t>(graph.node(id).artifact->scan.requests.size());
  for (uint32_t i = 0; i < count; ++i) {
    MapEdge edge = edgeOf(graph, id, i);
    bool isUnread = edge.target != graph::kNoNode && graph.node(edge.target).error;
    if (isUnread) edge.error = graph.node(edge.target).error->message;
    edges.push_back(std::move(edge));
  }
  return edges;
}

/// Turns edges to the `module` of packages whose `main` was reached too; true if there were any.
bool preferMains(const graph::ModuleGraph& graph, std::vector<MapNode>& nodes) {
  bool hasTurned = false;
  for (MapNode& node : nodes) {
    for (MapEdge& edge : node.edges) {
      if (edge.alternative.empty()) continue;
      NodeId main = graph.find({graph::ResolvedType::File, edge.alternative, {}});
      if (main == graph::kNoNode || main >= nodes.size() || !nodes[main].isSeen) continue;
      edge.target = main;
      edge.error = graph.node(main).error ? graph.node(main).error->message : std::string();
      hasTurned = true;
    }
  }
  return hasTurned;
}

}  // namespace

std::vector<MapNode> mapModules(graph::ModuleGraph& graph, NodeId entry) {
  std::vector<MapNode> nodes;
  walk(graph, entry, nodes, [&](NodeId id) { return edgesOf(graph, id); });
  if (!preferMains(graph, nodes)) return nodes;
  std::vector<MapNode> left;
  walk(graph, entry, left, [&](NodeId id) { return nodes[id].edges; });
  return left;
}

}  // namespace weft::cli
