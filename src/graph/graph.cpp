#include "graph/graph.h"

#include <algorithm>

#include "graph/module_source.h"

namespace weft::graph {

/// A module to be read and scanned.
struct ModuleGraph::Job {
  std::string key;
  Resolution location;
  AttributeType type = AttributeType::None;
  std::shared_ptr<const Artifact> artifact;  // where there is nothing to read
};

struct ModuleGraph::ScannedEdge {
  uint32_t request = 0;
  std::optional<Job> target;
  std::shared_ptr<const ModuleError> error;
  std::string alternative = {};
  NodeId mock = kNoNode;  // leads there, not to `target`
};

struct ModuleGraph::Scanned {
  Resolution location;
  AttributeType type = AttributeType::None;
  std::shared_ptr<const Artifact> artifact;
  std::shared_ptr<const ModuleError> error;
  std::vector<ScannedEdge> edges;
};

/// One call of `load`: what is under way and what has come in, by key.
struct ModuleGraph::Loading {
  Worklist<Job, Scanned> worklist;
  std::unordered_map<std::string, std::optional<Scanned>> modules;
};

namespace {

std::shared_ptr<const ModuleError> shareError(ModuleError error) {
  return std::make_shared<const ModuleError>(std::move(error));
}

std::string plainKeyOf(const Resolution& location, AttributeType type) {
  std::string key;
  key.reserve(location.path.size() + location.suffix.size() + 2);
  key.append(location.path).push_back('\0');
  key.append(location.suffix).push_back(static_cast<char>('0' + static_cast<int>(type)));
  if (location.type == ResolvedType::Disabled) key.push_back('-');  // beside the file that others have
  return key;
}

ModuleKind kindOf(const Resolution& location, const Artifact* artifact) {
  if (location.type == ResolvedType::Builtin) return ModuleKind::Builtin;
  return artifact ? artifact->kind : ModuleKind::CommonJs;
}

}  // namespace

std::string ModuleGraph::keyOf(const Resolution& location, AttributeType type) const {
  std::string key = plainKeyOf(location, type);
  if (registry_ != 0 && location.type != ResolvedType::Builtin) key.append("#").append(std::to_string(registry_));
  return key;
}

const Edge* Node::edgeFor(uint32_t request) const {
  auto found = std::ranges::lower_bound(edges, request, {}, &Edge::request);
  return found != edges.end() && found->request == request ? &*found : nullptr;
}

ModuleGraph::ModuleGraph(GraphOptions options, ThreadPool* pool)
    : resolver_(std::move(options.resolver)),
      pool_(pool && pool->workerCount() > 0 ? pool : nullptr),
      parallelFrom_(options.parallelFrom),
      onFile_(std::move(options.onFile)),
      cache_(std::move(options.cache)) {}

ModuleGraph::~ModuleGraph() = default;

Result<Resolution, ModuleError> ModuleGraph::resolve(std::string_view specifier, std::string_view referrer,
                                                     ResolveKind kind) {
  Result<Resolution, ModuleError> location = whereIs(specifier, referrer, kind);
  if (!location && onFile_) tell(location.error());
  return location;
}

Result<Resolution, ModuleError> ModuleGraph::whereIs(std::string_view specifier, std::string_view referrer,
                                                     ResolveKind kind) {
  const MappedName* mapped = hooks_ ? hooks_->mapped(specifier) : nullptr;
  return mapped ? resolveMapped(resolver_, *mapped, specifier, referrer, kind)
                : resolver_.resolve(specifier, referrer, kind);
}

const std::string* ModuleGraph::gives(const Resolution& location, AttributeType type) const {
  bool mayBeGiven = hooks_ && type == AttributeType::None && location.type == ResolvedType::File;
  return mayBeGiven ? hooks_->gives(location) : nullptr;
}

/// As checkImport, but that what hooks give may have any name.
std::optional<ModuleError> ModuleGraph::refused(const Resolution& location, AttributeType type) const {
  return gives(location, type) ? std::nullopt : checkImport(location, type);
}

ArtifactResult ModuleGraph::artifactOf(const Resolution& location, AttributeType type) {
  const std::string* way = gives(location, type);
  if (!way)
    return readArtifact(resolver_, cache_.get(), location, type, hoistsMocks_ ? HoistsMocks::Yes : HoistsMocks::No);
  std::optional<CacheTicket> ticket;
  if (cache_ && !way->empty()) ticket = cache_->ticketFor(location.path, *way);
  if (ticket)
    if (auto artifact = cache_->load(location.path, *ticket)) return artifact;
  Result<GivenText, ModuleError> given = hooks_->given(location);
  if (!given) return fail(std::move(given.error()));
  Origin origin{std::move(given->written), false, std::move(given->positions)};
  return makeArtifact(location.path, std::move(given->text), given->hint, std::move(origin), ticket);
}

NodeId ModuleGraph::load(const Resolution& location, AttributeType type) {
  AttributeType effective = effectiveType(location, type);
  std::string key = keyOf(location, effective);
  if (isFresh(key)) return byKey_.find(key)->second;
  return run({std::move(key), location, effective, nullptr});
}

NodeId ModuleGraph::loadSource(std::string path, std::string source, KindHint hint) {
  Resolution location{ResolvedType::File, path, {}};
  std::string key(1, '\0');  // no path begins so
  key.append("source").append(std::to_string(nodes_.size()));
  return run({std::move(key), location, AttributeType::None, makeArtifact(std::move(path), std::move(source), hint)});
}

ModuleGraph::Alone ModuleGraph::loadAlone(const Resolution& location, AttributeType type) {
  AttributeType effective = effectiveType(location, type);
  return runAlone({keyOf(location, effective), location, effective, nullptr});
}

ModuleGraph::Alone ModuleGraph::loadAlone(const Resolution& location, std::string text, KindHint hint) {
  std::string key(1, '\0');  // no path begins so
  key.append("given").append(keyOf(location, AttributeType::None));
  if (isFresh(key)) return {byKey_.find(key)->second, false};
  return runAlone({std::move(key), location, AttributeType::None, makeArtifact(location.path, std::move(text), hint)});
}

ModuleGraph::Alone ModuleGraph::runAlone(Job job) {
  if (isFresh(job.key)) return {byKey_.find(job.key)->second, false};
  NodeId id = nodeFor(job.key);
  Scanned scanned = read(job);
  if (scanned.artifact && scanned.artifact->kind == ModuleKind::EsModule) {
    const std::vector<syntax::ModuleRequest>& requests = scanned.artifact->scan.requests;
    for (uint32_t i = 0; i < requests.size(); ++i)
      if (requests[i].isStatic()) scanned.edges.push_back({i, std::nullopt, nullptr});
  }
  fill(nodes_[id], std::move(scanned));
  return {id, true};
}

void ModuleGraph::connect(NodeId importer, uint32_t request, NodeId target) {
  for (Edge& edge : nodes_[importer].edges)
    if (edge.request == request) edge.target = target;
}

Result<NodeId, ModuleError> ModuleGraph::import(std::string_view specifier, std::string_view referrer,
                                                const std::vector<syntax::ImportAttribute>& attributes) {
  Result<AttributeType, ModuleError> type = attributeTypeOf(attributes);
  if (!type) return fail(std::move(type.error()));
  Result<Resolution, ModuleError> location = resolve(specifier, referrer, ResolveKind::Import);
  if (substitute_) {
    NodeId mock = substitute_(location ? &*location : nullptr, specifier, referrer);
    if (mock != kNoNode) return mock;
  }
  if (!location) return fail(std::move(location.error()));
  if (std::optional<ModuleError> error = refused(*location, *type)) return fail(std::move(*error));
  return load(*location, *type);
}

NodeId ModuleGraph::find(const Resolution& location, AttributeType type) const {
  auto found = byKey_.find(keyOf(location, effectiveType(location, type)));
  return found == byKey_.end() ? kNoNode : found->second;
}

NodeId ModuleGraph::addMock(Resolution location) {
  std::string key(1, '\0');  // no path begins so
  NodeId id = nodeFor(key.append("mock").append(std::to_string(nodes_.size())));
  nodes_[id].kind = ModuleKind::Mock;
  nodes_[id].location = std::move(location);
  stale_[id] = false;
  return id;
}

void ModuleGraph::invalidate(NodeId id) {
  stale_[id] = true;
}

bool ModuleGraph::isFresh(const std::string& key) const {
  auto found = byKey_.find(key);
  return found != byKey_.end() && !stale_[found->second];
}

// Reading and scanning: on any thread, unless there are hooks; sees nothing of the graph but its resolver and hooks.

ModuleGraph::Scanned ModuleGraph::read(Job& job) {
  Scanned scanned{std::move(job.location), job.type, std::move(job.artifact), nullptr, {}};
  if (scanned.location.type == ResolvedType::Builtin) return scanned;
  if (!scanned.artifact) {
    ArtifactResult artifact = artifactOf(scanned.location, scanned.type);
    if (!artifact) {
      scanned.error = shareError(std::move(artifact.error()));
      return scanned;
    }
    scanned.artifact = std::move(*artifact);
  }
  return scanned;
}

ModuleGraph::Scanned ModuleGraph::scan(Job& job) {
  Scanned scanned = read(job);
  if (!scanned.artifact) return scanned;
  const std::vector<syntax::ModuleRequest>& requests = scanned.artifact->scan.requests;
  if (scanned.artifact->kind != ModuleKind::EsModule) return scanned;
  for (uint32_t i = 0; i < requests.size(); ++i)
    if (requests[i].isStatic()) scanned.edges.push_back(resolveEdge(*scanned.artifact, i, scanned.location.path));
  return scanned;
}

ModuleGraph::ScannedEdge ModuleGraph::resolveEdge(const Artifact& artifact, uint32_t request,
                                                  std::string_view referrer) {
  const syntax::ModuleRequest& wanted = artifact.scan.requests[request];
  ScannedEdge edge{request, std::nullopt, nullptr};
  Result<AttributeType, ModuleError> type = attributeTypeOf(wanted.attributes);
  if (!type) {
    edge.error = shareError(std::move(type.error()));
    return edge;
  }
  Result<Resolution, ModuleError> location = whereIs(wanted.specifier, referrer, ResolveKind::Import);
  if (!location) {
    edge.error = shareError(std::move(location.error()));
  } else if (std::optional<ModuleError> error = refused(*location, *type)) {
    edge.error = shareError(std::move(*error));
  } else {
    AttributeType effective = effectiveType(*location, *type);
    std::string key = keyOf(*location, effective);
    edge.alternative = std::move(location->alternative);
    edge.target = Job{std::move(key), std::move(*location), effective, nullptr};
  }
  return edge;
}

// Joining: on the calling thread.

NodeId ModuleGraph::run(const Job& entry) {
  Loading loading{
      Worklist<Job, Scanned>(hooks_ ? nullptr : pool_, parallelFrom_, [this](Job& job) { return scan(job); }), {}};
  std::string entryKey = entry.key;
  schedule(loading, entry);
  loading.worklist.drain([&](const Job& job, Scanned scanned) {
    for (ScannedEdge& edge : scanned.edges) {
      if (substitute_) substituteIn(scanned, edge);
      if (edge.target) schedule(loading, *edge.target);
    }
    loading.modules[job.key] = std::move(scanned);
  });
  return joinAll(loading, entryKey);
}

void ModuleGraph::schedule(Loading& loading, const Job& job) const {
  if (isFresh(job.key) || !loading.modules.try_emplace(job.key).second) return;
  auto known = byKey_.find(job.key);
  bool isReadAgain = known != byKey_.end() && nodes_[known->second].artifact;
  if (registry_ == 0 || job.artifact || isReadAgain) return loading.worklist.push(job);
  Job shared = job;
  shared.artifact = sharedArtifact(job);
  loading.worklist.push(std::move(shared));
}

void ModuleGraph::substituteIn(const Scanned& scanned, ScannedEdge& edge) const {
  const std::string& specifier = scanned.artifact->scan.requests[edge.request].specifier;
  edge.mock = substitute_(edge.target ? &edge.target->location : nullptr, specifier, scanned.location.path);
  if (edge.mock == kNoNode) return;
  edge.target.reset();
  edge.error = nullptr;
}

/// Of the same file in another registry.
std::shared_ptr<const Artifact> ModuleGraph::sharedArtifact(const Job& job) const {
  std::string key = plainKeyOf(job.location, job.type);
  auto known = byKey_.find(key);
  if (known != byKey_.end() && !stale_[known->second]) return nodes_[known->second].artifact;
  auto read = artifacts_.find(key);
  return read == artifacts_.end() ? nullptr : read->second;
}

/// Numbers the new nodes breadth first from the entry, in the order of requests: the same whatever finished first.
NodeId ModuleGraph::joinAll(Loading& loading, const std::string& entryKey) {
  std::deque<std::string> waiting = {entryKey};
  while (!waiting.empty()) {
    std::string key = std::move(waiting.front());
    waiting.pop_front();
    auto found = loading.modules.find(key);
    if (found == loading.modules.end() || !found->second) continue;
    Scanned scanned = std::move(*found->second);
    found->second.reset();
    for (const ScannedEdge& edge : scanned.edges)
      if (edge.target && loading.modules.contains(edge.target->key)) waiting.push_back(edge.target->key);
    fill(nodes_[nodeFor(key)], std::move(scanned));
  }
  return nodeFor(entryKey);
}

NodeId ModuleGraph::nodeFor(const std::string& key) {
  auto [place, isNew] = byKey_.try_emplace(key, static_cast<NodeId>(nodes_.size()));
  if (isNew) {
    nodes_.emplace_back().id = place->second;
    stale_.push_back(true);
    sound_.push_back(false);
  }
  return place->second;
}

void ModuleGraph::fill(Node& node, Scanned scanned) {
  bool isRefreshed = node.artifact != nullptr || node.error != nullptr;
  if (isRefreshed) sound_.assign(sound_.size(), false);
  node.kind = kindOf(scanned.location, scanned.artifact.get());
  node.attributeType = scanned.type;
  node.location = std::move(scanned.location);
  node.location.alternative.clear();  // is the edges'
  node.artifact = std::move(scanned.artifact);
  node.error = std::move(scanned.error);
  node.edges.clear();
  node.edges.reserve(scanned.edges.size());
  for (ScannedEdge& edge : scanned.edges)
    node.edges.push_back({edge.request, edge.target ? nodeFor(edge.target->key) : edge.mock, std::move(edge.error),
                          std::move(edge.alternative)});
  stale_[node.id] = false;
  if (registry_ != 0 && node.artifact)
    artifacts_.try_emplace(plainKeyOf(node.location, node.attributeType), node.artifact);
  if (onFile_) tell(node);
}

void ModuleGraph::tell(const Node& node) const {
  if (node.location.type == ResolvedType::File) onFile_(node.location.path, false);
  for (const Edge& edge : node.edges)
    if (edge.error) tell(*edge.error);
}

/// Of what was tried: "/x/a.js: no such file".
void ModuleGraph::tell(const ModuleError& error) const {
  for (const std::string& tried : error.tried) onFile_(tried.substr(0, tried.rfind(": ")), true);
}

}  // namespace weft::graph
