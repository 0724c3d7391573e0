#pragma once

// The module graph: nodes are modules, edges their static imports. `load` brings in a module with everything it
// imports statically; what it asks for while running (require, dynamic import) is recorded in its artifact and
// loaded when it is asked for, by `load` again.
//
// Serial, mutates: one thread uses a graph. `load` itself reads and scans in parallel (threads of the pool only
// when many files wait), and numbers nodes by a walk from the entry, so that ids never depend on timing.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/thread_pool.h"
#include "graph/artifact.h"
#include "graph/artifact_cache.h"
#include "graph/graph_hooks.h"
#include "graph/module_error.h"
#include "graph/module_kind.h"
#include "graph/resolver.h"

namespace weft::graph {

using NodeId = uint32_t;
inline constexpr NodeId kNoNode = UINT32_MAX;

/// A static request, resolved: `target`, or kNoNode and `error`.
struct Edge {
  uint32_t request = 0;  // index into artifact->scan.requests
  NodeId target = kNoNode;
  std::shared_ptr<const ModuleError> error;
  std::string alternative;  // of the target's Resolution: depends on how the module was asked for
};

struct Node {
  NodeId id = kNoNode;
  ModuleKind kind = ModuleKind::EsModule;
  AttributeType attributeType = AttributeType::None;
  Resolution location;
  std::shared_ptr<const Artifact> artifact;  // null for Builtin, and when `error` is set
  std::shared_ptr<const ModuleError> error;  // the module could not be read
  std::vector<Edge> edges;                   // one a static request, in source order

  /// The edge of the request with this index into artifact->scan.requests; null if it is not static.
  [[nodiscard]] const Edge* edgeFor(uint32_t request) const;
};

/// `isMissing`: it was looked for in vain.
using FileReporter = std::function<void(const std::string& path, bool isMissing)>;

struct GraphOptions {
  ResolverOptions resolver;
  /// More files than this must wait before threads help.
  size_t parallelFrom = 32;
  /// Told, on the calling thread, of files that are read or looked for; may be empty.
  FileReporter onFile;
  /// Where artifacts of files are looked for first; null: nowhere.
  std::shared_ptr<ArtifactCache> cache;
};

class ModuleGraph {
 public:
  /// `pool` may be null: everything happens on the calling thread.
  explicit ModuleGraph(GraphOptions options, ThreadPool* pool = nullptr);
  ~ModuleGraph();
  ModuleGraph(const ModuleGraph&) = delete;
  ModuleGraph& operator=(const ModuleGraph&) = delete;

  [[nodiscard]] Resolver& resolver() { return resolver_; }
  /// Asked from now on; null: nobody is.
  void setHooks(std::unique_ptr<GraphHooks> hooks) { hooks_ = std::move(hooks); }
  [[nodiscard]] ArtifactCache* cache() const { return cache_.get(); }
  [[nodiscard]] std::shared_ptr<ArtifactCache> sharedCache() const { return cache_; }
  /// As Resolver::resolve. `import.meta.resolve` and `require.resolve` are this.
  [[nodiscard]] Result<Resolution, ModuleError> resolve(std::string_view specifier, std::string_view referrer,
                                                        ResolveKind kind);

  /// Loads the module and everything it imports statically, and gives its node. What cannot be read is on
  /// `Node::error`, what cannot be resolved on `Edge::error`: `firstError` looks for both. Known nodes cost a lookup.
  NodeId load(const Resolution& location, AttributeType type = AttributeType::None);
  /// A module that is not a file (-e, stdin): `path` is what its imports are resolved against and what errors
  /// show. Each call makes a node of its own.
  NodeId loadSource(std::string path, std::string source, KindHint hint);
  /// A module alone, for whoever finds by other means what it imports: its static requests lead nowhere until connect()
  /// has told where each one leads. One that is known already is given as it is, and is not new.
  struct Alone {
    NodeId id;
    bool isNew;
  };
  Alone loadAlone(const Resolution& location, AttributeType type = AttributeType::None);
  /// Likewise of a text that is given in place of what is there; beside the module as it would be without.
  Alone loadAlone(const Resolution& location, std::string text, KindHint hint);
  void connect(NodeId importer, uint32_t request, NodeId target);
  /// What stands for a module that a test has mocked: a node without a file, which nothing else leads to.
  NodeId addMock(Resolution location);
  /// Asked, on the calling thread, where each import leads instead: of what was found, or null where nothing was.
  /// kNoNode: where it would anyway. Modules that were loaded before stay as they are.
  using Substitute =
      std::function<NodeId(const Resolution* found, std::string_view specifier, std::string_view referrer)>;
  void setSubstitute(Substitute substitute) { substitute_ = std::move(substitute); }
  /// Files that are asked for from now on are modules of that registry: other nodes than in others, of the same
  /// artifacts.
  void setRegistry(uint32_t registry) { registry_ = registry; }
  /// From now on, files whose calls of mock functions come before their imports are read so (syntax/hoist_mocks.h).
  void setHoistsMocks() { hoistsMocks_ = true; }

  /// Dynamic import: checks the attributes, resolves and loads. What the closure lacks, `firstError` tells.
  [[nodiscard]] Result<NodeId, ModuleError> import(std::string_view specifier, std::string_view referrer,
                                                   const std::vector<syntax::ImportAttribute>& attributes);

