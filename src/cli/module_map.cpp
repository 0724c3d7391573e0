#include "cli/module_map.h"

namespace weft::cli {

namespace {

using graph::NodeId;
using syntax::RequestKind;

MapEdge edgeOf(graph::ModuleGraph& graph, NodeId id, uint32_t index) {
  // By value: loading adds nodes.
  const graph::Node& node = graph.node(id);
  const syntax::ModuleRequest request = node.artifact->scan.requests[index];
  std::string referrer = node.location.path;
  MapEdge edge{request.specifier, request.kind, graph::kNoNode, {}};
  if (const graph::Edge* known = node.edgeFor(index)) {
    edge.target = known->target;
    if (known->error) edge.error = known->error->message;
    return edge;
  }
  if (request.kind == RequestKind::DynamicImport) {
    auto target = graph.import(request.specifier, referrer, request.attributes);
    if (target)
      edge.target = *target;
    else
      edge.error = target.error().message;
    return edge;
  }
  auto location = graph.resolve(request.specifier, referrer, graph::ResolveKind::Require);
  if (location)
    edge.target = graph.load(*location);
  else
    edge.error = location.error().message;
  return edge;
}

}  // namespace

std::vector<MapNode> mapModules(graph::ModuleGraph& graph, NodeId entry) {
  std::vector<MapNode> nodes;
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
    if (!graph.node(id).artifact) continue;
    auto count = static_cast<uint32_t>(graph.node(id).artifact->scan.requests.size());
    std::vector<MapEdge> edges;
    for (uint32_t i = 0; i < count; ++i) {
      edges.push_back(edgeOf(graph, id, i));
      NodeId target = edges.back().target;
      if (target == graph::kNoNode) continue;
      if (graph.node(target).error) edges.back().error = graph.node(target).error->message;
      if (see(target)) waiting.push_back(target);
    }
    nodes[id].edges = std::move(edges);
  }
  nodes.resize(graph.size());
  return nodes;
}

}  // namespace weft::cli
