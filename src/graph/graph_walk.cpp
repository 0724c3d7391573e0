// Questions that are answered by walking the graph, all on explicit stacks.

#include <unordered_set>

#include "base/paths.h"
#include "graph/graph.h"

namespace weft::graph {

std::optional<ModuleGraph::Failure> ModuleGraph::firstError(NodeId entry) {
  if (sound_[entry]) return std::nullopt;
  std::vector<bool> seen(nodes_.size(), false);
  std::vector<NodeId> visited;
  std::vector<NodeId> waiting = {entry};
  while (!waiting.empty()) {
    NodeId id = waiting.back();
    waiting.pop_back();
    if (seen[id] || sound_[id]) continue;
    seen[id] = true;
    visited.push_back(id);
    const Node& module = nodes_[id];
    if (module.error) return Failure{id, nullptr, module.error.get()};
    for (const Edge& edge : module.edges)
      if (edge.error) return Failure{id, &edge, edge.error.get()};
    for (size_t i = module.edges.size(); i-- > 0;)
      if (module.edges[i].target != kNoNode) waiting.push_back(module.edges[i].target);
  }
  for (NodeId id : visited) sound_[id] = true;
  return std::nullopt;
}

namespace {

/// Node looks for names only in what `require` would read as JavaScript.
bool mayExportNames(std::string_view path) {
  std::optional<ModuleKind> kind = moduleKindByExtension(path);
  return !kind || *kind == ModuleKind::CommonJs;
}

}  // namespace

std::vector<std::string> ModuleGraph::commonJsExportNames(NodeId entry) {
  std::vector<std::string> names;
  std::unordered_set<std::string> known = {"default"};
  std::unordered_set<NodeId> seen;
  std::vector<NodeId> waiting = {entry};
  while (!waiting.empty()) {
    NodeId id = waiting.back();
    waiting.pop_back();
    if (nodes_[id].kind != ModuleKind::CommonJs || !nodes_[id].artifact || !seen.insert(id).second) continue;
    std::shared_ptr<const Artifact> artifact = nodes_[id].artifact;
    std::string referrer = nodes_[id].location.path;
    for (const std::string& name : artifact->scan.commonJsExports)
      if (known.insert(name).second) names.push_back(name);
    const std::vector<std::string>& reexports = artifact->scan.commonJsReexports;
    for (size_t i = reexports.size(); i-- > 0;) {
      Result<Resolution, ModuleError> target = whereIs(reexports[i], referrer, ResolveKind::Require);
      if (target && target->type == ResolvedType::File && mayExportNames(target->path))
        waiting.push_back(load(*target));
    }
  }
  return names;
}

Result<AttributeType, ModuleError> attributeTypeOf(const std::vector<syntax::ImportAttribute>& attributes) {
  AttributeType type = AttributeType::None;
  for (const syntax::ImportAttribute& attribute : attributes) {
    std::optional<AttributeType> named;
    if (attribute.key == "type") named = attributeTypeNamed(attribute.value);
    if (named) {
      type = *named;
    } else {
      ModuleError error;
      error.code = ModuleErrorCode::ImportAttributeUnsupported;
      error.message =
          "Import attribute \"" + attribute.key + "\" with value \"" + attribute.value + "\" is not supported";
      return fail(std::move(error));
    }
  }
  return type;
}

}  // namespace weft::graph
