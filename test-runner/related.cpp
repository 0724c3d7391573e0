#include "test-runner/related.h"

#include <algorithm>
#include <deque>

#include "base/file.h"
#include "base/paths.h"
#include "graph/graph.h"
#include "graph/module_map.h"

namespace weft::test {

namespace {

using graph::NodeId;

/// The test of a snapshot file; the path itself if it is none.
std::string withoutSnapshot(const std::string& path) {
  constexpr std::string_view kFolder = "/__snapshots__/", kEnding = ".snap";
  size_t at = path.rfind(kFolder);
  if (at == std::string::npos || !path.ends_with(kEnding)) return path;
  return path.substr(0, at + 1) + path.substr(at + kFolder.size(), path.size() - at - kFolder.size() - kEnding.size());
}

/// The module that `dir/__mocks__/x.ts` stands for, as far as its name says.
std::string withoutMocks(const std::string& path) {
  constexpr std::string_view kFolder = "/__mocks__/";
  size_t at = path.rfind(kFolder);
  return at == std::string::npos ? path : path.substr(0, at + 1) + path.substr(at + kFolder.size());
}

}  // namespace

bool concernsAll(const std::string& path) {
  std::string_view name = paths::basename(path);
  constexpr std::string_view kNames[] = {"package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml",
                                         "bun.lock",     "bun.lockb",         "weft.toml", "bunfig.toml"};
  if (std::ranges::find(kNames, name) != std::end(kNames)) return true;
  if (name.starts_with("tsconfig") && name.ends_with(".json")) return true;
  constexpr std::string_view kStems[] = {"weft.config.",     "jest.config.", "vitest.config.", "vitest.workspace.",
                                         "vitest.projects.", "vite.config.", ".mocharc."};
  return std::ranges::any_of(kStems, [&](std::string_view stem) { return name.starts_with(stem); });
}

std::vector<bool> affectedTests(const std::vector<std::string>& tests, const Change& change,
                                const graph::ResolverOptions& options) {
  std::unordered_set<std::string> changed;
  for (const std::string& file : change.files) {
    for (const std::string& name : {file, withoutSnapshot(file), withoutMocks(file)}) {
      changed.insert(name);
      // The graph has the names behind links.
      if (auto real = realPath(name)) changed.insert(*real);
    }
  }
  std::vector<bool> affected(tests.size(), false);
  graph::GraphOptions graphOptions;
  graphOptions.resolver = options;
  graph::ModuleGraph graph(std::move(graphOptions));
  std::vector<NodeId> entries;
  for (size_t i = 0; i < tests.size(); ++i) {
    affected[i] = changed.contains(tests[i]);
    auto location = graph.resolver().resolveEntry(tests[i], "/");
    entries.push_back(location ? graph.load(*location) : graph::kNoNode);
    if (!location) affected[i] = true;
  }
  std::vector<NodeId> known;
  std::ranges::copy_if(entries, std::back_inserter(known), [](NodeId id) { return id != graph::kNoNode; });
  std::vector<graph::MapNode> nodes = graph::mapModules(graph, known);
  // Backwards from what has changed.
  std::vector<std::vector<NodeId>> importers(nodes.size());
  std::vector<bool> isReached(nodes.size(), false);
  std::deque<NodeId> waiting;
  auto reach = [&](NodeId id) {
    if (isReached[id]) return;
    isReached[id] = true;
    waiting.push_back(id);
  };
  for (NodeId id = 0; id < nodes.size(); ++id) {
    if (!nodes[id].isSeen) continue;
    const graph::Node& node = graph.node(id);
    if (node.location.type == graph::ResolvedType::File && changed.contains(node.location.path)) reach(id);
    if (node.error) reach(id);
    for (const graph::MapEdge& edge : nodes[id].edges) {
      if (edge.target != graph::kNoNode) importers[edge.target].push_back(id);
      bool isRelative = edge.specifier.starts_with('.') || edge.specifier.starts_with('/');
      if (edge.target == graph::kNoNode && change.hasRemoved && isRelative) reach(id);
    }
  }
  while (!waiting.empty()) {
    NodeId id = waiting.front();
    waiting.pop_front();
    for (NodeId importer : importers[id]) reach(importer);
  }
  for (size_t i = 0; i < tests.size(); ++i)
    if (entries[i] != graph::kNoNode && isReached[entries[i]]) affected[i] = true;
  return affected;
}

}  // namespace weft::test