  [[nodiscard]] const Node& node(NodeId id) const { return nodes_[id]; }
  [[nodiscard]] size_t size() const { return nodes_.size(); }
  /// The node if it was loaded, else kNoNode.
  [[nodiscard]] NodeId find(const Resolution& location, AttributeType type = AttributeType::None) const;

  /// The static closure of `entry` such that a module stands after what it imports, cycles cut where they
  /// close: the order of evaluation. Nodes for which `skip` is true are left out with what only they reach.
  template <typename Skip>
  [[nodiscard]] std::vector<NodeId> postOrder(NodeId entry, Skip&& skip) const;
  [[nodiscard]] std::vector<NodeId> postOrder(NodeId entry) const {
    return postOrder(entry, [](NodeId) { return false; });
  }

  /// Where a failure in the static closure of `entry` is: the first on a walk that looks at a module's own
  /// requests before it goes into them. A closure once found sound is not walked again.
  struct Failure {
    NodeId node = kNoNode;       // the importing module, or the one that could not be read
    const Edge* edge = nullptr;  // null when `node` itself could not be read
    const ModuleError* error = nullptr;
  };
  [[nodiscard]] std::optional<Failure> firstError(NodeId entry);

  /// The names `import` sees of a CommonJS module: its own and those of what it re-exports, in Node's order,
  /// without "default". Loads what is re-exported. Empty for other kinds.
  [[nodiscard]] std::vector<std::string> commonJsExportNames(NodeId id);

  /// The next `load` of this module reads its file again (a deleted require.cache entry, a changed file).
  /// The node keeps its id; `node(id).artifact` changes then.
  void invalidate(NodeId id);

 private:
  struct Job;
  struct ScannedEdge;
  struct Scanned;
  struct Loading;

  NodeId run(const Job& entry);
  Alone runAlone(Job job);
  [[nodiscard]] Scanned read(Job& job);
  [[nodiscard]] Scanned scan(Job& job);
  [[nodiscard]] const std::string* gives(const Resolution& location, AttributeType type) const;
  [[nodiscard]] Result<std::shared_ptr<const Artifact>, ModuleError> artifactOf(const Resolution& location,
                                                                                AttributeType type);
  [[nodiscard]] Result<Resolution, ModuleError> whereIs(std::string_view specifier, std::string_view referrer,
                                                        ResolveKind kind);
  [[nodiscard]] std::optional<ModuleError> refused(const Resolution& location, AttributeType type) const;
  [[nodiscard]] ScannedEdge resolveEdge(const Artifact& artifact, uint32_t request, std::string_view referrer);
  void schedule(Loading& loading, const Job& job) const;
  NodeId joinAll(Loading& loading, const std::string& entryKey);
  NodeId nodeFor(const std::string& key);
  [[nodiscard]] std::string keyOf(const Resolution& location, AttributeType type) const;
  [[nodiscard]] std::shared_ptr<const Artifact> sharedArtifact(const Job& job) const;
  void substituteIn(const Scanned& scanned, ScannedEdge& edge) const;
  void fill(Node& node, Scanned scanned);
  void tell(const Node& node) const;
  void tell(const ModuleError& error) const;
  [[nodiscard]] bool isFresh(const std::string& key) const;

  Resolver resolver_;
  ThreadPool* pool_;
  size_t parallelFrom_;
  FileReporter onFile_;
  std::shared_ptr<ArtifactCache> cache_;
  std::unique_ptr<GraphHooks> hooks_;
  std::deque<Node> nodes_;
  std::unordered_map<std::string, NodeId, StringHash, std::equal_to<>> byKey_;
  std::vector<bool> stale_;  // by node: read it again when it is asked for
  std::vector<bool> sound_;  // by node: its closure has no error
  Substitute substitute_;
  uint32_t registry_ = 0;
  bool hoistsMocks_ = false;
  /// By key of registry 0: artifacts that were first read for another.
  std::unordered_map<std::string, std::shared_ptr<const Artifact>> artifacts_;
};

/// Checks import attributes as Node does: only `type`, only the types that attributeTypeNamed knows.
[[nodiscard]] Result<AttributeType, ModuleError> attributeTypeOf(
    const std::vector<syntax::ImportAttribute>& attributes);

template <typename Skip>
std::vector<NodeId> ModuleGraph::postOrder(NodeId entry, Skip&& skip) const {
  struct Visit {
    NodeId node;
    size_t nextEdge;
  };
  std::vector<NodeId> order;
  std::vector<bool> seen(nodes_.size(), false);
  std::vector<Visit> path;
  auto enter = [&](NodeId id) {
    if (id == kNoNode || seen[id] || skip(id)) return;
    seen[id] = true;
    path.push_back({id, 0});
  };
  enter(entry);
  while (!path.empty()) {
    Visit& visit = path.back();
    const std::vector<Edge>& edges = nodes_[visit.node].edges;
    if (visit.nextEdge < edges.size()) {
      enter(edges[visit.nextEdge++].target);
      continue;
    }
    order.push_back(visit.node);
    path.pop_back();
  }
  return order;
}

}  // namespace weft::graph
